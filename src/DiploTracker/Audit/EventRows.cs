using System.Runtime.CompilerServices;
using System.Text.Json;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>The events as they stand in the database, in the order of the log, with everything that is sealed of them.</summary>
internal static class EventRows
{
    /// <summary>The rows above a position, of one negotiation or of all.</summary>
    public static async IAsyncEnumerable<EventRow> Read(
        NpgsqlConnection connection, long after, long? through = null, string? negotiation = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var select = new NpgsqlCommand(
            $"""
             select seq_id, stream_id, version, id, type, timestamp, user_name, correlation_id, causation_id, headers, data
             from mt_events where seq_id > $1 {(through is null ? "" : "and seq_id <= $2")} {(negotiation is null ? "" : "and stream_id = $3")}
             order by seq_id
             """, connection);
        select.CommandTimeout = 0; // as long as the log
        select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        if (through is not null || negotiation is not null)
            select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through ?? long.MaxValue });
        if (negotiation is not null)
            select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = negotiation });
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            yield return Of(rows);
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

/// <summary>A row, or why it cannot be read.</summary>
internal readonly record struct EventRow(long Position, StoredEvent? Event, string? Problem);
