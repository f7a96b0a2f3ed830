using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class PostponeMeetingSpecs
{
    private static readonly PostponeMeeting Postponing = new("m-summit", "RUS", "manoeuvres");

    [Fact]
    public void a_scheduled_meeting_is_put_off() =>
        Given([.. Agreed, SummitOnThe15th]).When(Postponing).Then(SummitPostponed with { Reason = "manoeuvres" })
            .AndAgain();

    [Fact]
    public void it_has_no_date_and_no_confirmations_then()
    {
        var meeting = Given([.. Agreed, SummitOnThe15th with { ConfirmedBy = ["RUS"] }, SummitPostponed]).Meeting();

        (meeting.Status, meeting.When, meeting.Tentative, meeting.Sequence)
            .ShouldBe((MeetingStatus.Postponed, null, true, 2));
        meeting.ConfirmedBy.ShouldBeEmpty();
    }

    [Fact]
    public void what_was_never_scheduled_cannot_be_postponed()
    {
        Given(Opened).When(Postponing).ThenRefused("meeting-unknown");
        Given(Opened, SummitFloated).When(Postponing).ThenRefused("nothing-to-postpone");
        Given([.. Agreed, SummitOnThe15th, SummitPostponed]).When(Postponing).ThenRefused("nothing-to-postpone");
        Given([.. Agreed, SummitHeld]).When(Postponing).ThenRefused("nothing-to-postpone");
    }

    [Fact]
    public void a_party_postpones_it() =>
        Given([.. Agreed, SummitOnThe15th]).When(Postponing with { By = "CHN" }).ThenRefused("unknown-party");
}
