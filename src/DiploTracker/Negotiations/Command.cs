using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// A request to record a fact. The circumstances of the fact (its date, wording, sources and disclosure) are the same
/// for every command; each command adds its own fields, and its rule.
/// </summary>
[Refuses("edtf-invalid", "malformed", "marking-unknown", "negotiation-not-open", "part-unknown")]
public abstract record Command : IPlaced
{
    /// <summary>When it was so in the world, in EDTF; the day of recording when left out.</summary>
    public Edtf? Occurred { get; init; }

    public Phrase? Phrase { get; init; }

    public EquatableArray<Basis> Basis { get; init; }

    public Word<Marking>? Marking { get; init; }

    /// <summary>Not to be made public before this moment.</summary>
    public DateTimeOffset? EmbargoUntil { get; init; }

    /// <summary>
    /// Of a fact that is RED, or has a RED part: the principals or groups it is for. Without any it is for its recorder
    /// and the editors only.
    /// </summary>
    [AddedLater]
    public EquatableArray<string> Recipients { get; init; }

    /// <summary>Parts of the fact that are marked higher than the fact: quote, place, basis, persons.</summary>
    public MarkedParts? MarkedParts { get; init; }

    bool IPlaced.IsOpening => this is OpenNegotiation;

    EdtfBound IPlaced.Begins => Occurred!.First;

    /// <summary>The parties that the command names; each must be a party when the fact occurred.</summary>
    internal virtual IEnumerable<string> PartiesNamed => [];

    /// <summary>
    /// The parties that the command names as present or absent: each must be a party then, or have been one before.
    /// </summary>
    internal virtual IEnumerable<string> PartiesRecalled => [];

    /// <summary>Everybody the command mentions, as a party or as a speaker.</summary>
    internal virtual IEnumerable<string> Mentioned => PartiesNamed.Concat(PartiesRecalled);

    /// <summary>The id of the thing that its fact will belong to; see <see cref="DomainEvent.Thing"/>.</summary>
    internal string? Thing => ThingOf.GetOrAdd(GetType(), type => type.GetProperty("Meeting") ?? type.GetProperty("Id"))?.GetValue(this) as string;

    /// <summary>The fact that it is about; null for a command about the world.</summary>
    internal virtual Guid? AboutFact => null;

    private static readonly ConcurrentDictionary<Type, PropertyInfo?> ThingOf = new();

    /// <summary>The command in its plain form: <c>ProposeSummit</c> becomes a <c>ProposeMeeting</c>.</summary>
    internal virtual Command Plain => this;

    /// <summary>
    /// The same with the defaults of what it leaves out: commands that are equal then record the same fact.
    /// </summary>
    internal virtual Command Whole => this;

    /// <summary>The command as a hash of the request sees it.</summary>
    internal virtual Command Hashed => this;

    /// <summary>The plain form of a command that refers to facts in the timeline.</summary>
    internal virtual Command PlainIn(Timeline timeline) => Plain;

    /// <summary>
    /// When its fact is amended, does a member that the replacement leaves out stay? Not one that a given one excludes.
    /// </summary>
    internal virtual bool KeepsWhenAmended(string member, JsonObject given) => true;

    /// <summary>The rule: the event that results in this state, or the refusal.</summary>
    public abstract Decision Decide(Negotiation negotiation);

    /// <summary>The rule of a command that also needs the time of receipt, by the clock of the database.</summary>
    public virtual Decision Decide(Negotiation negotiation, DateTimeOffset received) => Decide(negotiation);

    /// <summary>
    /// The complete check: what is wrong in any state, then what every command needs of the negotiation, then the
    /// command's own rule.
    /// </summary>
    internal Decision Judge(Negotiation negotiation, DateTimeOffset received) =>
        Decide(negotiation, received) is var decision && decision.Refusal is { MayPass: false } ? decision
        : this is not OpenNegotiation && !negotiation.IsOpen ? Refusals.NegotiationNotOpen
        : Unknown(negotiation) is { } unknown ? Refusals.UnknownParty(unknown)
        : decision;

    private string? Unknown(Negotiation negotiation) =>
        PartiesNamed.FirstOrDefault(party => !negotiation.IsParty(party))
        ?? PartiesRecalled.FirstOrDefault(party => !negotiation.WasParty(party));

    /// <summary>An error in any state that the rule would report only after others; null if there is none.</summary>
    internal virtual Refusal? WrongWhereverItStands => null;

    /// <summary>An error in the fields that every command has, in any state; null if there is none.</summary>
    internal Refusal? WrongInItself() =>
        Occurred is { Error: not null } occurred ? Refusals.EdtfInvalid("occurred", occurred)
        : Marking is { IsKnown: false } marking ? Refusals.MarkingUnknown(marking)
        : MarkedParts is { } parts && Refusals.OfParts(parts) is { } unknown ? unknown
        : Recipients.Any(string.IsNullOrWhiteSpace) ? Refusals.Malformed("recipients", "name principals or groups")
        : !Recipients.IsEmpty && !CanHaveRecipients
            ? Refusals.Malformed("recipients", "only what is marked RED, or has a part that is, has recipients")
        : Basis.Any(basis => basis.Credibility is < 1 or > 6) ? Refusals.Malformed("basis.credibility", "a number from 1 to 6 is expected (Admiralty code)")
        : null;

    /// <summary>False if nothing of it is RED; a change of disclosure may leave the marking as it is.</summary>
    internal virtual bool CanHaveRecipients =>
        Marking?.Value == Negotiations.Marking.RED || MarkedParts?.Highest == Negotiations.Marking.RED;

    /// <summary>The event with the circumstances of this command.</summary>
    internal DomainEvent Attribute(DomainEvent decided) => decided with
    {
        Occurred = Occurred!,
        Phrase = Phrase,
        Basis = Basis,
        Marking = Marking?.Value,
        EmbargoUntil = EmbargoUntil,
        Recipients = Recipients,
        MarkedParts = MarkedParts,
    };
}

/// <summary>A command about the record itself, not about the world: it is decided on the whole record.</summary>
public abstract record RecordCommand : Command
{
    public abstract Decision Decide(Timeline timeline);

    public sealed override Decision Decide(Negotiation negotiation) =>
        throw new InvalidOperationException($"{GetType().Name} is decided against the timeline, not against one moment of it.");
}
