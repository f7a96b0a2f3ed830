using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Proposals;

/// <summary>
/// Somebody proposes something to somebody: a ceasefire, a venue, terms. A counter-proposal comes from an addressee of
/// the first.
/// </summary>
/// <param name="Id">Slug of the proposal.</param>
/// <param name="By">Parties that propose.</param>
/// <param name="To">Parties addressed.</param>
/// <param name="About">
/// Its subject, an open word: Meeting, Venue, Date, Format, Terms, Ceasefire, Mediation, Agenda, …
/// </param>
/// <param name="Summary">What is proposed.</param>
/// <param name="CounterTo">The proposal it counters.</param>
/// <param name="RespondBy">The date by which an answer is requested (EDTF).</param>
/// <param name="Through">Who carried it: a mediator, an embassy; need not be a party.</param>
[Records<ProposalMade>]
[Refuses("concerns-unknown", "not-an-addressee", "proposal-exists", "proposal-unknown", "unknown-party")]
public sealed record MakeProposal(
    string Id, EquatableArray<string> By, EquatableArray<string> To, string About, string? Summary = null,
    Formality Formality = Formality.Formal, string? CounterTo = null, Edtf? RespondBy = null,
    [property: AddedLater] EquatableArray<string> Through = default) : Command
{
    /// <summary>What it would ratify, end, implement or be part of.</summary>
    [AddedLater]
    public EquatableArray<Link> Concerns { get; init; }

    internal override IEnumerable<string> PartiesNamed => [.. By, .. To];

    internal override IEnumerable<string> Mentioned => [.. PartiesNamed, .. Through];

    public override Decision Decide(Negotiation negotiation) =>
        !Slug.IsId(Id) ? Refusals.BadId("id", Id)
        : By.IsEmpty ? Refusals.Malformed("by", "name who proposes it")
        : Formality == Formality.Convened ? Refusals.Malformed("formality", "only a meeting is convened")
        : RespondBy is { Error: not null } ? Refusals.EdtfInvalid("respondBy", RespondBy)
        : negotiation.Proposals.Has(Id) ? Problems.ProposalExists.Because($"'{Id}' is a proposal of this negotiation already.")
        : CounterTo is not null && Countered(negotiation) is { } refusal ? refusal
        : Refusals.OfLinks(Concerns, negotiation) is { } unknown ? unknown
        : new ProposalMade(Id, By, To, About, Summary, Formality, CounterTo, RespondBy, Through) { Concerns = Concerns };

    private Refusal? Countered(Negotiation negotiation) =>
        negotiation.Proposals[CounterTo] is not { } countered ? Refusals.ProposalUnknown(CounterTo!)
        : Negotiation.PartiesOf(By).Any(party => !negotiation.AddresseesOf(countered, party).IsEmpty) ? null
        : Problems.NotAnAddressee.Because($"'{CounterTo}' is addressed to {countered.To.Names()}; only they can counter it.");
}

[StoredAs("proposal-made.v1")]
public sealed record ProposalMade(
    string Id, EquatableArray<string> By, EquatableArray<string> To, string About, string? Summary,
    Formality Formality, string? CounterTo, Edtf? RespondBy, EquatableArray<string> Through = default) : DomainEvent
{
    public EquatableArray<Link> Concerns { get; init; }

    public override Negotiation Apply(Negotiation negotiation)
    {
        var made = new Proposal(Id, Negotiation.PartiesOf(By), Negotiation.PartiesOf(To), About, Formality, Occurred)
        {
            Summary = Summary,
            CounterTo = CounterTo,
            RespondBy = RespondBy,
            Through = Through,
            Concerns = Concerns,
        };
        var proposals = negotiation.Proposals.With(made);
        if (CounterTo is null)
            return negotiation with { Proposals = proposals };

        return (negotiation with
        {
            Proposals = proposals.Change(CounterTo, countered => Countered(countered, negotiation)),
        }).ActedOn(CounterTo, By);
    }

    private Proposal Countered(Proposal countered, Negotiation negotiation) => countered with
    {
        CounteredBy = Id,
        Counters =
        [
            .. countered.Counters,
            .. Negotiation.PartiesOf(By).SelectMany(party => negotiation.AddresseesOf(countered, party).AsEnumerable())
                .Distinct().Select(addressee => new GivenCounter(addressee, Occurred)),
        ],
    };

    internal override string? Gives => Id;

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => Dealing.Proposal;

    internal override EquatableArray<Link> Links => Concerns;

    public override Command ToCommand() =>
        new MakeProposal(Id, By, To, About, Summary, Formality, CounterTo, RespondBy, Through) { Concerns = Concerns };

    public override string Describe() =>
        $"{By.Do(Formality == Formality.Floated ? "float" : "make")} a proposal about {About}{To.To()}"
        + $"{Through.Through()}{(CounterTo is null ? "" : $", countering {CounterTo}")}{Concerns.Concerning()}"
        + $"{Summary.Quoting()}.";
}
