using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>
/// Somebody proposes a meeting; proposed again by one of its parties, it is reiterated, and what is given takes effect.
/// One that was rejected, withdrawn or lapsed is proposed anew. Its invitation is the proposal with the same id.
/// </summary>
/// <param name="Id">Slug of the meeting and of its invitation.</param>
/// <param name="By">Parties that propose.</param>
/// <param name="To">Parties addressed; nobody when two or more announce it jointly.</param>
/// <param name="Kind">Summit when it is left out the first time.</param>
/// <param name="Level">
/// An open word: Leaders (when it is left out the first time), Ministers, NationalSecurityAdvisers, Envoy, Officials, …
/// </param>
/// <param name="Participants">Those who would meet; by and to when left out.</param>
/// <param name="Format">
/// An open word: Bilateral (when it is left out the first time), Trilateral, "Normandy Four", Proximity, Video, …
/// </param>
/// <param name="Formality">Convened by those who set the date: a conference, a summons.</param>
/// <param name="Title">The name it goes by.</param>
/// <param name="Agenda">What is to be discussed.</param>
/// <param name="Through">Who carried the invitation; need not be a party.</param>
[Records<MeetingProposed>]
[Refuses("meeting-exists", "not-the-proposer", "proposal-exists", "unknown-party")]
public sealed record ProposeMeeting(
    string Id, EquatableArray<string> By, EquatableArray<string> To, MeetingKind? Kind = null, string? Level = null,
    EquatableArray<string> Participants = default, string? Format = null, Formality Formality = Formality.Formal,
    [property: AddedLater] EquatableArray<string> Through = default, string? Title = null, string? Agenda = null) : Command
{
    internal override IEnumerable<string> PartiesNamed => [.. By, .. To, .. Participants];

    internal override IEnumerable<string> Mentioned => [.. PartiesNamed, .. Through];

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Id] switch
    {
        _ when !Slug.IsId(Id) => Refusals.BadId("id", Id),
        _ when By.IsEmpty => Refusals.Malformed("by", "name who proposes it"),
        null when negotiation.Proposals.Has(Id) => Problems.ProposalExists.Because($"'{Id}' is a proposal of this negotiation, and not for a meeting."),
        null => Proposed,
        { IsOnlyProposed: false, CanBeReopened: false } meeting => Problems.MeetingExists
            .Because($"The meeting '{Id}' is {meeting.Status}; it cannot be proposed again.")
            .With("current", meeting.Status.ToString()),
        var meeting when !IsOneOf(meeting, negotiation) => Problems.NotTheProposer.Because(
            $"The meeting '{Id}' is between {meeting.Participants.Names()}; {By.Names()} cannot propose it again."),
        _ => Proposed,
    };

    internal override Command Hashed => this with
    {
        Kind = Kind ?? MeetingProposed.UsualKind,
        Level = Level ?? MeetingProposed.UsualLevel,
        Format = Format ?? MeetingProposed.UsualFormat,
    };

    internal override Command Whole => ((ProposeMeeting)Hashed) with { Participants = AllParticipants };

    private EquatableArray<string> AllParticipants => Participants.IsEmpty ? By.Union(To) : Participants;

    private MeetingProposed Proposed => new(
        Id, By, To, Kind ?? MeetingProposed.UsualKind, Level ?? MeetingProposed.UsualLevel, AllParticipants,
        Format ?? MeetingProposed.UsualFormat, Formality, Through, Title, Agenda, [.. Given]);

    private IEnumerable<string> Given => new[]
    {
        Kind is null ? null : "kind",
        Level is null ? null : "level",
        Participants.IsEmpty ? null : "participants",
        Format is null ? null : "format",
    }.OfType<string>();

    private bool IsOneOf(Meeting meeting, Negotiation negotiation) =>
        Negotiation.PartiesOf(By).Any(party => meeting.Participants.Contains(party)
            || negotiation.Proposals[Id] is { } invitation && (invitation.By.Contains(party) || invitation.To.Contains(party)));
}

