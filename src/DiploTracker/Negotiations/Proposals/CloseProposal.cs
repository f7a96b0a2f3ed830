using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Proposals;

/// <summary>A proposal ends: withdrawn by a proposer, lapsed, or overtaken by another.</summary>
/// <param name="Id">Slug of the proposal.</param>
/// <param name="How">How it ends.</param>
/// <param name="By">The proposer that withdraws.</param>
/// <param name="Reason">Why.</param>
[Records<ProposalClosed>]
[Refuses("close-kind-unknown", "not-the-proposer", "proposal-closed", "proposal-unknown", "unknown-party")]
public sealed record CloseProposal(string Id, Word<Closing> How, string? By = null, string? Reason = null) : Command
{
    internal override IEnumerable<string> PartiesNamed => By is null ? [] : [By];

    public override Decision Decide(Negotiation negotiation) => negotiation.Proposals[Id] switch
    {
        _ when !How.IsKnown => Refusals.UnknownWord(Problems.CloseKindUnknown, "how", How),
        null => Refusals.ProposalUnknown(Id),
        { Closed: not null } proposal => Refusals.ProposalClosed(proposal),
        var proposal when How.Value == Closing.Withdrawn && By is not null && !proposal.By.Contains(Negotiation.PartyOf(By)) =>
            Problems.NotTheProposer.Because($"The proposal '{Id}' comes from {proposal.By.Names()}; {By} cannot withdraw it."),
        _ => new ProposalClosed(Id, How.Value!.Value, By, Reason),
    };
}

[StoredAs("proposal-closed.v1")]
public sealed record ProposalClosed(string Id, Closing How, string? By, string? Reason) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation with
    {
        Proposals = negotiation.Proposals.Change(Id, proposal => proposal with { Closed = How, ClosedOn = Occurred }),
        Meetings = negotiation.Proposals[Id] is { } invitation
            ? negotiation.Meetings.Change(Id, meeting => AfterClosing(meeting, invitation))
            : negotiation.Meetings,
    };

    // A counter takes the place of the invitation, not of the meeting. A meeting that no calendar has shown yet
    // (sequence 0) has no change to announce.
    private Meeting AfterClosing(Meeting meeting, Proposal invitation)
    {
        var closed = meeting.IsOnlyProposed && !(How == Closing.Superseded && invitation.CounteredBy is not null)
            ? meeting with { Status = How == Closing.Withdrawn ? MeetingStatus.Withdrawn : MeetingStatus.Lapsed }
            : meeting;
        return meeting.Sequence > 0 ? closed.Next() : closed;
    }

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => Dealing.Proposal;

    public override Command ToCommand() => new CloseProposal(Id, How, By, Reason);

    public override string Describe() => How switch
    {
        Closing.Withdrawn => $"{By ?? "The proposer"} withdraws {Id}{Reason.Because()}.",
        Closing.Lapsed => $"{Id} lapses{Reason.Because()}.",
        _ => $"{Id} is superseded{Reason.Because()}.",
    };
}
