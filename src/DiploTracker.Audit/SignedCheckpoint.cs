using System.Text;

namespace DiploTracker.Audit;

/// <summary>A checkpoint as a signed note (C2SP): its text, an empty line, and a line for each signature.</summary>
/// <param name="Note">The whole note.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, string Note)
{
    private const string Dash = "\u2014 ";

    public static SignedCheckpoint Sign(Checkpoint checkpoint, SigningKey key)
    {
        var signature = Convert.ToBase64String([.. key.Verifier(checkpoint.Origin).KeyHash, .. key.Sign(Encoding.UTF8.GetBytes(checkpoint.Text))]);
        return new SignedCheckpoint(checkpoint, $"{checkpoint.Text}\n{Dash}{checkpoint.Origin} {signature}\n");
    }

    /// <summary>Reads a note without judging its signatures; null when it is no signed checkpoint.</summary>
    public static SignedCheckpoint? Read(string note) =>
        note.IndexOf("\n\n", StringComparison.Ordinal) is > 0 and var end && note.EndsWith('\n') && Checkpoint.Read(note[..(end + 1)]) is { } checkpoint
            ? new SignedCheckpoint(checkpoint, note)
            : null;

    /// <summary>Did one of these keys sign it?</summary>
    public bool IsSignedBy(IEnumerable<VerifierKey> keys)
    {
        var text = Encoding.UTF8.GetBytes(Checkpoint.Text);
        var signatures = Note[(Checkpoint.Text.Length + 1)..].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return keys.Where(key => key.Name == Checkpoint.Origin).Any(key => Array.Exists(signatures, line => IsBy(line, key, text)));
    }

    private static bool IsBy(string line, VerifierKey key, byte[] text) =>
        line.StartsWith(Dash, StringComparison.Ordinal) && line[Dash.Length..].Split(' ') is [var name, var encoded] && name == key.Name
        && Base64.Read(encoded) is { Length: 4 + 64 } signature && signature.AsSpan(0, 4).SequenceEqual(key.KeyHash)
        && key.Verifies(text, signature.AsSpan(4));
}
