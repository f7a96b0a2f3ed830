using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>The status of a proposal over all its addressees: the first line that holds.</summary>
public sealed class ProposalStatusSpecs
{
    private const string Nobody = "";

    [Theory]
    [InlineData("", "", ProposalStatus.Open)]
    [InlineData("Rejected", "", ProposalStatus.Rejected)]
    [InlineData("Rejected", "Accepted", ProposalStatus.Rejected)]
    [InlineData("Accepted", "Accepted", ProposalStatus.Accepted)]
    [InlineData("Accepted", "AcceptedInPrinciple", ProposalStatus.AcceptedInPrinciple)]
    [InlineData("AcceptedInPrinciple", "AcceptedInPrinciple", ProposalStatus.AcceptedInPrinciple)]
    [InlineData("Accepted", "AcceptedConditionally", ProposalStatus.AcceptedConditionally)]
    [InlineData("AcceptedConditionally", "AcceptedConditionally", ProposalStatus.AcceptedConditionally)]
    [InlineData("AcceptedConditionally", "", ProposalStatus.AcceptedConditionally)]
    [InlineData("AcceptedConditionally", "Deferred", ProposalStatus.AcceptedConditionally)]
    [InlineData("Deferred", "", ProposalStatus.Deferred)]
    [InlineData("Deferred", "NoComment", ProposalStatus.Deferred)]
    [InlineData("NoComment", "", ProposalStatus.Unanswered)]
    [InlineData("NoResponse", "Accepted", ProposalStatus.Unanswered)]
    [InlineData("Accepted", "", ProposalStatus.Open)]
    public void answers_give_the_status(string russia, string ukraine, ProposalStatus status) =>
        StatusOf(russia, ukraine).ShouldBe(status);

    [Theory]
    [InlineData("", "", ProposalStatus.Countered)]
    [InlineData("Rejected", "", ProposalStatus.Rejected)]
    [InlineData("Accepted", "AcceptedConditionally", ProposalStatus.AcceptedConditionally)]
    [InlineData("AcceptedConditionally", "", ProposalStatus.Countered)]
    [InlineData("Deferred", "NoComment", ProposalStatus.Countered)]
    public void a_counter_proposal_stands_between_full_and_partial_answers(string russia, string ukraine, ProposalStatus status) =>
        StatusOf(russia, ukraine, Countered).ShouldBe(status);

    [Theory]
    [InlineData(Closing.Withdrawn, ProposalStatus.Withdrawn)]
    [InlineData(Closing.Lapsed, ProposalStatus.Lapsed)]
    [InlineData(Closing.Superseded, ProposalStatus.Superseded)]
    public void closed_it_is_as_it_was_closed(Closing how, ProposalStatus status) =>
        StatusOf("Rejected", "Accepted", Countered, new ProposalClosed("p-ceasefire", how, null, null))
            .ShouldBe(status);

    [Fact]
    public void addressed_to_nobody_it_stays_open() =>
        Given(Opened, CeasefireProposed with { To = [] }).Proposal("p-ceasefire").Status.ShouldBe(ProposalStatus.Open);

    private static readonly ProposalMade Countered = new("p-counter", ["RUS"], ["USA"], "Terms", null, Formality.Formal, "p-ceasefire", null);

    private static ProposalStatus StatusOf(string russia, string ukraine, params DomainEvent[] further) =>
        Given([Opened, CeasefireProposed, .. Answer("RUS", russia), .. Answer("UKR", ukraine), .. further])
            .Proposal("p-ceasefire").Status;

    private static IEnumerable<DomainEvent> Answer(string party, string answer) =>
        answer == Nobody ? [] : [new ProposalAnswered("p-ceasefire", party, Enum.Parse<Answer>(answer), [])];
}
