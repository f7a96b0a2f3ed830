using System.Text.Json.Serialization;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Statuses;

/// <summary>
/// The status of a negotiation, in the words of the public contract. Derived from the state; no rule reads it.
/// </summary>
public sealed record NegotiationStatus(
    string Key, string Title, string? Subject, Phase Phase, long Version, IEnumerable<PartyStatus> Parties, IEnumerable<MeetingView> Meetings,
    IEnumerable<ProposalView> Proposals, IEnumerable<PositionView> Positions, IEnumerable<AgreementView> Agreements,
    IEnumerable<DeadlineView> Deadlines, int StatementCount)
{
    public static NegotiationStatus Of(string key, Timeline timeline)
    {
        var negotiation = timeline.Head;
        var blocking = Blocking.In(negotiation);
        return new NegotiationStatus(
            key, negotiation.Title, negotiation.Subject, negotiation.Phase, timeline.Version,
            negotiation.Parties.Select(PartyStatus.Of),
            negotiation.Meetings.Select(meeting => MeetingView.Of(meeting, negotiation, blocking)),
            negotiation.Proposals.Select(proposal => ProposalView.Of(proposal, negotiation, blocking)),
            negotiation.Positions.Select(position => PositionView.Of(position, negotiation)),
            negotiation.Agreements.Select(agreement => AgreementView.Of(agreement, negotiation, blocking)),
            negotiation.Deadlines.Select(deadline => DeadlineView.Of(deadline, negotiation)),
            negotiation.Statements.Count)
        {
            ContestedBy = GivenOrNull(negotiation.ContestedBy(Negotiation.Whole)),
            DefaultMarking = timeline.Embargo.DefaultIfSet,
            RestrictedTo = GivenOrNull(timeline.Embargo.Members),
        };
    }

    private static EquatableArray<string>? GivenOrNull(EquatableArray<string> list) => list.IsEmpty ? null : list;

    /// <summary>The parties that deny the negotiation itself; absent if none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EquatableArray<string>? ContestedBy { get; init; }

    /// <summary>The marking of facts that have none; absent, and GREEN, where nobody set one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Marking? DefaultMarking { get; init; }

    /// <summary>The principals or groups to whom it is restricted; absent if it is open to all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EquatableArray<string>? RestrictedTo { get; init; }

    /// <summary>The fact behind each value, by its path (<c>meetings/m-summit/when</c>); only when asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Explanation>? Explain { get; init; }
}

/// <summary>The standing positions by what they block. What is over is not blocked.</summary>
internal sealed class Blocking
{
    private readonly ILookup<string, string> _positions;

    private Blocking(ILookup<string, string> positions) => _positions = positions;

    public static Blocking In(Negotiation negotiation) => new(negotiation.Positions
        .Where(position => position.IsStanding)
        .SelectMany(position => position.Blocks.Select(blocked => (Blocked: blocked, position.Id)))
        .ToLookup(pair => pair.Blocked, pair => pair.Id));

    public EquatableArray<string> Of(Meeting meeting) => meeting.IsOver ? [] : [.. _positions[meeting.Id]];

    /// <summary>An invitation is over with its meeting.</summary>
    public EquatableArray<string> Of(Proposal proposal, Meeting? invited) =>
        proposal.Closed is not null || invited is { IsOver: true } ? [] : [.. _positions[proposal.Id]];

    public EquatableArray<string> Of(Agreement agreement) => agreement.IsOver ? [] : [.. _positions[agreement.Id]];
}

/// <param name="Left">It was a party and has left.</param>
/// <param name="Succeeds">The parties whose place it took.</param>
/// <param name="MemberOf">The group that it belongs to.</param>
public sealed record PartyStatus(string Code, string Role, bool Left, EquatableArray<string> Succeeds, string? MemberOf)
{
    public static PartyStatus Of(Party party) =>
        new(party.Code, party.Role, party.Left, party.Succeeds, party.MemberOf);
}

