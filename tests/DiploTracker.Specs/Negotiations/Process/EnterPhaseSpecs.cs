using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class EnterPhaseSpecs
{
    [Fact]
    public void another_phase_is_entered() =>
        Given(Opened).When(new EnterPhase(Phase.Agreement, "signed"))
            .Then(new PhaseEntered(Phase.Agreement, "signed")).AndAgain()
            .After().Now.Phase.ShouldBe(Phase.Agreement);

    [Fact]
    public void it_may_go_back()
    {
        Given(Opened).When(new EnterPhase(Phase.PreNegotiation)).Then(new PhaseEntered(Phase.PreNegotiation, null));
        Given(Opened, new PhaseEntered(Phase.Collapsed, null)).When(new EnterPhase(Phase.Negotiation))
            .Then(new PhaseEntered(Phase.Negotiation, null));
    }

    [Fact]
    public void it_is_another_one() => Given(Opened).When(new EnterPhase(Phase.Negotiation))
        .ThenRefused("already-in-phase");

    [Fact]
    public void a_concluded_negotiation_enters_no_other()
    {
        var concluded = Given(Opened, new PhaseEntered(Phase.Concluded, null));

        concluded.When(new EnterPhase(Phase.Implementation)).ThenRefused("negotiation-concluded");
        concluded.When(new EnterPhase(Phase.Concluded)).ThenRefused("already-in-phase");
    }

    [Fact]
    public void other_facts_of_a_concluded_negotiation_can_still_be_recorded() =>
        Given(Opened, new PhaseEntered(Phase.Concluded, null)).When(new ProposeMeeting("m-summit", ["USA"], ["RUS"]))
            .Then(SummitProposed);

    [Fact]
    public void it_is_known() =>
        Given(Opened).When(new EnterPhase(new Word<Phase>("negotiation"))).ThenRefused("phase-unknown");
}
