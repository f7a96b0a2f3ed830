using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>An answer to the invitation moves the meeting while it is Floated, Proposed, Rejected or AgreedInPrinciple.</summary>
public sealed class AnswerMovesMeetingSpecs
{
    private static readonly MeetingProposed Trilateral = SummitFloated with { To = ["RUS", "UKR"] };

    private static ProposalAnswered By(string party, Answer answer) => new("m-summit", party, answer, []);

    private static MeetingStatus After(params DomainEvent[] facts) => Given([Opened, .. facts]).Meeting().Status;

    [Theory]
    [InlineData(Answer.Accepted)]
    [InlineData(Answer.AcceptedInPrinciple)]
    public void accepted_it_is_agreed_in_principle(Answer answer)
    {
        After(SummitProposed, By("RUS", answer)).ShouldBe(MeetingStatus.AgreedInPrinciple);
        After(SummitFloated, By("RUS", answer)).ShouldBe(MeetingStatus.AgreedInPrinciple);
    }

    [Fact]
    public void every_addressee_has_to_accept()
    {
        After(Trilateral, By("RUS", Answer.Accepted)).ShouldBe(MeetingStatus.Floated);
        After(Trilateral, By("RUS", Answer.Accepted), By("UKR", Answer.AcceptedInPrinciple))
            .ShouldBe(MeetingStatus.AgreedInPrinciple);
    }

    [Fact]
    public void a_rejection_rejects_it_until_the_answer_changes()
    {
        After(SummitProposed, By("RUS", Answer.Rejected), By("RUS", Answer.Deferred)).ShouldBe(MeetingStatus.Proposed);
        After(SummitProposed, By("RUS", Answer.Rejected), By("RUS", Answer.Accepted))
            .ShouldBe(MeetingStatus.AgreedInPrinciple);
    }

    [Fact]
    public void one_of_several_who_rejects_does_not_end_it()
    {
        var given = Given(Opened, Trilateral, By("RUS", Answer.Rejected));

        given.Meeting().Status.ShouldBe(MeetingStatus.Floated);
        given.Meeting().DeclinedBy.ShouldBe(["RUS"]);
        var agreed = given.And(By("UKR", Answer.Accepted));
        (agreed.Meeting().Status, agreed.Proposal("m-summit").Status).ShouldBe((MeetingStatus.AgreedInPrinciple, ProposalStatus.Rejected));
        agreed.When(new ScheduleMeeting("m-summit", Date("2025-08-15"))).Then(SummitOnThe15th);
        agreed.When(new SetFormat("m-summit", "Trilateral")).Then(new MeetingFormatSet("m-summit", "Trilateral", null, [], null));
        agreed.When(new RecordMeetingHeld("m-summit", Date("2025-08-15"), MeetingOutcome.NoAgreement)).Then(SummitHeld);
    }

    [Fact]
    public void it_is_rejected_once_nobody_who_was_asked_is_left()
    {
        After(Trilateral, By("RUS", Answer.Rejected), By("UKR", Answer.Rejected)).ShouldBe(MeetingStatus.Rejected);
        After(Trilateral, By("RUS", Answer.Rejected), By("UKR", Answer.Rejected), By("UKR", Answer.Deferred)).ShouldBe(MeetingStatus.Proposed);
        After(Trilateral, By("RUS", Answer.Accepted), By("UKR", Answer.Rejected), By("RUS", Answer.Rejected)).ShouldBe(MeetingStatus.Rejected);
        Given(Opened, Trilateral, By("RUS", Answer.Rejected), By("RUS", Answer.Deferred)).Meeting().DeclinedBy.ShouldBeEmpty();
    }

    [Fact]
    public void an_answer_that_takes_agreement_away_takes_it_back_to_proposed()
    {
        After(SummitProposed, By("RUS", Answer.Accepted), By("RUS", Answer.Deferred)).ShouldBe(MeetingStatus.Proposed);
        After(SummitProposed, By("RUS", Answer.Accepted), By("RUS", Answer.AcceptedConditionally)).ShouldBe(MeetingStatus.Proposed);
        Given(Opened, SummitProposed, By("RUS", Answer.Accepted), By("RUS", Answer.Deferred))
            .When(new ScheduleMeeting("m-summit", Date("2025-08-15"))).ThenRefused("not-agreed");
        After(SummitProposed, By("RUS", Answer.Accepted), SummitNextWeek, By("RUS", Answer.Deferred)).ShouldBe(MeetingStatus.Scheduled);
        After(SummitProposed, SummitCancelled, SummitReinstated, By("RUS", Answer.NoResponse)).ShouldBe(MeetingStatus.AgreedInPrinciple);
    }

