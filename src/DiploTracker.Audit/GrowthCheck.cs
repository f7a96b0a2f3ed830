namespace DiploTracker.Audit;

/// <summary>Grows the tree leaf by leaf and compares it with each checkpoint on the way.</summary>
/// <param name="checkpoints">Those of one log, smallest tree first.</param>
public sealed class GrowthCheck(IReadOnlyList<Checkpoint> checkpoints)
{
    private readonly Frontier _frontier = new();
    private int _next;

    public long Size => _frontier.Size;

    /// <summary>The largest checkpoint that fits so far.</summary>
    public Checkpoint? Fits { get; private set; }

    /// <summary>The first checkpoint that does not fit.</summary>
    public Checkpoint? Broken { get; private set; }

    /// <summary>The largest checkpoint of all; larger than the tree if its end is missing.</summary>
    public Checkpoint? Largest => checkpoints is [.., var last] ? last : null;

    public byte[] Root() => _frontier.Root();

    /// <summary>Adds the next leaf; false if the tree then differs from a checkpoint of its size.</summary>
    public bool Add(ReadOnlySpan<byte> leaf)
    {
        _frontier.Add(leaf);
        for (; _next < checkpoints.Count && checkpoints[_next].Size <= Size; _next++)
        {
            if (checkpoints[_next].Size == Size && !checkpoints[_next].Root.AsSpan().SequenceEqual(Root()))
            {
                Broken = checkpoints[_next];
                return false;
            }
            Fits = checkpoints[_next].Size == Size ? checkpoints[_next] : Fits;
        }
        return true;
    }

    /// <summary>Where the tree begins to differ: after the last checkpoint that fits.</summary>
    public FirstInvalid Differs() => new(
        (Fits?.Size ?? 0) + 1, null, null,
        $"The checkpoint of {Broken!.Size} events no longer fits: one of the events {(Fits?.Size ?? 0) + 1} to {Broken.Size} is not the one that was sealed.");

    public FirstInvalid EndIsMissing() => new(
        Size + 1, null, null, $"The events from {Size + 1} on are missing: a checkpoint was made of {Largest!.Size}.");
}
