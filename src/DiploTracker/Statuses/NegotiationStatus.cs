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
            negotiation.Agreements.Select(agreement =>
                AgreementView.Of(agreement, blocking.Of(agreement.Id), negotiation)),
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
    public static MeetingView Of(Meeting meeting, EquatableArray<string> blockedBy, ProposalStatus? invitation) => new(
        meeting.Id, meeting.Kind, meeting.Level, meeting.Status, meeting.When, meeting.Precision, meeting.Tentative, meeting.Venue, meeting.Format,
        meeting.Participants, meeting.ConfirmedBy, meeting.ContestedBy, blockedBy, meeting.Absent, meeting.Outcome, meeting.Reinstated,
        meeting.Reiterated, meeting.Moved, meeting.Sequence, meeting.Track, meeting.Round, meeting.Agenda, meeting.CalendarStatus,
        meeting.EventStatus, invitation);
}

/// <param name="Answers">The latest answer of each addressee that gave one, silence included, by party.</param>
/// <param name="OpenSince">When it was made (EDTF).</param>
/// <param name="Through">Who carried it.</param>
public record ProposalView(
    string Id, EquatableArray<string> By, EquatableArray<string> To, EquatableArray<string> Through, string About,
    string? Summary, Formality Formality, ProposalStatus Status,
    IReadOnlyDictionary<string, AnswerView> Answers, string? CounterTo, string? CounteredBy, Edtf OpenSince, Edtf? RespondBy, EquatableArray<string> BlockedBy)
{
    public static ProposalView Of(Proposal proposal, EquatableArray<string> blockedBy) => new(
        proposal.Id, proposal.By, proposal.To, proposal.Through, proposal.About, proposal.Summary, proposal.Formality,
        proposal.Status,
        proposal.Answers.ToDictionary(given => given.By, AnswerView.Of),
        proposal.CounterTo, proposal.CounteredBy, proposal.OpenSince, proposal.RespondBy, blockedBy);
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
    public static PositionView Of(Position position) =>
        new(position.Id, position.By, position.Kind, position.Status, position.Text, position.To, position.Blocks);
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
    public static AgreementView Of(Agreement agreement, EquatableArray<string> blockedBy, Negotiation negotiation) =>
        new(
            agreement.Id, agreement.Type, agreement.Stage, agreement.Effective, agreement.ContingentOn,
            negotiation.ConditionsMetOf(agreement), agreement.By,
            agreement.Parties.ToDictionary(one => one.Party, one => one.Stage), agreement.InForce,
            agreement.SuspendedBy, agreement.Extensions, agreement.Breaches, agreement.Ended, blockedBy);
}

/// <param name="By">The party that set it last; null if nobody is named.</param>
/// <param name="To">The parties that are to meet it.</param>
public record DeadlineView(
    string Id, Edtf When, DeadlineStatus Status, int Extensions, string? Subject, string? By, EquatableArray<string> To)
{
    public static DeadlineView Of(Deadline deadline) => new(
        deadline.Id, deadline.When, deadline.Status, deadline.Extensions, deadline.Subject, deadline.By, deadline.To);
}
