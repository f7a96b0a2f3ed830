using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class CancelMeetingSpecs
{
    private static readonly CancelMeeting Cancelling = new("m-summit", ["USA"], "hostility");

    [Fact]
    public void an_agreed_scheduled_or_postponed_meeting_is_called_off()
    {
        var cancelled = SummitCancelled with { Reason = "hostility" };

        Given(Agreed).When(Cancelling).Then(cancelled).AndAgain();
        Given([.. Agreed, SummitOnThe15th]).When(Cancelling).Then(cancelled);
        Given([.. Agreed, SummitOnThe15th, SummitPostponed]).When(Cancelling).Then(cancelled);
    }

    [Fact]
    public void it_keeps_its_date()
    {
        var meeting = Given([.. Agreed, SummitOnThe15th, SummitCancelled]).Meeting();

        (meeting.Status, meeting.When, meeting.Sequence).ShouldBe((MeetingStatus.Cancelled, Date("2025-08-15"), 2));
    }

    [Fact]
    public void once_is_enough() =>
        Given([.. Agreed, SummitCancelled]).When(Cancelling).ThenRefused("already-cancelled");

    [Fact]
    public void there_is_something_to_cancel()
    {
        Given(Opened).When(Cancelling).ThenRefused("meeting-unknown");
        Given(Opened, SummitFloated).When(Cancelling).ThenRefused("nothing-to-cancel");
        Given(Opened, SummitProposed).When(Cancelling).ThenRefused("nothing-to-cancel");
        Given([.. Agreed, SummitHeld]).When(Cancelling).ThenRefused("nothing-to-cancel");
    }

    [Fact]
    public void a_party_cancels_it() =>
        Given(Agreed).When(Cancelling with { By = ["USA", "CHN"] }).ThenRefused("unknown-party");

    [Fact]
    public void several_or_nobody_may_cancel_it()
    {
        Given(Agreed).When(new CancelMeeting("m-summit", ["USA", "RUS"])).Then(SummitCancelled with { By = ["USA", "RUS"] }).AndAgain();
        Given(Agreed).When(new CancelMeeting("m-summit")).Then(SummitCancelled with { By = [] }).AndAgain();
    }

    [Fact]
    public void one_under_way_is_not_cancelled() =>
        Given([.. Agreed, SummitBegun]).When(Cancelling).ThenRefused("meeting-under-way");
}
