using System.Text;
using System.Text.Json;

namespace DiploTracker.Audit;

/// <summary>
/// The line of an export that follows a block of events and makes them verifiable, as a CloudEvent in canonical form.
/// For the whole log it contains the leaf hashes of the block, for one negotiation the path of each event up to the
/// root.
/// </summary>
/// <param name="After">The position of the last event before the block; 0 at the start.</param>
/// <param name="Through">The position of the last event of the block.</param>
/// <param name="Hashes">
/// For the whole log one item, the leaf hashes; for a negotiation one item per event. Hashes are concatenated, and
/// written as base64.
/// </param>
/// <param name="Checkpoint">
/// The signed note that covers the events; for the whole log only the last seal has one.
/// </param>
public sealed record Seal(long After, long Through, string? Negotiation, IReadOnlyList<byte[]> Hashes, string? Checkpoint)
{
    /// <summary>Maximum number of events between two seals.</summary>
    public const int Block = 1000;

    private static ReadOnlySpan<byte> End => ",\"specversion\":\"1.0\",\"type\":\"diplotracker.seal.v1\"}"u8;

    /// <summary>Whether the line is a seal, by its last bytes: the line of an event ends with its version.</summary>
    public static bool IsOne(ReadOnlySpan<byte> line) => line.EndsWith(End);

    public void Write(LineBuffer line)
    {
        line.Clear();
        line.Append("{\"data\":{\"after\":"u8);
        line.Append(After);
        if (Checkpoint is not null)
        {
            line.Append(",\"checkpoint\":"u8);
            line.AppendText(Checkpoint);
        }
        if (Negotiation is null)
        {
            line.Append(",\"leaves\":"u8);
            line.AppendBase64(Hashes[0]);
        }
        else
        {
            line.Append(",\"negotiation\":"u8);
            line.AppendText(Negotiation);
            line.Append(",\"paths\":["u8);
            for (var index = 0; index < Hashes.Count; index++)
            {
                if (index > 0)
                    line.Append((byte)',');
                line.AppendBase64(Hashes[index]);
            }
            line.Append((byte)']');
        }
        line.Append(",\"through\":"u8);
        line.Append(Through);
        line.Append("},\"datacontenttype\":\"application/json\",\"id\":\"seal-"u8);
        line.Append(After);
        line.Append((byte)'-');
        line.Append(Through);
        line.Append("\",\"source\":\"/api/audit\""u8);
        line.Append(End);
    }

    /// <summary>Reads a seal; null if it is not one in canonical form.</summary>
    public static Seal? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var data = json.RootElement.GetProperty("data");
            var negotiation = data.TryGetProperty("negotiation", out var key) ? key.GetString() : null;
            var seal = new Seal(
                data.GetProperty("after").GetInt64(), data.GetProperty("through").GetInt64(), negotiation,
                negotiation is null ? [HashesOf(data.GetProperty("leaves"))] : [.. data.GetProperty("paths").EnumerateArray().Select(HashesOf)],
                data.TryGetProperty("checkpoint", out var note) ? note.GetString() : null);
            var again = new LineBuffer();
            seal.Write(again);
            return again.Line.SequenceEqual(line.Span) ? seal : null;
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or EncoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Concatenates hashes for a seal.</summary>
    public static byte[] Joined(IEnumerable<byte[]> hashes) => [.. hashes.SelectMany(hash => hash)];

    // From bytes, not through a string: that of a block is large enough to cause a collection of the whole heap.
    private static byte[] HashesOf(JsonElement base64) =>
        base64.TryGetBytesFromBase64(out var hashes) && hashes.Length % Merkle.HashSize == 0 ? hashes : throw new FormatException("No hashes.");
}
