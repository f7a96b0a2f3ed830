using System.Text;

namespace DiploTracker.Audit;

/// <summary>A signed note (C2SP): a text, an empty line, and a line for each signature.</summary>
internal static class SignedNote
{
    private const string Dash = "\u2014 ";

    /// <param name="text">With line ends.</param>
    public static string Sign(string text, string name, SigningKey key) =>
        $"{text}\n{Dash}{name} {Convert.ToBase64String([.. key.Verifier(name).KeyHash, .. key.Sign(Encoding.UTF8.GetBytes(text))])}\n";

    /// <summary>The text of a note, with line ends; null if it is not a note.</summary>
    public static string? TextOf(string note) =>
        note.IndexOf("\n\n", StringComparison.Ordinal) is > 0 and var end && note.EndsWith('\n') ? note[..(end + 1)] : null;

    /// <summary>Whether one of these keys signed it under that name.</summary>
    public static bool IsSignedBy(string note, string text, string name, IEnumerable<VerifierKey> keys)
    {
        var signed = Encoding.UTF8.GetBytes(text);
        var signatures = note[(text.Length + 1)..].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return keys.Where(key => key.Name == name).Any(key => Array.Exists(signatures, line => IsBy(line, key, signed)));
    }

    private static bool IsBy(string line, VerifierKey key, byte[] text) =>
        line.StartsWith(Dash, StringComparison.Ordinal) && line[Dash.Length..].Split(' ') is [var name, var encoded] && name == key.Name
        && Base64.Read(encoded) is { Length: 4 + 64 } signature && signature.AsSpan(0, 4).SequenceEqual(key.KeyHash)
        && key.Verifies(text, signature.AsSpan(4));
}
