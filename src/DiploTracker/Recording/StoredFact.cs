using System.Text.Json;
using DiploTracker.Negotiations;
using DiploTracker.Sealing;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// A row of <c>mt_events</c> as fetched. Reading it into a fact costs more than fetching it, and can be done elsewhere.
/// </summary>
internal readonly record struct StoredFact(
    string Negotiation, long Position, long Version, Guid Id, DateTimeOffset RecordedAt, string Type, byte[] Data,
    string? By, string? CorrelationId, string? CausationId, byte[]? Headers)
{
    /// <summary>The columns in the order in which <see cref="Of"/> reads them.</summary>
    public const string Columns = "stream_id, seq_id, version, id, timestamp, type, data, user_name, correlation_id, causation_id, headers";

    public const int Count = 11;

    public static StoredFact Of(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetGuid(3), row.GetFieldValue<DateTimeOffset>(4), row.GetString(5),
        row.GetFieldValue<byte[]>(6),
        row.IsDBNull(7) ? null : row.GetString(7),
        row.IsDBNull(8) ? null : row.GetString(8),
        row.IsDBNull(9) ? null : row.GetString(9),
        row.IsDBNull(10) ? null : row.GetFieldValue<byte[]>(10));

    /// <exception cref="UnreadableFactException">
    /// The log holds something that is unknown to this version of the tracker, or that was changed.
    /// </exception>
    public Fact Read(Keys keys)
    {
        try
        {
            var texts = keys.Texts;
            var headers = Headers is null ? default : RecordingHeaders.Read(Headers, texts);
            return new Fact(Position, Version, Id, RecordedAt, Sealed.Read(keys, Id, Type, Data), new Negotiations.EventMetadata(
                headers.Command ?? "", headers.CommandId ?? Guid.Empty, texts.Of(By ?? ""), CorrelationId, CausationId, headers.RestsOnNext ?? 0));
        }
        catch (Exception failure) when (failure is InvalidOperationException or JsonException or NotSupportedException)
        {
            throw new UnreadableFactException(Position, failure);
        }
    }
}

/// <summary>A fact in the log cannot be read. Everything that depends on it stops there; nothing is skipped.</summary>
public sealed class UnreadableFactException(long position, Exception cause)
    : InvalidOperationException($"the event at position {position} cannot be read: {cause.Message}", cause);
