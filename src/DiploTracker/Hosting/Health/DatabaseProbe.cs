using System.Diagnostics;
using DiploTracker.Database;
using DiploTracker.Kernel;
using Marten;
using Npgsql;
using Weasel.Postgresql.Tables;

namespace DiploTracker.Hosting.Health;

/// <summary>The reasons why the database cannot be used fully; null for each use that is possible.</summary>
/// <param name="Unread">Why it cannot be read.</param>
/// <param name="Unwritten">Why nothing can be recorded.</param>
/// <param name="Crowded">Why this node may take all of its connections.</param>
internal sealed record DatabaseState(string? Unread, string? Unwritten, string? Crowded);

/// <summary>
/// Checks whether the database can be read and written. Appends prove that it can be written; without recent ones some
/// rows are written and deleted. They take new disk space each time, so that a full disk is noticed.
/// </summary>
internal sealed class DatabaseProbe(HealthDatabase health, Outage outage, ConnectionShares shares, SchemaReady schema)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long a write proves that the database can be written.</summary>
    private static readonly TimeSpan Shows = TimeSpan.FromSeconds(15);

    /// <summary>How long a failed append counts, even if other writes succeed.</summary>
    private static readonly TimeSpan Counts = TimeSpan.FromSeconds(3);

    private CoalescedCall<DatabaseState> Asking => field ??= new(Ask);

    private long _written;

    /// <summary>The current state; concurrent callers share the answer.</summary>
    public Task<DatabaseState> State() => Asking.Ask();

    /// <summary>The same; null if the database does not answer in two seconds.</summary>
    public async Task<DatabaseState?> InTime()
    {
        try
        {
            return await State().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<DatabaseState> Ask()
    {
        try
        {
            await using var connection = await health.Source.OpenConnectionAsync();
            var (isStandby, isReadOnly, room, missing) = await Look(connection);
            var unwritten = isStandby ? "The database is a standby and takes no writes until it is promoted."
                : isReadOnly ? "The database is set to read only (default_transaction_read_only)."
                : missing is not null && schema.IsReady ? $"The tracker's user cannot write {missing}, or it is missing."
                : outage.AppendFailure is (var reason, var ago) && ago < Counts ? reason
                : await TryWrite(connection);
            return new DatabaseState(null, unwritten, room >= shares.Total ? null :
                $"This node may open {shares.Total} connections and the database has {room} for all: set Database__Connections lower, or max_connections higher.");
        }
        catch (Exception failure) when (DatabaseFailure.Of(failure) is { } known)
        {
            outage.Report(failure);
            return new DatabaseState(known.Reason, known.Reason, null);
        }
    }

    private static async Task<(bool IsStandby, bool IsReadOnly, int Room, string? Missing)> Look(NpgsqlConnection connection)
    {
        await using var ask = new NpgsqlCommand(
            """
            select pg_is_in_recovery(), current_setting('default_transaction_read_only')::bool,
                   current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
                   (select string_agg(needed, ', ') from unnest(array['mt_events', 'mt_streams', 'diplo.log_head', 'diplo.requests']) needed
                    where has_table_privilege(to_regclass(needed), 'insert') is not true)
            """, connection);
        await using var row = await ask.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetBoolean(0), row.GetBoolean(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetString(3));
    }

    private async Task<string?> TryWrite(NpgsqlConnection connection)
    {
        if (outage.SinceAppend < Shows || !schema.IsReady
            || outage.AppendFailure is null && _written != 0 && Stopwatch.GetElapsedTime(_written) < Shows)
            return null;
        try
        {
            foreach (var sql in HealthSchema.Write)
            {
                await using var write = new NpgsqlCommand(sql, connection);
                await write.ExecuteNonQueryAsync();
            }
            _written = Stopwatch.GetTimestamp();
            return null;
        }
        catch (Exception failure) when (DatabaseFailure.Of(failure) is { } known)
        {
            _written = 0;
            outage.Report(failure);
            return known.Reason;
        }
    }
}

/// <summary>The table that is written to check whether the database can be written.</summary>
internal static class HealthSchema
{
    private static readonly string Table = $"{Schemas.Log}.write_probe";

    /// <summary>
    /// Fills more than a page, so that the table grows; then gives the space back, or it would grow for ever.
    /// </summary>
    public static readonly IReadOnlyList<string> Write =
    [
        $"insert into {Table} (filler) select repeat('x', 1900) from generate_series(1, 5)",
        $"delete from {Table}",
        $"vacuum (skip_locked) {Table}",
    ];

    public static void AddTo(StoreOptions store)
    {
        var table = new Table(Schemas.InLog("write_probe"));
        table.AddColumn("filler", "text").NotNull();
        store.Storage.ExtendedSchemaObjects.Add(table);
    }
}
