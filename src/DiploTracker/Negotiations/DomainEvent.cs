using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// A fact as it is stored, permanently, under a versioned name (<see cref="StoredAsAttribute"/>): an attributed claim,
/// placed in time with the precision in which it was said.
/// </summary>
public abstract record DomainEvent
{
    /// <summary>When it was so in the world (EDTF).</summary>
    public Edtf Occurred { get; init; } = null!;

    public Phrase? Phrase { get; init; }

    public EquatableArray<Basis> Basis { get; init; }

    public Marking? Marking { get; init; }

    public DateTimeOffset? EmbargoUntil { get; init; }

    [KeptWhenEmpty]
    public EquatableArray<string> Recipients { get; init; }

    public MarkedParts? MarkedParts { get; init; }

    /// <summary>
    /// The state after it. Total: an event that does not fit, as in a view that leaves out earlier facts, has no
    /// effect.
    /// </summary>
    public abstract Negotiation Apply(Negotiation negotiation);

    /// <summary>
    /// The id of the meeting, proposal, position, agreement, deadline or statement that the fact belongs to; null for
    /// facts about the process or the record.
    /// </summary>
    internal virtual string? Thing => null;

    /// <summary>The fact that it is about, whose embargo it inherits; null for facts about the world.</summary>
    internal virtual Guid? AboutFact => null;

    /// <summary>
    /// The id that the fact introduces, which stays resolvable after a retraction; null if it introduces none.
    /// </summary>
    internal virtual string? Gives => null;

    /// <summary>What its thing ratifies, ends, implements or is part of.</summary>
    internal virtual EquatableArray<Link> Links => [];

    /// <summary>
    /// What it settles until another fact of the same settles it anew; null for facts that stand beside one another.
    /// </summary>
    internal virtual string? Settles => null;

    /// <summary>The dealing between parties that the fact counts as; null if it counts as none.</summary>
    internal abstract Dealing? CountsAs { get; }

    /// <summary>The command behind it, to be decided again when a fact is inserted before it.</summary>
    public abstract Command ToCommand();

    /// <summary>The fact as one plain sentence.</summary>
    public abstract string Describe();

    /// <summary>The command in its plain form with all its fields, including the circumstances of the fact.</summary>
    internal Command Standing() => ToCommand() with
    {
        Occurred = Occurred,
        Phrase = Phrase,
        Basis = Basis,
        Marking = Marking is { } marking ? (Word<Marking>)marking : null,
        EmbargoUntil = EmbargoUntil,
        Recipients = Recipients,
        MarkedParts = MarkedParts,
    };
}

/// <summary>
/// A fact about the record, not about the world: it has no place in canonical order and no effect on the state.
/// </summary>
public abstract record RecordEvent : DomainEvent
{
    public sealed override Negotiation Apply(Negotiation negotiation) => negotiation;

    internal sealed override Dealing? CountsAs => null;
}

/// <summary>
/// The name under which an event is stored, with the version of its form. It never changes; the class name may.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StoredAsAttribute(string name) : Attribute
{
    public string Name => name;
}