/// <summary>Somebody proposes a meeting, of kind Summit and at level Leaders unless stated otherwise.</summary>
/// <param name="Id">Slug of the meeting and of its invitation.</param>
/// <param name="By">Parties that propose.</param>
/// <param name="To">Parties addressed; nobody when two or more announce it jointly.</param>
/// <param name="Participants">Default: by and to.</param>
/// <param name="Through">Who carried the invitation; need not be a party.</param>
/// <param name="Title">The name it goes by.</param>
/// <param name="Agenda">What is to be discussed.</param>
[Records<MeetingProposed>]
[Refuses("meeting-exists", "not-the-proposer", "proposal-exists", "unknown-party")]
public sealed record ProposeSummit(
    string Id, EquatableArray<string> By, EquatableArray<string> To, EquatableArray<string> Participants = default,
    string? Format = null, Formality Formality = Formality.Formal, MeetingKind? Kind = null,
    string? Level = null, [property: AddedLater] EquatableArray<string> Through = default, string? Title = null,
    string? Agenda = null) : Command
{
    internal override IEnumerable<string> PartiesNamed => Plain.PartiesNamed;

    internal override IEnumerable<string> Mentioned => Plain.Mentioned;

    internal override Command Plain => new ProposeMeeting(
        Id, By, To, Kind, Level, Participants, Format, Formality, Through, Title, Agenda)
    {
        Occurred = Occurred,
        Phrase = Phrase,
        Basis = Basis,
        Marking = Marking,
        EmbargoUntil = EmbargoUntil,
        Recipients = Recipients,
        MarkedParts = MarkedParts,
    };

    internal override Command Hashed => this with
    {
        Kind = Kind ?? MeetingProposed.UsualKind,
        Level = Level ?? MeetingProposed.UsualLevel,
        Format = Format ?? MeetingProposed.UsualFormat,
    };

    public override Decision Decide(Negotiation negotiation) => Plain.Decide(negotiation);
}

