using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// A fact of the world at its place, with its event as corrections left it, and the negotiation after it.
/// </summary>
public sealed record Entry(Fact Fact, DomainEvent Event, bool IsRetracted, Negotiation After) : IPlaced
{
    bool IPlaced.IsOpening => Event is NegotiationOpened;

    EdtfBound IPlaced.Begins => Event.Occurred.First;

    /// <summary>
    /// The command behind the event, with all its fields; built when the fact is first decided again, which views never
    /// do.
    /// </summary>
    public Command Command => field ??= Event.Standing();

    public static Entry Of(Fact fact, DomainEvent @event, bool isRetracted) =>
        new(fact, @event, isRetracted, Negotiation.None);

    public Entry On(Negotiation before) => this with { After = Apply(before) };

    // Equality ignores whether the command has been built.
    public bool Equals(Entry? other) => other is not null && Fact == other.Fact && Event == other.Event
        && IsRetracted == other.IsRetracted && After == other.After;

    public override int GetHashCode() => HashCode.Combine(Fact, IsRetracted);

    /// <summary>A retracted fact leaves only the id it introduced: a denial may still refer to it.</summary>
    public Negotiation Apply(Negotiation before) =>
        !IsRetracted ? Event.Apply(before)
        : Event.Gives is { } id ? before with { Retracted = before.Retracted.Add(id) }
        : before;
}
