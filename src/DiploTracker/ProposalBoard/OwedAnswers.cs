using DiploTracker.Negotiations;

namespace DiploTracker.ProposalBoard;

/// <summary>Who owes an answer to a proposal.</summary>
internal static class OwedAnswers
{
    /// <summary>
    /// Nobody owes an answer to what is closed, was rejected, has begun, or whose counter was accepted; nor does who
    /// countered it or has left: who succeeds it owes the answer then. Nobody owes himself one.
    /// </summary>
    public static IEnumerable<OwedAnswer> On(
        Proposal proposal, Meeting? meeting, Counters counters, Negotiation negotiation) =>
        proposal.Closed is not null || IsOver(proposal, meeting) || counters.AcceptedOf(proposal) is not null
            ? []
            : from party in proposal.To.Where(addressee => !proposal.IsAnsweredBy(addressee))
                  .SelectMany(negotiation.StandingFor).Distinct()
              let others = proposal.By.Where(proposer => proposer != party).ToList()
              where others.Count > 0
              let given = proposal.Answers.FirstOrDefault(given => given.By == party)
              select new OwedAnswer(party, others, proposal.OpenSince, SilenceOf(given), given?.Occurred);

    // One of several who rejects a meeting does not end it; the others still owe an answer.
    private static bool IsOver(Proposal proposal, Meeting? meeting) => meeting is null
        ? proposal.Status == ProposalStatus.Rejected
        : meeting.Status
            is MeetingStatus.Rejected or MeetingStatus.UnderWay or MeetingStatus.Held or MeetingStatus.NotHeld;

    private static Silence SilenceOf(GivenAnswer? given) => given?.Answer switch
    {
        null => Silence.Nothing,
        Answer.NoComment => Silence.NoComment,
        Answer.Deferred => Silence.Deferred,
        _ => Silence.NoResponse,
    };
}
