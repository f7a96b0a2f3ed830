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
    public void any_rejection_rejects_it_until_an_answer_changes()
    {
        After(Trilateral, By("RUS", Answer.Rejected), By("UKR", Answer.Accepted)).ShouldBe(MeetingStatus.Rejected);
        After(Trilateral, By("RUS", Answer.Rejected), By("RUS", Answer.Deferred)).ShouldBe(MeetingStatus.Proposed);
        After(SummitProposed, By("RUS", Answer.Rejected), By("RUS", Answer.Accepted))
            .ShouldBe(MeetingStatus.AgreedInPrinciple);
    }

    [Fact]
    public void an_agreed_one_can_be_rejected_still() =>
        After(SummitProposed, By("RUS", Answer.Accepted), By("RUS", Answer.Rejected)).ShouldBe(MeetingStatus.Rejected);

    [Fact]
    public void anything_else_leaves_it()
    {
        After(SummitFloated, By("RUS", Answer.NoResponse)).ShouldBe(MeetingStatus.Floated);
        After(SummitProposed, By("RUS", Answer.Deferred)).ShouldBe(MeetingStatus.Proposed);
        After(SummitProposed, By("RUS", Answer.Accepted), By("RUS", Answer.Deferred))
            .ShouldBe(MeetingStatus.AgreedInPrinciple);
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
