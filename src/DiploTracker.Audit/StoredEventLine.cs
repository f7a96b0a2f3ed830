using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DiploTracker.Audit;

/// <summary>Reads the output of <see cref="StoredEvent.Write"/>.</summary>
public static class StoredEventLine
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <exception cref="InvalidDataException">It is not the canonical line of an event.</exception>
    public static StoredEvent Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var stored = new StoredEvent(
                long.Parse(root.GetProperty("position").GetString()!, CultureInfo.InvariantCulture), root.GetProperty("subject").GetString()!,
                root.GetProperty("version").GetInt64(), root.GetProperty("id").GetGuid(), root.GetProperty("type").GetString()!,
                DateTime.ParseExact(root.GetProperty("time").GetString()!, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
                Text(root, "recordedby"), Text(root, "correlationid"), Text(root, "causationid"), Text(root, "command"),
                root.TryGetProperty("commandid", out var id) ? id.GetGuid() : null,
                root.TryGetProperty("restsonnext", out var next) ? next.GetInt32() : null, Encoding.UTF8.GetBytes(root.GetProperty("data").GetRawText()));
            var again = new LineBuffer();
            stored.Write(again);
            return again.Line.SequenceEqual(line.Span) ? stored : throw new InvalidDataException("The line is not in canonical form.");
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"The line is no event: {malformed.Message}", malformed);
        }
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
