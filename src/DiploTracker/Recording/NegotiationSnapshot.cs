using System.Collections.Immutable;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>What this node knows of a negotiation: its facts, and the commands that wait for others.</summary>
/// <param name="Change">The last change of what is parked.</param>
public sealed record NegotiationSnapshot(Timeline Timeline, ImmutableList<Parked> Parked, ParkedChange Change)
{
    public static readonly NegotiationSnapshot Nothing = new(Timeline.Empty, [], ParkedChange.None);

    public bool IsNothing => Timeline.Version == 0 && Change == ParkedChange.None;
}

/// <summary>
/// A change of what is parked in a negotiation: something was parked, placed, withdrawn or erased. The number rises
/// with each; the id tells it from the change of the same number in another log.
/// </summary>
public readonly record struct ParkedChange(long Number, Guid Id)
{
    public static readonly ParkedChange None = default;

    /// <summary>Can a log that had the one before have come to this one?</summary>
    public bool MayFollow(ParkedChange before) => Number > before.Number || this == before;
}
