using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class CloseProposalSpecs
{
    private static readonly ProposalClosed Superseded = SummitLapsed with { How = Closing.Superseded };

    [Fact]
    public void a_proposer_withdraws_it() =>
        Given(Opened, CeasefireProposed)
            .When(new CloseProposal("p-ceasefire", Closing.Withdrawn, "USA.Trump", "refused"))
            .Then(new ProposalClosed("p-ceasefire", Closing.Withdrawn, "USA.Trump", "refused")).AndAgain();

    [Fact]
    public void others_do_not() =>
        Given(Opened, CeasefireProposed).When(new CloseProposal("p-ceasefire", Closing.Withdrawn, "RUS"))
            .ThenRefused("not-the-proposer");

    [Theory]
    [InlineData(Closing.Lapsed)]
    [InlineData(Closing.Superseded)]
    public void it_lapses_or_is_superseded_whoever_says_so(Closing how) =>
        Given(Opened, CeasefireProposed).When(new CloseProposal("p-ceasefire", how, "RUS"))
            .Then(new ProposalClosed("p-ceasefire", how, "RUS", null));

    [Fact]
    public void it_is_known_and_open()
    {
        var lapsing = new CloseProposal("m-summit", Closing.Lapsed);

        Given(Opened).When(lapsing).ThenRefused("proposal-unknown");
        Given(Opened, SummitProposed, SummitWithdrawn).When(lapsing).ThenRefused("proposal-closed");
    }

    [Fact]
    public void there_are_three_ways_to_close_it() =>
        Given(Opened, CeasefireProposed).When(new CloseProposal("p-ceasefire", new Word<Closing>("Forgotten")))
            .ThenRefused("close-kind-unknown");

    [Fact]
    public void a_meeting_only_proposed_ends_with_its_invitation()
    {
        Given(Opened, SummitProposed, SummitWithdrawn).Meeting().Status.ShouldBe(MeetingStatus.Withdrawn);
        Given(Opened, SummitFloated, SummitLapsed).Meeting().Status.ShouldBe(MeetingStatus.Lapsed);
        Given(Opened, SummitFloated, Superseded).Meeting().Status.ShouldBe(MeetingStatus.Lapsed);
    }

    [Fact]
    public void one_that_got_further_goes_on()
    {
        Given([.. Agreed, SummitWithdrawn]).Meeting().Status.ShouldBe(MeetingStatus.AgreedInPrinciple);
        Given([.. Agreed, SummitOnThe15th, Superseded]).Meeting().Status.ShouldBe(MeetingStatus.Scheduled);
        Given(Opened, SummitProposed, SummitRejected, SummitWithdrawn).Meeting().Status
            .ShouldBe(MeetingStatus.Rejected);
    }

    [Fact]
    public void a_counter_takes_the_place_of_the_invitation_and_not_of_the_meeting()
    {
        var counter = new ProposalMade("p-geneva", ["RUS"], ["USA"], "Venue", null, Formality.Formal, "m-summit", null);
        var countered = Given(Opened, SummitProposed, counter, new ProposalAnswered("p-geneva", "USA", Answer.Accepted, []));

        countered.Meeting().Status.ShouldBe(MeetingStatus.Proposed);
        countered.And(Superseded).Meeting().Status.ShouldBe(MeetingStatus.Proposed);
        countered.And(SummitLapsed).Meeting().Status.ShouldBe(MeetingStatus.Lapsed);
        countered.Proposal("m-summit").Status.ShouldBe(ProposalStatus.Countered);
        countered.And(Superseded).Proposal("m-summit").Status.ShouldBe(ProposalStatus.Superseded);
    }

    [Fact]
    public void its_sequence_rises_if_it_was_above_0()
    {
        Given(Opened, SummitProposed, SummitWithdrawn).Meeting().Sequence.ShouldBe(0);
        Given(Opened, SummitProposed, new VenueAgreedInPrinciple("m-summit", null), SummitWithdrawn)
            .Meeting().Sequence.ShouldBe(2);
        Given([.. Agreed, SummitOnThe15th, Superseded]).Meeting().Sequence.ShouldBe(2);
    }
}
