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
            negotiation.Meetings.Select(meeting => MeetingView.Of(meeting, blocking.Of(meeting.Id), negotiation.Proposals[meeting.Id]?.Status)),
            negotiation.Proposals.Select(proposal => ProposalView.Of(proposal, blocking.Of(proposal.Id))),
            negotiation.Positions.Select(PositionView.Of),
            negotiation.Agreements.Select(agreement => AgreementView.Of(agreement, blocking.Of(agreement.Id))),
            negotiation.Deadlines.Select(DeadlineView.Of),
            negotiation.Statements.Count);
    }

    /// <summary>The fact behind each value, by its path (<c>meetings/m-summit/when</c>); only when asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Explanation>? Explain { get; init; }
}

/// <summary>The standing positions by what they block.</summary>
internal sealed class Blocking
{
    private readonly ILookup<string, string> _positions;

    private Blocking(ILookup<string, string> positions) => _positions = positions;

    public static Blocking In(Negotiation negotiation) => new(negotiation.Positions
        .Where(position => position.IsStanding)
        .SelectMany(position => position.Blocks.Select(blocked => (Blocked: blocked, position.Id)))
        .ToLookup(pair => pair.Blocked, pair => pair.Id));

    public EquatableArray<string> Of(string id) => [.. _positions[id]];
}

/// <param name="Left">It was a party and has left.</param>
public sealed record PartyStatus(string Code, string Role, bool Left)
{
    public static PartyStatus Of(Party party) => new(party.Code, party.Role, party.Left);
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
    public static MeetingView Of(Meeting meeting, EquatableArray<string> blockedBy, ProposalStatus? invitation) => new(
        meeting.Id, meeting.Kind, meeting.Level, meeting.Status, meeting.When, meeting.Precision, meeting.Tentative, meeting.Venue, meeting.Format,
        meeting.Participants, meeting.ConfirmedBy, meeting.ContestedBy, blockedBy, meeting.Absent, meeting.Outcome, meeting.Reinstated,
        meeting.Reiterated, meeting.Moved, meeting.Sequence, meeting.Track, meeting.Round, meeting.Agenda, meeting.CalendarStatus,
        meeting.EventStatus, invitation);
}

/// <param name="Answers">The latest answer of each addressee that gave one, silence included, by party.</param>
/// <param name="OpenSince">When it was made (EDTF).</param>
public record ProposalView(
    string Id, EquatableArray<string> By, EquatableArray<string> To, string About, string? Summary, Formality Formality, ProposalStatus Status,
    IReadOnlyDictionary<string, AnswerView> Answers, string? CounterTo, string? CounteredBy, Edtf OpenSince, Edtf? RespondBy, EquatableArray<string> BlockedBy)
{
    public static ProposalView Of(Proposal proposal, EquatableArray<string> blockedBy) => new(
        proposal.Id, proposal.By, proposal.To, proposal.About, proposal.Summary, proposal.Formality, proposal.Status,
        proposal.Answers.ToDictionary(given => given.By, given => new AnswerView(given.Answer, given.Conditions, given.Occurred)),
        proposal.CounterTo, proposal.CounteredBy, proposal.OpenSince, proposal.RespondBy, blockedBy);
}

public sealed record AnswerView(Answer Answer, EquatableArray<string> Conditions, Edtf Occurred);

public record PositionView(
    string Id, string By, PositionKind Kind, PositionStatus Status, string? Text, EquatableArray<string> To, EquatableArray<string> Blocks)
{
    public static PositionView Of(Position position) =>
        new(position.Id, position.By, position.Kind, position.Status, position.Text, position.To, position.Blocks);
}

public record AgreementView(
    string Id, string Type, AgreementStage Stage, Edtf? Effective, EquatableArray<string> ContingentOn, EquatableArray<string> By, EquatableArray<string> BlockedBy)
{
    public static AgreementView Of(Agreement agreement, EquatableArray<string> blockedBy) =>
        new(agreement.Id, agreement.Type, agreement.Stage, agreement.Effective, agreement.ContingentOn, agreement.By, blockedBy);
}

public record DeadlineView(string Id, Edtf When, DeadlineStatus Status, int Extensions, string? Subject)
{
    public static DeadlineView Of(Deadline deadline) => new(deadline.Id, deadline.When, deadline.Status, deadline.Extensions, deadline.Subject);
}
