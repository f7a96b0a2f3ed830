using DiploTracker.AgreementRegister;
using DiploTracker.MeetingCalendar;
using DiploTracker.NegotiationList;
using DiploTracker.ProposalBoard;

namespace DiploTracker.Desk.Today;

/// <summary>What a person who comes to the desk has to know, across negotiations.</summary>
/// <param name="Day">The day at the reader's place.</param>
/// <param name="Soon">Meetings that may be within the week.</param>
/// <param name="Owed">Proposals to which an answer is owed, the oldest first.</param>
/// <param name="Blocked">Meetings that a position blocks.</param>
/// <param name="Deadlines">Deadlines that run out within a month or have passed unanswered.</param>
/// <param name="Latest">The negotiations with the newest facts.</param>
/// <param name="Position">The position in the log that everything here includes.</param>
/// <param name="Lag">Milliseconds by which the slowest view is behind.</param>
/// <param name="Missing">The negotiations that a view leaves out.</param>
public sealed record TodayModel(
    DateOnly Day, TodayFilter Filter, IReadOnlyList<CalendarMeeting> Soon, IReadOnlyList<BoardProposal> Owed,
    IReadOnlyList<CalendarMeeting> Blocked, IReadOnlyList<BoardDeadline> Deadlines,
    IReadOnlyList<NegotiationLine> Latest,
    long Position, long Lag, IReadOnlyList<string> Missing)
{
    /// <summary>Each answer that is owed, the oldest first, those owed for an unknown time last.</summary>
    public IEnumerable<(BoardProposal Proposal, OwedAnswer Answer)> Answers =>
        Owed.SelectMany(proposal => proposal.Owed, (proposal, answer) => (proposal, answer));
}

/// <summary>The negotiations and parties that a person follows; empty for all.</summary>
public sealed record TodayFilter(string Negotiation, string Party)
{
    public const string Cookie = "desk-today";

    public static readonly TodayFilter None = new("", "");

    public bool IsNone => this == None;

    /// <summary>As parameters of the routes of the views.</summary>
    public string Query(string party = "party") =>
        (Negotiation.Length > 0 ? $"&negotiation={Uri.EscapeDataString(Negotiation)}" : "")
        + (Party.Length > 0 ? $"&{party}={Uri.EscapeDataString(Party)}" : "");
}
