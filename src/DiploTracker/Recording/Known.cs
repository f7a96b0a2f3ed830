using System.Collections.Immutable;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>What this node knows of a negotiation: its facts, and the commands that wait for others.</summary>
/// <param name="ParkedRevision">Rises whenever something is parked, placed or withdrawn.</param>
public sealed record Known(Timeline Timeline, ImmutableList<Parked> Parked, long ParkedRevision)
{
    public static readonly Known Nothing = new(Timeline.Empty, [], 0);

    public bool IsNothing => Timeline.Version == 0 && ParkedRevision == 0;
}