/// <param name="BlockedBy">Standing positions that block the meeting.</param>
/// <param name="CalendarStatus">STATUS of iCalendar (RFC 5545); null if the meeting is in no calendar.</param>
/// <param name="EventStatus">eventStatus of schema.org; null if it has no word for it.</param>
/// <param name="ProposalStatus">The status of its invitation; null without an invitation.</param>
public record MeetingView(
    string Id, MeetingKind Kind, string? Level, MeetingStatus Status, Edtf? When, Precision? Precision, bool Tentative, Venue Venue, string? Format,
    EquatableArray<string> Participants, EquatableArray<string> ConfirmedBy, EquatableArray<string> ContestedBy, EquatableArray<string> BlockedBy,
    EquatableArray<string> Absent, MeetingOutcome? Outcome, int Reinstated, int Reiterated, bool Moved, int Sequence, string? Track, int? Round,
    string? Agenda, string? CalendarStatus, string? EventStatus, ProposalStatus? ProposalStatus)
{
    /// <summary>The name it goes by; null if it has none.</summary>
    public string? Title { get; init; }

    /// <summary>The addressees that rejected it; the others go on.</summary>
    public EquatableArray<string> DeclinedBy { get; init; }

    /// <summary>Who denies which side of it.</summary>
    public EquatableArray<Dissent> Dissent { get; init; }

    internal static MeetingView Of(Meeting meeting, Negotiation negotiation, Blocking blocking) => new(
        meeting.Id, meeting.Kind, meeting.Level, meeting.Status, meeting.When, meeting.Precision, meeting.Tentative, meeting.Venue, meeting.Format,
        meeting.Participants, meeting.ConfirmedBy, negotiation.ContestedBy(meeting.Id), blocking.Of(meeting),
        meeting.Absent, meeting.Outcome, meeting.Reinstated,
        meeting.Reiterated, meeting.Moved, meeting.Sequence, meeting.Track, meeting.Round, meeting.Agenda, meeting.CalendarStatus,
        meeting.EventStatus, negotiation.Proposals[meeting.Id]?.Status)
    {
        Dissent = negotiation.DissentOn(meeting.Id),
        Title = meeting.Title,
        DeclinedBy = meeting.DeclinedBy,
    };
}

/// <param name="Answers">The latest answer of each addressee that gave one, silence included, by party.</param>
/// <param name="OpenSince">When it was made (EDTF).</param>
/// <param name="Through">Who carried it.</param>
public record ProposalView(
    string Id, EquatableArray<string> By, EquatableArray<string> To, EquatableArray<string> Through, string About,
    string? Summary, Formality Formality, ProposalStatus Status,
    IReadOnlyDictionary<string, AnswerView> Answers, string? CounterTo, string? CounteredBy, Edtf OpenSince, Edtf? RespondBy, EquatableArray<string> BlockedBy)
{
    /// <summary>The parties that deny it, or a side of it.</summary>
    public EquatableArray<string> ContestedBy { get; init; }

    /// <summary>Who denies which side of it.</summary>
    public EquatableArray<Dissent> Dissent { get; init; }

    /// <summary>What it would ratify, end, implement or be part of.</summary>
    public EquatableArray<Link> Concerns { get; init; }

    internal static ProposalView Of(Proposal proposal, Negotiation negotiation, Blocking blocking) => new(
        proposal.Id, proposal.By, proposal.To, proposal.Through, proposal.About, proposal.Summary, proposal.Formality,
        proposal.Status,
        proposal.Answers.ToDictionary(given => given.By, AnswerView.Of),
        proposal.CounterTo, proposal.CounteredBy, proposal.OpenSince, proposal.RespondBy,
        blocking.Of(proposal, negotiation.Meetings[proposal.Id]))
    {
        ContestedBy = negotiation.ContestedBy(proposal.Id),
        Dissent = negotiation.DissentOn(proposal.Id),
        Concerns = proposal.Concerns,
    };
}

/// <param name="For">The addressees for which a successor answers; else empty.</param>
/// <param name="Through">Who carried it.</param>
public sealed record AnswerView(
    Answer Answer, EquatableArray<string> Conditions, Edtf Occurred, EquatableArray<string> For,
    EquatableArray<string> Through)
{
    public static AnswerView Of(GivenAnswer given) =>
        new(given.Answer, given.Conditions, given.Occurred, given.For, given.Through);
}

