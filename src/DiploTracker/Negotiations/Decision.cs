using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>The result of a rule: one event, nothing, or a refusal.</summary>
public readonly struct Decision
{
    private Decision(DomainEvent? @event, Refusal? refusal, IReadOnlyList<Entry>? following = null) =>
        (Event, Refusal, Following) = (@event, refusal, following);

    /// <summary>Nothing to record: an identical fact is current.</summary>
    public static readonly Decision Nothing;

    public DomainEvent? Event { get; }

    public Refusal? Refusal { get; }

    /// <summary>
    /// The facts that follow the event in canonical order, with their new states; null if there are none or they were
    /// not examined. <see cref="Timeline.With(Fact, Decision)"/> reuses them, so that they are folded only once.
    /// </summary>
    internal IReadOnlyList<Entry>? Following { get; }

    internal Decision With(IReadOnlyList<Entry> following) => new(Event, Refusal, following);

    public static implicit operator Decision(DomainEvent @event) => new(@event, null);

    public static implicit operator Decision(Refusal refusal) => new(null, refusal);
}
