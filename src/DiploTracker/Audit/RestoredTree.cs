using Npgsql;

namespace DiploTracker.Audit;

/// <summary>The transparency log of an export: the same log under the same name, with its checkpoints.</summary>
internal static class RestoredTree
{
    /// <summary>A tree without events has no tiles.</summary>
    public static ValueTask<byte[]> NoTile(int level, long index) => throw new InvalidDataException("An empty tree has no tiles.");

    public static async Task Write(NpgsqlConnection connection, SignedCheckpoint signed, TrustedCheckpoints trusted)
    {
        await using var name = new NpgsqlCommand("insert into diplo.tree (\"only\", log, size) values (true, $1, 0)", connection);
        name.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = TreeState.LogOf(signed.Checkpoint.Origin) });
        await name.ExecuteNonQueryAsync();
        foreach (var kept in trusted.All.Where(kept => kept.Checkpoint.Origin == signed.Checkpoint.Origin && kept.Checkpoint.Size < signed.Checkpoint.Size))
            await TreeState.Store(connection, kept);
        await TreeState.Store(connection, signed);
    }
}
