using System.Collections.Immutable;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>This node's snapshot of a negotiation: its facts, and the commands that wait for others.</summary>
/// <param name="Change">The last parked change.</param>
public sealed record NegotiationSnapshot(Timeline Timeline, ImmutableList<Parked> Parked, ParkedChange Change)
{
    public static readonly NegotiationSnapshot Nothing = new(Timeline.Empty, [], ParkedChange.None);

    public bool IsNothing => Timeline.Version == 0 && Change == ParkedChange.None;
}

/// <summary>
/// A change to the parked commands of a negotiation: one was parked, placed, withdrawn or erased. The number rises with
/// each; the id distinguishes it from the change with the same number in another log.
/// </summary>
public readonly record struct ParkedChange(long Number, Guid Id)
{
    public static readonly ParkedChange None = default;

    /// <summary>Can a log that had the earlier change have reached this one?</summary>
    public bool MayFollow(ParkedChange before) => Number > before.Number || this == before;
}
