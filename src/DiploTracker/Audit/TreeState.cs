using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>Which log this is, how much of it is sealed, and how far it goes.</summary>
/// <param name="Signed">
/// The newest checkpoint that is stored; of less than <paramref name="Size"/> events only when some were deleted.
/// </param>
internal sealed record TreeState(string Origin, long Size, LogEnd End, Checkpoint? Signed)
{
    public long LogPosition => End.Position;

    private const string Prefix = "diplotracker/";

    /// <summary>
    /// Reads the state and keeps others from changing the tree until the transaction ends; null when nothing was ever
    /// sealed.
    /// </summary>
    public static async Task<TreeState?> Lock(NpgsqlConnection connection)
    {
        await Claim(connection);
        return await Read(connection);
    }

    /// <summary>Keeps others from changing the tree until the transaction ends: the node that seals, and an operator's
    /// interventions. It can be read. The
    /// transaction waits for no standby: what a failover loses of the tree is made again.</summary>
    public static async Task Claim(NpgsqlConnection connection)
    {
        await using var claim = new NpgsqlCommand("set local synchronous_commit = local; lock table diplo.tree_tiles in share row exclusive mode", connection);
        await claim.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Gives the log its name, with the first event; until then nothing is sealed and nothing needs one.
    /// </summary>
    public static async Task Name(NpgsqlConnection connection)
    {
        await using var make = new NpgsqlCommand(
            "insert into diplo.tree (\"only\", log, size) select true, gen_random_uuid(), 0 from diplo.log_head, set_config('synchronous_commit', 'local', true) where position > 0 on conflict do nothing", connection);
        await make.ExecuteNonQueryAsync();
    }

    /// <summary>The state; null when nothing was ever sealed.</summary>
    public static async Task<TreeState?> Read(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await Read(connection);
    }

    /// <summary>The state; null when nothing was ever sealed.</summary>
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
