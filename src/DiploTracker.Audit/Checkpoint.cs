using System.Globalization;

namespace DiploTracker.Audit;

/// <summary>
/// The commitment of a log at a moment (C2SP tlog-checkpoint): its name, the number of events, the root of their tree.
/// </summary>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <summary>Reads the text of a checkpoint; null if it is not one.</summary>
    public static Checkpoint? Read(string text)
    {
        if (text.Split('\n') is not [{ Length: > 0 } origin, var sizeText, var rootText, ""]
            || !long.TryParse(sizeText, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || Base64.Read(rootText) is not { Length: Merkle.HashSize } root)
            return null;

        var checkpoint = new Checkpoint(origin, size, root);
        return checkpoint.Text == text ? checkpoint : null; // one form only
    }
}

internal static class Base64
{
    public static byte[]? Read(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == text
            ? bytes[..length]
            : null;
    }
}
