namespace DiploTracker.Audit;

/// <summary>A checkpoint as a signed note (C2SP).</summary>
/// <param name="Note">The whole note.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, string Note)
{
    public static SignedCheckpoint Sign(Checkpoint checkpoint, SigningKey key) =>
        new(checkpoint, SignedNote.Sign(checkpoint.Text, checkpoint.Origin, key));

    /// <summary>Reads a note without checking its signatures; null if it is not a signed checkpoint.</summary>
    public static SignedCheckpoint? Read(string note) =>
        SignedNote.TextOf(note) is { } text && Checkpoint.Read(text) is { } checkpoint ? new SignedCheckpoint(checkpoint, note) : null;

    /// <summary>Whether one of these keys signed it.</summary>
    public bool IsSignedBy(IEnumerable<VerifierKey> keys) => SignedNote.IsSignedBy(Note, Checkpoint.Text, Checkpoint.Origin, keys);
}
