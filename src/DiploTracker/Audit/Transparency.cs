using Npgsql;

namespace DiploTracker.Audit;

/// <summary>A checkpoint as the API returns it.</summary>
/// <param name="Root">Base64.</param>
/// <param name="Note">The signed note (C2SP).</param>
public sealed record CheckpointView(string Origin, long Size, byte[] Root, string Note)
{
    internal static CheckpointView Of(SignedCheckpoint signed) => new(signed.Checkpoint.Origin, signed.Checkpoint.Size, signed.Checkpoint.Root, signed.Note);
}

/// <summary>
/// The proof that an event is in the log: its leaf, and the hashes from it up to the root of the checkpoint.
/// </summary>
/// <param name="LeafIndex">From 0: the position minus one.</param>
public sealed record InclusionProof(long Position, long LeafIndex, byte[] LeafHash, long TreeSize, IReadOnlyList<byte[]> Path, CheckpointView? Checkpoint);

/// <summary>The proof that a larger tree continues a smaller one.</summary>
public sealed record ConsistencyProof(long From, byte[] FromRoot, long To, byte[] ToRoot, IReadOnlyList<byte[]> Path);

/// <summary>Reads the transparency log: signed checkpoints, and proofs from the tree.</summary>
public sealed class Transparency(NpgsqlDataSource database)
{
    /// <summary>The number of sealed events.</summary>
    public async Task<long> Size(CancellationToken cancellation)
    {
        await using var ask = database.CreateCommand("select coalesce((select size from diplo.tree), 0)");
        return (long)(await ask.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The newest checkpoint, or the first that covers a position; null if there is none.</summary>
    public async Task<SignedCheckpoint?> Checkpoint(long? covering, CancellationToken cancellation)
    {
        await using var select = database.CreateCommand(covering is null
            ? "select note from diplo.checkpoints order by size desc limit 1"
            : "select note from diplo.checkpoints where size >= $1 order by size limit 1");
        if (covering is { } position)
            select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        return await select.ExecuteScalarAsync(cancellation) is string note ? SignedCheckpoint.Read(note) : null;
    }

    /// <summary>The checkpoints of trees above a size.</summary>
    public async Task<IReadOnlyList<CheckpointView>> Checkpoints(long after, int limit, CancellationToken cancellation)
    {
        await using var select = database.CreateCommand("select note from diplo.checkpoints where size > $1 order by size limit $2");
        select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        select.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        List<CheckpointView> found = [];
        while (await rows.ReadAsync(cancellation))
            if (SignedCheckpoint.Read(rows.GetString(0)) is { } signed)
                found.Add(CheckpointView.Of(signed));
        return found;
    }

    public async Task<InclusionProof> Inclusion(long position, SignedCheckpoint under) =>
        await Inclusion(position, under.Checkpoint.Size, CheckpointView.Of(under));

    public async Task<InclusionProof> Inclusion(long position, long size, CheckpointView? under)
    {
        var tree = new TiledTree(new TreeTiles(database).Read);
        return new InclusionProof(position, position - 1, await tree.Leaf(position - 1), size, await tree.Inclusion(position - 1, size), under);
    }

    public async Task<ConsistencyProof> Consistency(long from, long to)
    {
        var tree = new TiledTree(new TreeTiles(database).Read);
        return new ConsistencyProof(from, await tree.Root(from), to, await tree.Root(to), await tree.Consistency(from, to));
    }
}
