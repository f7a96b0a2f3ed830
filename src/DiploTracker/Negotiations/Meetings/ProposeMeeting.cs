using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>
/// Somebody proposes a meeting; proposed again by one of its parties, it is reiterated. Its invitation is the proposal
/// with the same id.
/// </summary>
/// <param name="Id">Slug of the meeting and of its invitation.</param>
/// <param name="By">Parties that propose.</param>
/// <param name="To">Parties addressed.</param>
/// <param name="Level">An open word: Leaders, Ministers, NationalSecurityAdvisers, Envoy, Officials, …</param>
/// <param name="Participants">Those who would meet; by and to when left out.</param>
/// <param name="Format">An open word: Bilateral, Trilateral, "Normandy Four", Proximity, Video, …</param>
/// <param name="Through">Who carried the invitation; need not be a party.</param>
[Records<MeetingProposed>]
[Refuses("meeting-exists", "not-the-proposer", "proposal-exists", "unknown-party")]
public sealed record ProposeMeeting(
    string Id, EquatableArray<string> By, EquatableArray<string> To, MeetingKind Kind = MeetingKind.Summit,
    string Level = "Leaders", EquatableArray<string> Participants = default, string Format = "Bilateral",
    Formality Formality = Formality.Formal, [property: AddedLater] EquatableArray<string> Through = default) : Command
{
    internal override IEnumerable<string> PartiesNamed => [.. By, .. To, .. Participants];

    internal override IEnumerable<string> Mentioned => [.. PartiesNamed, .. Through];

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Id] switch
    {
        _ when !Slug.IsId(Id) => Refusals.BadId("id", Id),
        _ when By.IsEmpty => Refusals.Malformed("by", "name who proposes it"),
        null when negotiation.Proposals.Has(Id) => Problems.ProposalExists.Because($"'{Id}' is a proposal of this negotiation, and not for a meeting."),
        null => Proposed,
        { Status: MeetingStatus.Floated or MeetingStatus.Proposed or MeetingStatus.Rejected } meeting when IsOneOf(meeting, negotiation) => Proposed,
        { Status: MeetingStatus.Floated or MeetingStatus.Proposed or MeetingStatus.Rejected } meeting =>
            Problems.NotTheProposer.Because($"The meeting '{Id}' is between {meeting.Participants.Names()}; {By.Names()} cannot propose it again."),
        var meeting => Problems.MeetingExists.Because($"The meeting '{Id}' is {meeting.Status}; it cannot be proposed again.").With("current", meeting.Status.ToString()),
    };

    internal override Command Plain => this with { Participants = AllParticipants };

    private EquatableArray<string> AllParticipants => Participants.IsEmpty ? By.Union(To) : Participants;

    private MeetingProposed Proposed => new(Id, By, To, Kind, Level, AllParticipants, Format, Formality, Through);

    private bool IsOneOf(Meeting meeting, Negotiation negotiation) =>
        Negotiation.PartiesOf(By).Any(party => meeting.Participants.Contains(party)
            || negotiation.Proposals[Id] is { } invitation && (invitation.By.Contains(party) || invitation.To.Contains(party)));
}

/// <summary>Somebody proposes a meeting, of kind Summit and at level Leaders unless stated otherwise.</summary>
/// <param name="Id">Slug of the meeting and of its invitation.</param>
/// <param name="By">Parties that propose.</param>
/// <param name="To">Parties addressed.</param>
/// <param name="Participants">Default: by and to.</param>
/// <param name="Through">Who carried the invitation; need not be a party.</param>
[Records<MeetingProposed>]
[Refuses("meeting-exists", "not-the-proposer", "proposal-exists", "unknown-party")]
public sealed record ProposeSummit(
    string Id, EquatableArray<string> By, EquatableArray<string> To, EquatableArray<string> Participants = default,
    string Format = "Bilateral", Formality Formality = Formality.Formal, MeetingKind Kind = MeetingKind.Summit,
    string Level = "Leaders", [property: AddedLater] EquatableArray<string> Through = default) : Command
{
    internal override IEnumerable<string> PartiesNamed => Plain.PartiesNamed;

    internal override IEnumerable<string> Mentioned => Plain.Mentioned;

    internal override Command Plain => new ProposeMeeting(
        Id, By, To, Kind, Level, Participants, Format, Formality, Through)
    {
        Occurred = Occurred,
        Phrase = Phrase,
        Basis = Basis,
        Marking = Marking,
        EmbargoUntil = EmbargoUntil,
        Recipients = Recipients,
        MarkedParts = MarkedParts,
    }.Plain;

    public override Decision Decide(Negotiation negotiation) => Plain.Decide(negotiation);
}

[StoredAs("meeting-proposed.v1")]
public sealed record MeetingProposed(
    string Id, EquatableArray<string> By, EquatableArray<string> To, MeetingKind Kind, string Level,
    EquatableArray<string> Participants, string Format, Formality Formality,
    EquatableArray<string> Through = default) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => Proposed(negotiation).ActedOn(Id, By);

    private Negotiation Proposed(Negotiation negotiation) => negotiation.Meetings[Id] is { } meeting
        ? negotiation with
        {
            Meetings = negotiation.Meetings.With(Reiterated(meeting)),
            Proposals = Through.IsEmpty ? negotiation.Proposals : negotiation.Proposals
                .Change(Id, invitation => invitation with { Through = invitation.Through.Union(Through) }),
        }
        : negotiation with
        {
            Meetings = negotiation.Meetings.With(new Meeting(Id, Kind, Level, Format, Negotiation.PartiesOf(Participants))
            {
                Status = Formality == Formality.Floated ? MeetingStatus.Floated : MeetingStatus.Proposed,
            }),
            Proposals = negotiation.Proposals.Has(Id) ? negotiation.Proposals : negotiation.Proposals.With(
                new Proposal(Id, Negotiation.PartiesOf(By), Negotiation.PartiesOf(To), "Meeting", Formality, Occurred)
                {
                    Through = Through,
                }),
        };

    private Meeting Reiterated(Meeting meeting) => meeting with
    {
        Reiterated = meeting.Reiterated + 1,
        Status = meeting.Status == MeetingStatus.Floated && Formality == Formality.Formal ? MeetingStatus.Proposed : meeting.Status,
    };

    internal override string? Gives => Id;

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => Dealing.Proposal;

    public override Command ToCommand() =>
        new ProposeMeeting(Id, By, To, Kind, Level, Participants, Format, Formality, Through);

    public override string Describe() =>
        $"{By.Names()} {(Formality == Formality.Floated ? "float" : "propose")}{To.To()}{Through.Through()}"
        + $" the meeting {Id} ({Kind}, {Level}, {Format}).";
}
