using System.Runtime.CompilerServices;
using System.Text.Json;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>The events as stored, in the order of the log, with every field that is sealed.</summary>
internal static class EventRows
{
    private const int MostRows = 1_000, FewestRows = 16;

    /// <summary>Size at which a page is cut off, in bytes; the next pages then have fewer rows.</summary>
    private const int MostBytes = 4 << 20;

    /// <summary>The rows after a position, of all negotiations, on one connection and in one statement.</summary>
    public static async IAsyncEnumerable<EventRow> Read(
        NpgsqlConnection connection, long after, long through, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var select = Select(after, through, negotiation: null, most: null);
        select.Connection = connection;
        select.CommandTimeout = 0; // as long as the log
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            yield return Of(rows);
    }

    /// <summary>
    /// The same in pages, of one negotiation or of all. A page is read whole and its connection released before its
    /// first row is returned, so that a slow consumer holds neither connection nor snapshot. One page is read ahead.
    /// </summary>
    public static async IAsyncEnumerable<EventRow> ReadPages(
        NpgsqlDataSource database, long after, long through = long.MaxValue, string? negotiation = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var next = Page(after, MostRows);
        try
        {
            while (await next is { Rows: [.., var last] } page)
            {
                next = page.IsLast
                    ? Task.FromResult(EventPage.None)
                    : Page(last.Position, page.IsCutOff ? Math.Max(FewestRows, page.Rows.Count) : Math.Min(MostRows, 2 * page.Most));
                foreach (var row in page.Rows)
                    yield return row;
            }
        }
        finally
        {
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task<EventPage> Page(long after, int most)
        {
            await using var connection = await database.OpenConnectionAsync(ending.Token);
            await using var select = Select(after, through, negotiation, most);
            select.Connection = connection;
            await using var rows = await select.ExecuteReaderAsync(ending.Token);
            List<EventRow> read = new(most);
            var bytes = 0L;
            while (bytes < MostBytes && await rows.ReadAsync(ending.Token))
            {
                read.Add(Of(rows));
                bytes += read[^1].Event?.Data.Length ?? 0;
            }
            var isLast = bytes < MostBytes && read.Count < most;
            return new EventPage(Whole(read, isLast), most, bytes >= MostBytes, isLast);
        }
    }

    // If two events share a position, both are returned: the next page begins after both.
    private static List<EventRow> Whole(List<EventRow> rows, bool isLast)
    {
        var isWithoutEnd = isLast || rows[0].Position == rows[^1].Position;
        if (!isWithoutEnd && rows[^1].Position is var end)
            rows.RemoveAll(row => row.Position == end);
        return rows;
    }

    private static NpgsqlCommand Select(long after, long through, string? negotiation, int? most)
    {
        var select = new NpgsqlCommand(
            $"""
             select seq_id, stream_id, version, id, type, timestamp, user_name, correlation_id, causation_id, headers, data
             from mt_events where seq_id > $1 and seq_id <= $2 {(negotiation is null ? "" : "and stream_id = $3")}
             order by seq_id {(most is null ? "" : $"limit {(negotiation is null ? "$3" : "$4")}")}
             """);
        select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        if (negotiation is not null)
            select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = negotiation });
        if (most is { } limit)
            select.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return select;
    }

    private static EventRow Of(NpgsqlDataReader row)
    {
        var position = row.GetInt64(0);
        try
        {
            var (command, commandId, restsOnNext) = row.IsDBNull(9) ? default : RecordingHeaders.Read(row.GetFieldValue<byte[]>(9));
            return new EventRow(position, new StoredEvent(
                position, row.GetString(1), row.GetInt64(2), row.GetGuid(3), row.GetString(4), row.GetDateTime(5), Text(row, 6), Text(row, 7),
                Text(row, 8), command, commandId, restsOnNext, row.GetFieldValue<byte[]>(10)), null);
        }
        catch (Exception unreadable) when (unreadable is InvalidCastException or JsonException or InvalidOperationException or FormatException)
        {
            return new EventRow(position, null, unreadable.Message);
        }
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <param name="Most">The number of rows asked for.</param>
/// <param name="IsCutOff">Whether it was cut off by its size; there may be more rows.</param>
internal sealed record EventPage(IReadOnlyList<EventRow> Rows, int Most, bool IsCutOff, bool IsLast)
{
    public static readonly EventPage None = new([], 0, IsCutOff: false, IsLast: true);
}

/// <summary>A row, or why it cannot be read.</summary>
internal readonly record struct EventRow(long Position, StoredEvent? Event, string? Problem);