/// <param name="Given">
/// The names of those of kind, level, participants and format that were given, even if as they are by default. The
/// event has them all; a meeting that is proposed again changes only in what was given.
/// </param>
[StoredAs("meeting-proposed.v1")]
public sealed record MeetingProposed(
    string Id, EquatableArray<string> By, EquatableArray<string> To, MeetingKind Kind, string Level,
    EquatableArray<string> Participants, string Format, Formality Formality,
    EquatableArray<string> Through = default, string? Title = null, string? Agenda = null,
    EquatableArray<string> Given = default) : DomainEvent
{
    internal const MeetingKind UsualKind = MeetingKind.Summit;
    internal const string UsualLevel = "Leaders";
    internal const string UsualFormat = "Bilateral";

    private EquatableArray<string> Proposers => Negotiation.PartiesOf(By);

    private EquatableArray<string> Addressees => Negotiation.PartiesOf(To);

    // Events that were stored before they had `given` have only what differs from the defaults.
    private bool HasKind => Given.Contains("kind") || Kind != UsualKind;

    private bool HasLevel => Given.Contains("level") || Level != UsualLevel;

    private bool HasFormat => Given.Contains("format") || Format != UsualFormat;

    private bool HasParticipants => Given.Contains("participants")
        || !Negotiation.PartiesOf(Participants).Equals(Negotiation.PartiesOf(By.Union(To)));

    private bool NamesParticipants => Given.Contains("participants") || !Participants.Equals(By.Union(To));

    public override Negotiation Apply(Negotiation negotiation) => Proposed(negotiation).ActedOn(Id, By);

    private Negotiation Proposed(Negotiation negotiation) =>
        negotiation.Meetings[Id] is { } meeting ? Again(meeting, negotiation.Proposals[Id], negotiation)
        : negotiation.Proposals[Id] is { } taken ? Invited(New(), taken, negotiation)
        : Invited(New(), Invitation(), negotiation);

    private static Negotiation Invited(Meeting meeting, Proposal? invitation, Negotiation negotiation) =>
        negotiation with
        {
            Meetings = negotiation.Meetings.With(meeting),
            Proposals = invitation is null ? negotiation.Proposals : negotiation.Proposals.With(invitation),
        };

    private Meeting New() => new(Id, Kind, Level, Format, Negotiation.PartiesOf(Participants))
    {
        Status = Invitation().IsAnnouncedJointly ? MeetingStatus.AgreedInPrinciple
            : Formality == Formality.Floated ? MeetingStatus.Floated
            : MeetingStatus.Proposed,
        Title = Title,
        Agenda = Agenda,
        IsConvened = Formality == Formality.Convened,
    };

    private Proposal Invitation() =>
        new(Id, Proposers, Addressees, "Meeting", Formality, Occurred) { IsInvitation = true, Through = Through };

    private Negotiation Again(Meeting meeting, Proposal? invitation, Negotiation negotiation)
    {
        if (!meeting.IsOnlyProposed && !meeting.CanBeReopened)
            return Invited(meeting with { Reiterated = meeting.Reiterated + 1 }, invitation, negotiation);

        var isReopened = meeting.CanBeReopened;
        var again = Changed(isReopened ? Reopened(meeting) : meeting);
        if (invitation is null)
            return Invited(again, invitation, negotiation);

        var now = Accepted(isReopened ? Reopened(invitation) : Widened(invitation));
        return Invited(again.After(invitation, now), now, negotiation);
    }

    /// <summary>Without its date; the venue stays.</summary>
    private static Meeting Reopened(Meeting meeting) => meeting with
    {
        Status = MeetingStatus.Floated,
        When = null,
        Tentative = true,
        ConfirmedBy = [],
        DeclinedBy = [],
    };

    private Meeting Changed(Meeting meeting) => meeting with
    {
        Reiterated = meeting.Reiterated + 1,
        Status = Formality == Formality.Floated ? meeting.Status : MeetingStatus.Proposed,
        IsConvened = meeting.IsConvened || Formality == Formality.Convened,
        Kind = HasKind ? Kind : meeting.Kind,
        Level = HasLevel ? Level : meeting.Level,
        Format = HasFormat ? Format : meeting.Format,
        Participants = HasParticipants ? Negotiation.PartiesOf(Participants)
            : meeting.Participants.Union(Proposers).Union(Addressees),
        Title = Title ?? meeting.Title,
        Agenda = Agenda ?? meeting.Agenda,
    };

    /// <summary>Without its answers. Who was asked may ask now: then the others owe the answer.</summary>
    private Proposal Reopened(Proposal invitation) => invitation with
    {
        By = Proposers.Union(invitation.By.Where(party => !Addressees.Contains(party))),
        To = [.. invitation.To.Where(party => !Proposers.Contains(party)).Union(Addressees)],
        Formality = Formality,
        OpenSince = Occurred,
        Through = Through,
        Closed = null,
        ClosedOn = null,
        CounteredBy = null,
        Counters = [],
        Answers = [],
    };

    private Proposal Widened(Proposal invitation) => invitation with
    {
        By = invitation.By.Union(Proposers.Where(party => !invitation.To.Contains(party))),
        To = invitation.To.Union(Addressees.Where(party => !invitation.By.Contains(party))),
        Through = invitation.Through.Union(Through),
        Formality = Formality == Formality.Floated || invitation.Formality == Formality.Convened
            ? invitation.Formality : Formality,
    };

    /// <summary>Who was asked, and announces it jointly with others, has accepted.</summary>
    private Proposal Accepted(Proposal invitation) => !To.IsEmpty || Proposers.Count < 2 ? invitation
        : invitation.To.Where(Proposers.Contains).Aggregate(
            invitation, (answered, party) => answered.With(new GivenAnswer(party, Answer.Accepted, [], Occurred)));

    internal override string? Gives => Id;

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => Dealing.Proposal;

    public override Command ToCommand() => new ProposeMeeting(
        Id, By, To, HasKind ? Kind : null, HasLevel ? Level : null, NamesParticipants ? Participants : default,
        HasFormat ? Format : null, Formality, Through, Title, Agenda);

    public override string Describe() =>
        $"{By.Do(Verb)}{To.To()}{Through.Through()} the meeting {Id} ({Kind}, {Level}, {Format}).";

    private string Verb => Formality switch
    {
        Formality.Floated => "float",
        Formality.Convened => "convene",
        _ => To.IsEmpty && Proposers.Count > 1 ? "announce" : "propose",
    };
}
