using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// What a rule says of a command: the one event that follows, nothing, or the reason why it is refused.
/// </summary>
public readonly struct Decision
{
    private Decision(DomainEvent? @event, Refusal? refusal, IReadOnlyList<Entry>? following = null) =>
        (Event, Refusal, Following) = (@event, refusal, following);

    /// <summary>Nothing to record: the very same fact stands already.</summary>
    public static readonly Decision Nothing;

    public DomainEvent? Event { get; }

    public Refusal? Refusal { get; }

    /// <summary>
    /// The facts that come after the event in canonical order, as they are with it; null where none do, or where they
    /// were not looked at. <see cref="Timeline.With(Fact, Decision)"/> takes them over, so that they are folded once.
    /// </summary>
    internal IReadOnlyList<Entry>? Following { get; }

    internal Decision With(IReadOnlyList<Entry> following) => new(Event, Refusal, following);

    public static implicit operator Decision(DomainEvent @event) => new(@event, null);

    public static implicit operator Decision(Refusal refusal) => new(null, refusal);
}