    [Fact]
    public void once_it_is_scheduled_a_rejection_makes_it_tentative_and_contested()
    {
        var given = Given([.. Agreed, SummitOnThe15th, By("RUS", Answer.Rejected)]);

        (given.Meeting().Status, given.Meeting().Tentative).ShouldBe((MeetingStatus.Scheduled, true));
        given.Now.ContestedBy("m-summit").ShouldBe(["RUS"]);
        given.Meeting().DeclinedBy.ShouldBe(["RUS"]);
    }

    [Fact]
    public void announced_jointly_it_is_agreed_at_once()
    {
        var jointly = Given(Opened).When(new ProposeMeeting("m-summit", ["USA", "RUS"], [])).After();

        jointly.Meeting().Status.ShouldBe(MeetingStatus.AgreedInPrinciple);
        jointly.Meeting().Participants.ShouldBe(["USA", "RUS"]);
        jointly.Proposal("m-summit").Status.ShouldBe(ProposalStatus.Accepted);
        jointly.When(new ScheduleMeeting("m-summit", Date("2025-08-15"))).Then(SummitOnThe15th);
        After(SummitProposed with { By = ["USA", "USA.Vance"], To = [] }).ShouldBe(MeetingStatus.Proposed);
    }

    [Fact]
    public void who_was_asked_and_announces_it_jointly_has_accepted()
    {
        var jointly = Given(Opened, SummitProposed, SummitProposed with { By = ["USA", "RUS"], To = [] });

        (jointly.Meeting().Status, jointly.Proposal("m-summit").Status).ShouldBe((MeetingStatus.AgreedInPrinciple, ProposalStatus.Accepted));
    }

    [Fact]
    public void who_is_in_both_by_and_to_still_answers()
    {
        var both = SummitProposed with { By = ["USA", "RUS"], To = ["RUS", "UKR"] };

        After(both, By("UKR", Answer.Accepted)).ShouldBe(MeetingStatus.Proposed);
        After(both, By("UKR", Answer.Accepted), By("RUS", Answer.Accepted)).ShouldBe(MeetingStatus.AgreedInPrinciple);
        After(SummitProposed with { To = ["USA", "RUS"] }, By("RUS", Answer.Rejected)).ShouldBe(MeetingStatus.Rejected);
    }

    [Fact]
    public void the_answers_to_one_that_was_convened_say_who_comes_and_move_no_status()
    {
        var convened = Trilateral with { Formality = Formality.Convened };

        After(convened).ShouldBe(MeetingStatus.Proposed);
        After(convened, By("RUS", Answer.Accepted), By("UKR", Answer.Accepted)).ShouldBe(MeetingStatus.Proposed);
        After(convened, By("RUS", Answer.Rejected), By("UKR", Answer.Rejected)).ShouldBe(MeetingStatus.Proposed);
        var scheduled = Given(Opened, convened, SummitOnThe15th, By("RUS", Answer.Rejected));
        (scheduled.Meeting().Tentative, scheduled.Now.ContestedBy("m-summit").IsEmpty).ShouldBe((false, true));
        scheduled.Meeting().DeclinedBy.ShouldBe(["RUS"]);
    }

    [Fact]
    public void an_agreed_one_can_be_rejected_still() =>
        After(SummitProposed, By("RUS", Answer.Accepted), By("RUS", Answer.Rejected)).ShouldBe(MeetingStatus.Rejected);

    [Fact]
    public void anything_else_leaves_it()
    {
        After(SummitFloated, By("RUS", Answer.NoResponse)).ShouldBe(MeetingStatus.Floated);
        After(SummitProposed, By("RUS", Answer.Deferred)).ShouldBe(MeetingStatus.Proposed);
    }

    [Fact]
    public void a_scheduled_postponed_or_cancelled_one_does_not_move()
    {
        After(SummitProposed, SummitNextWeek, By("RUS", Answer.Rejected)).ShouldBe(MeetingStatus.Scheduled);
        After(SummitProposed, SummitNextWeek, SummitPostponed, By("RUS", Answer.Rejected))
            .ShouldBe(MeetingStatus.Postponed);
        After(SummitProposed, SummitNextWeek, SummitCancelled, By("RUS", Answer.Accepted))
            .ShouldBe(MeetingStatus.Cancelled);
    }

    [Fact]
    public void it_does_not_count_as_a_change_of_the_meeting() =>
        Given(Opened, SummitProposed, SummitAccepted).Meeting().Sequence.ShouldBe(0);
}
