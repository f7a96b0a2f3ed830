namespace DiploTracker.Audit;

/// <summary>All stored fields of an event; its canonical form is a CloudEvent 1.0, and a leaf of the tree.</summary>
/// <param name="Position">Its place in the log, from 1, without gaps; the index of its leaf plus one.</param>
/// <param name="RecordedAt">To the microsecond, UTC.</param>
/// <param name="RestsOnNext">
/// The number of events of the same negotiation directly after it without which it was not possible; null for none.
/// </param>
/// <param name="Data">The payload, any JSON; written in canonical form.</param>
public readonly record struct StoredEvent(
    long Position, string Negotiation, long Version, Guid Id, string Type, DateTime RecordedAt, string? RecordedBy,
    string? CorrelationId, string? CausationId, string? Command, Guid? CommandId, int? RestsOnNext, ReadOnlyMemory<byte> Data)
{
    /// <summary>The CloudEvents source of a tracker's events.</summary>
    public const string Source = "/api/negotiations";

    /// <summary>
    /// Replaces the content of the line with the canonical form: members are in the order of RFC 8785.
    /// </summary>
    /// <exception cref="System.Text.Json.JsonException">The payload has no canonical form.</exception>
    public void Write(LineBuffer line)
    {
        line.Clear();
        line.Append("{"u8);
        Text(line, "\"causationid\":"u8, CausationId);
        Text(line, "\"command\":"u8, Command);
        Id36(line, "\"commandid\":\""u8, CommandId);
        Text(line, "\"correlationid\":"u8, CorrelationId);
        line.Append("\"data\":"u8);
        CanonicalJson.Append(Data.Span, line);
        line.Append(",\"datacontenttype\":\"application/json\",\"id\":\""u8);
        line.Append(Id);
        line.Append("\",\"position\":\""u8);
        line.Append(Position);
        line.Append("\","u8);
        Text(line, "\"recordedby\":"u8, RecordedBy);
        Number(line, "\"restsonnext\":"u8, RestsOnNext);
        line.Append("\"source\":\"/api/negotiations\",\"specversion\":\"1.0\",\"subject\":"u8);
        line.AppendText(Negotiation);
        line.Append(",\"time\":\""u8);
        line.Append(RecordedAt, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
        line.Append("\",\"type\":"u8);
        line.AppendText(Type);
        line.Append(",\"version\":"u8);
        line.Append(Version);
        line.Append((byte)'}');
    }

    private static void Text(LineBuffer line, ReadOnlySpan<byte> name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return; // CloudEvents knows no empty attributes
        line.Append(name);
        line.AppendText(value);
        line.Append((byte)',');
    }

    private static void Number(LineBuffer line, ReadOnlySpan<byte> name, int? value)
    {
        if (value is not { } number)
            return;
        line.Append(name);
        line.Append(number);
        line.Append((byte)',');
    }

    private static void Id36(LineBuffer line, ReadOnlySpan<byte> name, Guid? value)
    {
        if (value is not { } id)
            return;
        line.Append(name);
        line.Append(id);
        line.Append("\","u8);
    }
}
