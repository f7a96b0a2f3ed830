using System.Collections.Concurrent;
using System.Reflection;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// What somebody asks to have recorded. The fields of the fact (when it was so, in which words, on whose word, who may
/// see it) are the same for every command; each command adds its own, and its rule.
/// </summary>
[Refuses("edtf-invalid", "malformed", "marking-unknown", "negotiation-not-open")]
public abstract record Command
{
    /// <summary>When it was so in the world, in EDTF; the day of recording when left out.</summary>
    public Edtf? Occurred { get; init; }

    public Phrase? Phrase { get; init; }

    public EquatableArray<Basis> Basis { get; init; }

    public Word<Marking>? Marking { get; init; }

    /// <summary>Not to be made public before this moment.</summary>
    public DateTimeOffset? EmbargoUntil { get; init; }

    /// <summary>The parties that the command names; each must be a party when the fact occurred.</summary>
    internal virtual IEnumerable<string> PartiesNamed => [];

    /// <summary>Everybody whom the command mentions, as parties or as speakers.</summary>
    internal virtual IEnumerable<string> Mentioned => PartiesNamed;

    /// <summary>
    /// The id of the thing that its fact will be of, as <see cref="DomainEvent.Thing"/> says of the fact.
    /// </summary>
    internal string? Thing => ThingOf.GetOrAdd(GetType(), type => type.GetProperty("Meeting") ?? type.GetProperty("Id"))?.GetValue(this) as string;

    /// <summary>The fact that it is about; null for those about the world.</summary>
    internal virtual Guid? AboutFact => null;

    private static readonly ConcurrentDictionary<Type, PropertyInfo?> ThingOf = new();

    /// <summary>The same command in its one plain form: <c>ProposeSummit</c> is a <c>ProposeMeeting</c>.</summary>
    internal virtual Command Plain => this;

    /// <summary>The plain form of a command that speaks of facts in the timeline.</summary>
    internal virtual Command PlainIn(Timeline timeline) => Plain;

    /// <summary>The rule: the event that follows where the negotiation stands so, or the refusal.</summary>
    public abstract Decision Decide(Negotiation negotiation);

    /// <summary>The rule where it also asks when the fact reached the tracker, by the clock of the database.</summary>
    public virtual Decision Decide(Negotiation negotiation, DateTimeOffset received) => Decide(negotiation);

    /// <summary>
    /// The whole judgement: what is wrong in itself, wherever it stood; then what every command needs of the
    /// negotiation; then the command's own rule.
    /// </summary>
    internal Decision Judge(Negotiation negotiation, DateTimeOffset received) =>
        Decide(negotiation, received) is var decision && decision.Refusal is { MayPass: false } ? decision
        : this is not OpenNegotiation && !negotiation.IsOpen ? Refusals.NegotiationNotOpen
        : PartiesNamed.FirstOrDefault(party => !negotiation.IsParty(party)) is { } unknown ? Refusals.UnknownParty(unknown)
        : decision;

    /// <summary>What is wrong in itself, though the rule first asks for something else; null when nothing is.</summary>
    internal virtual Refusal? WrongWhereverItStands => null;

    /// <summary>
    /// What is wrong with the fields that every command has, whatever the negotiation; null when nothing is.
    /// </summary>
    internal Refusal? WrongInItself() =>
        Occurred is { Error: not null } occurred ? Refusals.EdtfInvalid("occurred", occurred)
        : Marking is { IsKnown: false } marking ? Refusals.MarkingUnknown(marking)
        : Basis.Any(basis => basis.Credibility is < 1 or > 6) ? Refusals.Malformed("basis.credibility", "a number from 1 to 6 is expected (Admiralty code)")
        : null;

    /// <summary>The event with the circumstances of this command.</summary>
    internal DomainEvent Attribute(DomainEvent decided) => decided with
    {
        Occurred = Occurred!,
        Phrase = Phrase,
        Basis = Basis,
        Marking = Marking?.Value,
        EmbargoUntil = EmbargoUntil,
    };
}

/// <summary>
/// A command about the record itself, not about the world: it is judged against all that was recorded.
/// </summary>
public abstract record RecordCommand : Command
{
    public abstract Decision Decide(Timeline timeline);

    public sealed override Decision Decide(Negotiation negotiation) =>
        throw new InvalidOperationException($"{GetType().Name} is decided against the timeline, not against one moment of it.");
}
