using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class PostponeMeetingSpecs
{
    private static readonly PostponeMeeting Postponing = new("m-summit", ["RUS"], "manoeuvres");

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
    public void what_was_never_agreed_cannot_be_postponed()
    {
        Given(Opened).When(Postponing).ThenRefused("meeting-unknown");
        Given(Opened, SummitFloated).When(Postponing).ThenRefused("nothing-to-postpone");
        Given(Opened, SummitProposed).When(Postponing).ThenRefused("nothing-to-postpone");
        Given([.. Agreed, SummitOnThe15th, SummitPostponed]).When(Postponing).ThenRefused("nothing-to-postpone");
        Given([.. Agreed, SummitHeld]).When(Postponing).ThenRefused("nothing-to-postpone");
    }

    [Fact]
    public void a_party_postpones_it() =>
        Given([.. Agreed, SummitOnThe15th]).When(Postponing with { By = ["RUS", "CHN"] }).ThenRefused("unknown-party");

    [Fact]
    public void one_that_was_agreed_is_put_off_without_ever_having_had_a_date()
    {
        var meeting = Given(Agreed).When(Postponing).Then(SummitPostponed with { Reason = "manoeuvres" }).AndAgain().After().Meeting();

        (meeting.Status, meeting.When, meeting.Sequence).ShouldBe((MeetingStatus.Postponed, null, 1));
        Given(Opened, SummitProposed with { Formality = Formality.Convened }).When(Postponing).Then(SummitPostponed with { Reason = "manoeuvres" });
    }

    [Fact]
    public void several_or_nobody_may_postpone_it()
    {
        Given(Agreed).When(new PostponeMeeting("m-summit", ["USA", "RUS"])).Then(SummitPostponed with { By = ["USA", "RUS"] }).AndAgain();
        Given(Agreed).When(new PostponeMeeting("m-summit")).Then(SummitPostponed with { By = [] }).AndAgain();
    }

    [Fact]
    public void one_under_way_is_not_postponed() =>
        Given([.. Agreed, SummitBegun]).When(Postponing).ThenRefused("meeting-under-way");
}