public record PositionView(
    string Id, string By, PositionKind Kind, PositionStatus Status, string? Text, EquatableArray<string> To, EquatableArray<string> Blocks)
{
    /// <summary>The parties that deny it, or a side of it.</summary>
    public EquatableArray<string> ContestedBy { get; init; }

    /// <summary>Who denies which side of it.</summary>
    public EquatableArray<Dissent> Dissent { get; init; }

    /// <summary>What it is about, beside what it blocks.</summary>
    public EquatableArray<Link> Concerns { get; init; }

    public static PositionView Of(Position position, Negotiation negotiation) =>
        new(position.Id, position.By, position.Kind, position.Status, position.Text, position.To, position.Blocks)
        {
            ContestedBy = negotiation.ContestedBy(position.Id),
            Dissent = negotiation.DissentOn(position.Id),
            Concerns = position.Concerns,
        };
}

/// <param name="Stage">The stage recorded last.</param>
/// <param name="ConditionsMet">
/// Those of <c>contingentOn</c> that are met: a position Met, a proposal accepted, a meeting held, an agreement in
/// force or fulfilled, a deadline met.
/// </param>
/// <param name="Parties">The furthest stage of each party that was named with one, on the way into force.</param>
/// <param name="InForce">It came into force and has not ended; one that is suspended is in force.</param>
/// <param name="Extensions">How often it was extended.</param>
/// <param name="Ended">How it ended; null as long as it has not.</param>
public record AgreementView(
    string Id, string Type, AgreementStage Stage, Edtf? Effective, EquatableArray<string> ContingentOn,
    EquatableArray<string> ConditionsMet, EquatableArray<string> By,
    IReadOnlyDictionary<string, AgreementStage> Parties, bool InForce, EquatableArray<string> SuspendedBy,
    int Extensions, EquatableArray<Breach> Breaches, AgreementEnd? Ended, EquatableArray<string> BlockedBy)
{
    /// <summary>The name it goes by; null if it has none.</summary>
    public string? Title { get; init; }

    /// <summary>The parties that deny it, or a side of it.</summary>
    public EquatableArray<string> ContestedBy { get; init; }

    /// <summary>Who denies which side of it.</summary>
    public EquatableArray<Dissent> Dissent { get; init; }

    /// <summary>What it ratifies, ends, implements or is part of.</summary>
    public EquatableArray<Link> Concerns { get; init; }

    internal static AgreementView Of(Agreement agreement, Negotiation negotiation, Blocking blocking) =>
        new(
            agreement.Id, agreement.Type, agreement.Stage, agreement.Effective, agreement.ContingentOn,
            negotiation.ConditionsMetOf(agreement), agreement.By,
            agreement.Parties.ToDictionary(one => one.Party, one => one.Stage), agreement.InForce,
            agreement.SuspendedBy, agreement.Extensions, agreement.Breaches, agreement.Ended,
            blocking.Of(agreement))
        {
            Title = agreement.Title,
            ContestedBy = negotiation.ContestedBy(agreement.Id),
            Dissent = negotiation.DissentOn(agreement.Id),
            Concerns = agreement.Concerns,
        };
}

/// <param name="By">The party that set it last; null if nobody is named.</param>
/// <param name="To">The parties that are to meet it.</param>
public record DeadlineView(
    string Id, Edtf When, DeadlineStatus Status, int Extensions, string? Subject, string? By, EquatableArray<string> To)
{
    /// <summary>The parties that deny it, or a side of it.</summary>
    public EquatableArray<string> ContestedBy { get; init; }

    /// <summary>Who denies which side of it.</summary>
    public EquatableArray<Dissent> Dissent { get; init; }

    /// <summary>What it is set for.</summary>
    public EquatableArray<Link> Concerns { get; init; }

    public static DeadlineView Of(Deadline deadline, Negotiation negotiation) =>
        new(deadline.Id, deadline.When, deadline.Status, deadline.Extensions, deadline.Subject, deadline.By, deadline.To)
        {
            ContestedBy = negotiation.ContestedBy(deadline.Id),
            Dissent = negotiation.DissentOn(deadline.Id),
            Concerns = deadline.Concerns,
        };
}
