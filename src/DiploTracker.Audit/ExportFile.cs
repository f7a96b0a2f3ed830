using System.Text;
using System.Text.Json;

namespace DiploTracker.Audit;

/// <summary>An export of a log or of one negotiation, verified without server and database.</summary>
public static class ExportFile
{
    /// <summary>
    /// Verifies a file against checkpoints kept elsewhere. It is invalid if none of them fits, or if it ends before the
    /// newest of them without being declared older.
    /// </summary>
    /// <param name="isOlder">The file was made before the newest of the checkpoints.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Verdict Verify(string file, TrustedCheckpoints trusted, bool isOlder = false)
    {
        if (IsPacked(file))
            return new Verdict(false, 0, null, null, "The file is compressed; unpack it first (gunzip).");
        if (LastSeal(file) is not { Checkpoint: { } note } last || SignedCheckpoint.Read(note) is not { } signed)
            return WithoutEnd(file, trusted);

        using var lines = new ExportLines(File.OpenRead(file));
        return last.Negotiation is { } negotiation
            ? new NegotiationExport(negotiation, trusted).Verify(lines)
            : new LogExport(signed.Checkpoint.Origin, trusted, isOlder).Verify(lines) with { Losses = trusted.LossesBefore(signed.Checkpoint.Origin) };
    }

    /// <summary>The seal at the end of a file, or null if it does not end with one.</summary>
    public static Seal? LastSeal(string file)
    {
        using var stream = File.OpenRead(file);
        for (var length = Math.Min(stream.Length, 1 << 16); length is > 0 and <= ExportLines.Longest; length = Math.Min(stream.Length, length * 16))
        {
            var tail = new byte[length];
            stream.Seek(-length, SeekOrigin.End);
            stream.ReadExactly(tail);
            if (tail[^1] != '\n')
                return null;
            var start = tail.AsSpan(0, tail.Length - 1).LastIndexOf((byte)'\n') + 1;
            if (start > 0 || length == stream.Length)
                return Seal.Read(tail.AsMemory(start, tail.Length - 1 - start));
        }
        return null;
    }

    /// <summary>The end is missing or broken; if something before it is invalid, that is reported.</summary>
    private static Verdict WithoutEnd(string file, TrustedCheckpoints trusted)
    {
        using var lines = new ExportLines(File.OpenRead(file));
        if (NegotiationOf(file) is { } negotiation)
            return new NegotiationExport(negotiation, trusted).Verify(lines);
        var origins = trusted.All.Select(signed => signed.Checkpoint.Origin).Distinct().ToList();
        return new LogExport(origins is [var only] ? only : "", trusted, isOlder: true).Verify(lines);
    }

    /// <summary>
    /// The negotiation of a file whose end is missing: an export of the log begins with position 1, one of a
    /// negotiation with version 1.
    /// </summary>
    private static string? NegotiationOf(string file)
    {
        using var lines = new ExportLines(File.OpenRead(file));
        return lines.Next() && NegotiationExport.Read.Of(lines) is { Version: 1, Position: > 1 } first ? first.Negotiation : null;
    }

    private static bool IsPacked(string file)
    {
        using var stream = File.OpenRead(file);
        return stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
    }

    /// <summary>Reports what can be read of an invalid line.</summary>
    internal static FirstInvalid Wrong(long expected, ReadOnlyMemory<byte> line, string reason)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var position = long.Parse(root.GetProperty("position").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
            var said = position > expected ? $"The event is missing; event {position} stands in its place."
                : position < expected ? $"Event {position} stands in its place."
                : reason;
            return new FirstInvalid(expected, root.GetProperty("subject").GetString(), root.GetProperty("id").GetString(), said);
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or OverflowException or ArgumentException or EncoderFallbackException)
        {
            return new FirstInvalid(expected, null, null, "The line cannot be read as an event.");
        }
    }
}
