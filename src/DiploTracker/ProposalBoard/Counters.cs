using DiploTracker.Negotiations;

namespace DiploTracker.ProposalBoard;

/// <summary>The proposals by what they counter.</summary>
internal sealed class Counters
{
    private readonly ILookup<string, Proposal> _of;

    private Counters(ILookup<string, Proposal> of) => _of = of;

    public static Counters In(Negotiation negotiation) => new(negotiation.Proposals
        .Where(proposal => proposal.CounterTo is not null).ToLookup(proposal => proposal.CounterTo!));

    /// <summary>The accepted counter of a proposal, or of one of its counters; null if none was accepted.</summary>
    public Proposal? AcceptedOf(Proposal proposal) => AcceptedOf(proposal, []);

    private Proposal? AcceptedOf(Proposal proposal, HashSet<string> visited) => !visited.Add(proposal.Id) ? null
        : _of[proposal.Id].Select(counter => IsAccepted(counter) ? counter : AcceptedOf(counter, visited))
            .FirstOrDefault(accepted => accepted is not null);

    private static bool IsAccepted(Proposal counter) =>
        counter.Status is ProposalStatus.Accepted or ProposalStatus.AcceptedInPrinciple;
}
