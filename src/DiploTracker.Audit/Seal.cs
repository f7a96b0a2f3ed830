using System.Text;
using System.Text.Json;

namespace DiploTracker.Audit;

/// <summary>
/// The line of an export that follows a block of events and lets them be checked, as a CloudEvent in canonical form. Of
/// the whole log it carries the leaf hashes of the block, of one negotiation the path of each event up to the root.
/// </summary>
/// <param name="After">The position of the last event before the block; 0 at the start.</param>
/// <param name="Through">The position of the last event of the block.</param>
/// <param name="Hashes">
/// For the whole log one item, the leaf hashes; for a negotiation one for each event. Hashes one after the other, in
/// base64 on the line.
/// </param>
/// <param name="Checkpoint">
/// The signed note under which the events lie; of the whole log only the last seal has one.
/// </param>
public sealed record Seal(long After, long Through, string? Negotiation, IReadOnlyList<byte[]> Hashes, string? Checkpoint)
{
    /// <summary>The most events between two seals.</summary>
    public const int Block = 1000;

    private static ReadOnlySpan<byte> End => ",\"specversion\":\"1.0\",\"type\":\"diplotracker.seal.v1\"}"u8;

    /// <summary>An event's line ends with its version, so that the two are told apart by their last bytes.</summary>
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

    /// <summary>Reads a seal; null when it is none in its one form.</summary>
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

    /// <summary>Hashes one after the other, as a seal holds them.</summary>
    public static byte[] Joined(IEnumerable<byte[]> hashes) => [.. hashes.SelectMany(hash => hash)];

    // As bytes, not by way of a text: that of a block is long enough to cost a collection of the whole heap.
    private static byte[] HashesOf(JsonElement base64) =>
        base64.TryGetBytesFromBase64(out var hashes) && hashes.Length % Merkle.HashSize == 0 ? hashes : throw new FormatException("No hashes.");
}
