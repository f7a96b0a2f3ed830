using System.Text.Json;
using DiploTracker.Sealing;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>
/// A negotiation that a build leaves out because its rows cannot be computed or stored; every read of the view names
/// it.
/// </summary>
/// <param name="Position">Its first position that the build does not include.</param>
/// <param name="Reason">The failure in words.</param>
internal sealed record SetAside(string View, int Build, string Negotiation, long Position, string Reason)
{
    private const string Table = "diplo.set_aside";

    private const int LongestReason = 500;

    /// <summary>
    /// Whether a failure is due to the negotiation's data. Failures of the database, the keys or memory are not:
    /// nothing is then set aside, and all of it is tried again.
    /// </summary>
    public static bool IsOfTheNegotiation(Exception failure) => failure is not (
        NpgsqlException or TimeoutException or IOException or UnauthorizedAccessException or KeysUnavailableException
        or OperationCanceledException or ObjectDisposedException or OutOfMemoryException);

    /// <summary>The negotiations that builds leave out now, and whether a retry was requested.</summary>
    public static async Task<List<(SetAside Left, bool IsToBeTried)>> Load(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var select = new NpgsqlCommand($"select view, build, negotiation, position, reason, retry from {Table} order by view, build, position", connection);
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        List<(SetAside, bool)> all = [];
        while (await rows.ReadAsync(cancellation))
            all.Add((new SetAside(rows.GetString(0), rows.GetInt32(1), rows.GetString(2), rows.GetInt64(3), rows.GetString(4)), rows.GetBoolean(5)));
        return all;
    }

    /// <summary>Asks the node that works on a view to retry what it leaves out.</summary>
    public static async Task Retry(NpgsqlConnection connection, string view, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand($"update {Table} set retry = true where view = $1", connection) { Parameters = { new() { Value = view } } };
        await ask.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// The negotiations that a build leaves out and the current one does not; none if there is no current one.
    /// </summary>
    public static async Task<string[]> OnlyOf(NpgsqlConnection connection, Build build, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(
            $"""
            select coalesce(array_agg(s.negotiation order by s.negotiation), array[]::text[]) from {Table} s
            join diplo.views c on c.name = s.view and c.state = 'Current' and c.build <> s.build
            where s.view = $1 and s.build = $2
              and not exists (select from {Table} o where o.view = s.view and o.build = c.build and o.negotiation = s.negotiation)
            """, connection) { Parameters = { new() { Value = build.View }, new() { Value = build.Number } } };
        return (string[])(await ask.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>
    /// Records negotiations set aside and removes those healed, in the transaction that writes the rows of the others.
    /// </summary>
    public static void Write(NpgsqlBatch batch, Build build, IReadOnlyCollection<SetAside> left, IReadOnlyCollection<string> healed)
    {
        if (left.Count > 0)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                $"""
                insert into {Table} (view, build, negotiation, position, reason, since, retry)
                select l.view, l.build, l.negotiation, l.position, l.reason, clock_timestamp(), false
                from jsonb_to_recordset($1) l (view text, build int, negotiation text, position bigint, reason text)
                on conflict (view, build, negotiation) do update set reason = excluded.reason, retry = false
                """)
            {
                Parameters = { new() { Value = JsonSerializer.Serialize(left, Recording.Log.Json), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb } },
            });
        if (healed.Count > 0)
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"delete from {Table} where view = $1 and build = $2 and negotiation = any ($3)")
            {
                Parameters = { new() { Value = build.View }, new() { Value = build.Number }, new() { Value = healed.ToArray() } },
            });
    }

    /// <summary>The failure in words that the database can store.</summary>
    public static string ReasonOf(Exception failure)
    {
        var reason = $"{failure.GetType().Name}: {failure.Message}".Replace('\0', '\uFFFD');
        return reason.Length <= LongestReason ? reason : $"{new string([.. reason.Take(LongestReason).Where(letter => !char.IsSurrogate(letter))])}…";
    }
}
