using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

public enum PositionKind { Demand, Precondition, RedLine, Offer, Goal, Claim }

public enum PositionStatus { Standing, Softened, Hardened, Met, Dropped }

public enum PositionChange { Softened, Hardened, Restated, Met, Dropped }

/// <summary>A party's demand, offer, red line or claim. While it stands it blocks what it names.</summary>
public sealed record Position(string Id, string By, PositionKind Kind, EquatableArray<string> To, string? Text, EquatableArray<string> Blocks) : IIdentified
{
    public PositionStatus Status { get; init; }

    /// <summary>What it is about, beside what it blocks.</summary>
    public EquatableArray<Link> Concerns { get; init; }

    public bool IsOf(string speaker) => Negotiation.PartyOf(speaker) == By;

    /// <summary>Softened and hardened positions still stand; only met and dropped ones do not.</summary>
    public bool IsStanding => Status is PositionStatus.Standing or PositionStatus.Softened or PositionStatus.Hardened;
}
