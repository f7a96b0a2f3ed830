
namespace DiploTracker.Audit;

/// <summary>Checkpoints and verification keys kept outside the database, against which a log is verified.</summary>
public sealed class TrustedCheckpoints
{
    public const string CheckpointFiles = "*.checkpoint";

    public const string KeyFiles = "*.vkey";

    public const string InterventionFiles = "*.intervention";

    private TrustedCheckpoints(
        IReadOnlyList<VerifierKey> keys, IReadOnlyList<SignedCheckpoint> all, IReadOnlyList<Intervention> interventions, IReadOnlyList<string> unreadable) =>
        (Keys, All, Interventions, Unreadable) = (keys, all, interventions, unreadable);

    public IReadOnlyList<VerifierKey> Keys { get; }

    /// <summary>The checkpoints of all logs that one of the keys signed, smallest tree first.</summary>
    public IReadOnlyList<SignedCheckpoint> All { get; }

    /// <summary>Interventions of operators that one of the keys signed, in the order of time.</summary>
    public IReadOnlyList<Intervention> Interventions { get; }

    /// <summary>
    /// Files that should contain a checkpoint, an intervention or a key and contain none that can be trusted.
    /// </summary>
    public IReadOnlyList<string> Unreadable { get; }

    public IReadOnlyList<Checkpoint> Of(string origin) => [.. All.Select(signed => signed.Checkpoint).Where(checkpoint => checkpoint.Origin == origin)];

    /// <summary>
    /// The accepted losses after which the log got this name, first one first; none for a log that lost nothing.
    /// </summary>
    public IReadOnlyList<Intervention> LossesBefore(string origin)
    {
        List<Intervention> losses = [];
        while (Interventions.LastOrDefault(one => one.Kind == InterventionKind.LossAccepted && one.Continues == origin) is { } loss && !losses.Contains(loss))
        {
            losses.Insert(0, loss);
            origin = loss.Origin;
        }
        return losses;
    }

    /// <summary>
    /// The checkpoints that the tree of a log must fit: its own, its content when a loss was accepted, and those under
    /// earlier names that still fitted then. Smallest tree first.
    /// </summary>
    public IReadOnlyList<Checkpoint> Expected(string origin)
    {
        var expected = Of(origin).ToList();
        var most = long.MaxValue;
        foreach (var loss in LossesBefore(origin).Reverse())
        {
            if (loss is { Kept: > 0, KeptRoot: { } root } && loss.Kept <= most)
                expected.Add(new Checkpoint(loss.Continues!, loss.Kept.Value, root));
            most = Math.Min(most, loss.Fits ?? 0);
            expected.AddRange(Of(loss.Origin).Where(checkpoint => checkpoint.Size <= most));
        }
        return [.. expected.OrderBy(checkpoint => checkpoint.Size)];
    }

    public bool Trusts(SignedCheckpoint signed) => signed.IsSignedBy(Keys);

    /// <summary>Reads a folder with its subfolders; a missing folder is empty.</summary>
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
        var interventions = InterventionsIn(folder, keys, unreadable);
        return new TrustedCheckpoints(keys, [.. all.OrderBy(signed => signed.Checkpoint.Size)], interventions, unreadable);
    }

    /// <summary>The interventions in a folder that a key of the folder signed.</summary>
    public static IReadOnlyList<Intervention> InterventionsIn(string folder) => InterventionsIn(
        folder, [.. Files(folder, KeyFiles).Select(file => VerifierKey.Read(File.ReadAllText(file).TrimEnd())).OfType<VerifierKey>()], []);

    private static List<Intervention> InterventionsIn(string folder, List<VerifierKey> keys, List<string> unreadable)
    {
        List<Intervention> interventions = [];
        foreach (var file in Files(folder, InterventionFiles))
            if (Intervention.Read(File.ReadAllText(file), keys) is { } intervention)
                interventions.Add(intervention);
            else
                unreadable.Add(file);
        return [.. interventions.DistinctBy(intervention => (intervention.Origin, intervention.At, intervention.Continues)).OrderBy(intervention => intervention.At)];
    }

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [];
}
