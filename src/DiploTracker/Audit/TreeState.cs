using DiploTracker.Database;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>The name of the log, how much of it is sealed, and where it ends.</summary>
/// <param name="Signed">
/// The newest stored checkpoint; it covers fewer than <paramref name="Size"/> events only if some were deleted.
/// </param>
internal sealed record TreeState(string Origin, long Size, LogEnd End, Checkpoint? Signed)
{
    public long LogPosition => End.Position;

    private const string Prefix = "diplotracker/";

    /// <summary>
    /// Reads the state and keeps others from changing the tree until the transaction ends; null if nothing was ever
    /// sealed.
    /// </summary>
    public static async Task<TreeState?> Lock(NpgsqlConnection connection)
    {
        await Claim(connection);
        return await Read(connection);
    }

    /// <summary>
    /// Keeps others (the node that seals, interventions of operators) from changing the tree until the transaction
    /// ends; it can still be read. The transaction waits for no standby: a part of the tree lost in a failover is
    /// rebuilt.
    /// </summary>
    public static async Task Claim(NpgsqlConnection connection)
    {
        await using var claim = new NpgsqlCommand("set local synchronous_commit = local; lock table diplo.tree_tiles in share row exclusive mode", connection);
        await claim.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Names the log when it has its first event; before that nothing is sealed and no name is needed. Counted as a
    /// change of the log: <see cref="Commits.Confirm(LogEnd)"/> tells when the required standby has it.
    /// </summary>
    /// <exception cref="CommitUnconfirmedException">It is not known whether the standby has it.</exception>
    public static async Task Name(NpgsqlConnection connection, Commits commits)
    {
        if (await HeadPoller.Head(connection, CancellationToken.None) > 0)
            await commits.Write(
                $"""
                with counted as ({LogEnd.Count})
                insert into diplo.tree ("only", log, size) values (true, gen_random_uuid(), 0) on conflict do nothing
                """);
    }

    /// <summary>The state, or null if nothing was ever sealed.</summary>
    public static async Task<TreeState?> Read(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await Read(connection);
    }

    /// <summary>The state, or null if nothing was ever sealed.</summary>
    public static async Task<TreeState?> Read(NpgsqlConnection connection)
    {
        await using var select = new NpgsqlCommand($"select log, size, {LogEnd.Columns}, (select note from diplo.checkpoints order by size desc limit 1) from diplo.tree", connection);
        await using var row = await select.ExecuteReaderAsync();
        return await row.ReadAsync() ? new TreeState(OriginOf(row.GetGuid(0)), row.GetInt64(1), LogEnd.Of(row, 2), row.IsDBNull(4) ? null : SignedCheckpoint.Read(row.GetString(4))?.Checkpoint)
            : null;
    }

    public static async Task Store(NpgsqlConnection connection, SignedCheckpoint signed)
    {
        await using var store = new NpgsqlCommand(
            """
            with sealed as (update diplo.tree set size = $1)
            insert into diplo.checkpoints (size, note) values ($1, $2) on conflict (size) do update set note = excluded.note
            """, connection);
        store.Parameters.Add(new NpgsqlParameter<long> { TypedValue = signed.Checkpoint.Size });
        store.Parameters.Add(new NpgsqlParameter<string> { TypedValue = signed.Note });
        await store.ExecuteNonQueryAsync();
    }

    public static string OriginOf(Guid log) => Prefix + log;

    /// <summary>The log of an origin.</summary>
    public static Guid LogOf(string origin) => Guid.Parse(origin[Prefix.Length..]);
}
