using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Proposals;

/// <summary>An addressee answers, or is reported not to. A later answer replaces an earlier one.</summary>
/// <param name="Id">The proposal; for the invitation to a meeting, the meeting.</param>
/// <param name="By">The party that answers.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Conditions">Conditions of a conditional acceptance.</param>
/// <param name="Through">Who carried it; need not be a party.</param>
[Records<ProposalAnswered>]
[Refuses("already-answered", "answer-unknown", "conditions-required", "meeting-closed", "not-an-addressee",
    "proposal-closed", "proposal-unknown", "unknown-party")]
public sealed record AnswerProposal(
    string Id, string By, Word<Answer> Answer, [property: FreeText] EquatableArray<string> Conditions = default,
    [property: AddedLater] EquatableArray<string> Through = default) : Command
{
    internal override IEnumerable<string> PartiesNamed => [By];

    internal override IEnumerable<string> Mentioned => [By, .. Through];

    private string Party => Negotiation.PartyOf(By);

    private bool IsSilence => Answer.Value is Negotiations.Answer.NoComment or Negotiations.Answer.NoResponse;

    public override Decision Decide(Negotiation negotiation) => negotiation.Proposals[Id] switch
    {
        _ when !Answer.IsKnown => Refusals.UnknownWord(Problems.AnswerUnknown, "answer", Answer),
        _ when Answer.Value == Negotiations.Answer.AcceptedConditionally && Conditions.IsEmpty =>
            Problems.ConditionsRequired.Because("A conditional acceptance names its conditions in `conditions`."),
        null => Refusals.ProposalUnknown(Id),
        { Closed: not null } proposal => Refusals.ProposalClosed(proposal),
        var proposal when negotiation.AddresseesOf(proposal, Party).IsEmpty =>
            Problems.NotAnAddressee.Because($"The proposal '{Id}' is addressed to {proposal.To.Names()}, not to {Party}."),
        var proposal when IsSilence && GivenBefore(proposal, negotiation) is { } given =>
            Problems.AlreadyAnswered.Because($"{given.By} answered '{Id}' before: {given.Answer}."),
        _ when negotiation.Meetings[Id] is { Status: MeetingStatus.Held or MeetingStatus.NotHeld } meeting => Refusals.MeetingClosed(meeting),
        _ => new ProposalAnswered(Id, By, Answer.Value!.Value, Conditions, Through),
    };

    private GivenAnswer? GivenBefore(Proposal proposal, Negotiation negotiation) =>
        negotiation.AddresseesOf(proposal, Party).Select(proposal.AnswerOf)
            .FirstOrDefault(given => given is { IsInSubstance: true });
}

[StoredAs("proposal-answered.v1")]
public sealed record ProposalAnswered(
    string Id, string By, Answer Answer, EquatableArray<string> Conditions,
    EquatableArray<string> Through = default) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation)
    {
        if (negotiation.Proposals[Id] is not { } proposal)
            return negotiation;

        var party = Negotiation.PartyOf(By);
        var addressees = negotiation.AddresseesOf(proposal, party);
        var answered = proposal.With(new GivenAnswer(party, Answer, Conditions, Occurred)
        {
            For = addressees.Count == 1 && addressees[0] == party ? default : addressees,
            Through = Through,
        });
        var after = negotiation with
        {
            Proposals = negotiation.Proposals.With(answered),
            Meetings = negotiation.Meetings.Change(Id, meeting => After(meeting.After(proposal, answered), party)),
        };
        return Answer switch
        {
            Answer.Rejected when IsContested(negotiation) => after.Denied(Id, party, Aspect.Existence),
            Answer.Rejected or Answer.NoComment or Answer.NoResponse => after,
            _ => after.ActedOn(Id, By),
        };
    }

    private Meeting After(Meeting meeting, string party) => Answer switch
    {
        not Answer.Rejected => meeting.NotDeclinedBy(party),
        _ => meeting with
        {
            DeclinedBy = meeting.DeclinedBy.Union([party]),
            Tentative = meeting.Tentative || meeting is { Status: MeetingStatus.Scheduled, IsConvened: false },
        },
    };

    private bool IsContested(Negotiation negotiation) =>
        negotiation.Meetings[Id] is { Status: MeetingStatus.Scheduled, IsConvened: false };

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => Dealing.Answer;

    public override Command ToCommand() => new AnswerProposal(Id, By, Answer, Conditions, Through);

    public override string Describe() => Answer switch
    {
        Answer.Accepted => $"{By} accepts {Id}{Through.Through()}.",
        Answer.AcceptedInPrinciple => $"{By} accepts {Id} in principle{Through.Through()}.",
        Answer.AcceptedConditionally =>
            $"{By} accepts {Id}{Through.Through()} on conditions: {string.Join("; ", Conditions)}.",
        Answer.Rejected => $"{By} rejects {Id}{Through.Through()}.",
        Answer.Deferred => $"{By} defers its answer to {Id}{Through.Through()}.",
        Answer.NoComment => $"{By} does not comment on {Id}{Through.Through()}.",
        _ => $"{By} leaves {Id} without an answer{Through.Through()}.",
    };
}
