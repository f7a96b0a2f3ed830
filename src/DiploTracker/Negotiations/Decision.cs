using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>What a rule says of a command: the one event that follows, nothing, or the reason why it is refused.</summary>
public readonly struct Decision
{
    private Decision(DomainEvent? @event, Refusal? refusal) => (Event, Refusal) = (@event, refusal);

    /// <summary>Nothing to record: the very same fact stands already.</summary>
    public static readonly Decision Nothing;

    public DomainEvent? Event { get; }

    public Refusal? Refusal { get; }

    public static implicit operator Decision(DomainEvent @event) => new(@event, null);

    public static implicit operator Decision(Refusal refusal) => new(null, refusal);
}
