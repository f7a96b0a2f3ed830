namespace DiploTracker.Audit;

/// <summary>Checkpoints and verification keys kept outside the database: what a verification is held against.</summary>
public sealed class TrustedCheckpoints
{
    public const string CheckpointFiles = "*.checkpoint";

    public const string KeyFiles = "*.vkey";

    private TrustedCheckpoints(IReadOnlyList<VerifierKey> keys, IReadOnlyList<SignedCheckpoint> all, IReadOnlyList<string> unreadable) =>
        (Keys, All, Unreadable) = (keys, all, unreadable);

    public IReadOnlyList<VerifierKey> Keys { get; }

    /// <summary>Those whose signature one of the keys made, of all logs, the smaller tree first.</summary>
    public IReadOnlyList<SignedCheckpoint> All { get; }

    /// <summary>Files that were to hold a checkpoint or a key and hold none that can be trusted.</summary>
    public IReadOnlyList<string> Unreadable { get; }

    public IReadOnlyList<Checkpoint> Of(string origin) => [.. All.Select(signed => signed.Checkpoint).Where(checkpoint => checkpoint.Origin == origin)];

    public bool Trusts(SignedCheckpoint signed) => signed.IsSignedBy(Keys);

    /// <summary>Reads a folder with all that lie in it; a folder that is not there holds none.</summary>
    public static TrustedCheckpoints Read(string folder)
    {
        List<VerifierKey> keys = [];
        List<SignedCheckpoint> all = [];
        List<string> unreadable = [];
        foreach (var file in Files(folder, KeyFiles))
            if (VerifierKey.Read(File.ReadAllText(file).TrimEnd()) is { } key)
                keys.Add(key);
            else
                unreadable.Add(file);
        foreach (var file in Files(folder, CheckpointFiles))
            if (SignedCheckpoint.Read(File.ReadAllText(file)) is { } signed && signed.IsSignedBy(keys))
                all.Add(signed);
            else
                unreadable.Add(file);
        return new TrustedCheckpoints(keys, [.. all.OrderBy(signed => signed.Checkpoint.Size)], unreadable);
    }

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [];
}
