using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class ReinstateMeetingSpecs
{
    private static readonly ReinstateMeeting Reinstating = new("m-summit", "USA");

    [Fact]
    public void a_cancelled_meeting_is_on_again() =>
        Given([.. Agreed, SummitCancelled]).When(Reinstating).Then(SummitReinstated).AndAgain();

    [Fact]
    public void so_is_one_that_was_not_held() =>
        Given([.. Agreed, SummitOnThe15th, SummitNotHeld])
            .When(Reinstating with { When = Date("2025-08-19") })
            .Then(SummitReinstated with { When = Date("2025-08-19") });

    [Fact]
    public void the_kept_date_holds_when_none_is_given()
    {
        var meeting = Given([.. Agreed, SummitOnThe15th, SummitCancelled, SummitReinstated]).Meeting();

        (meeting.Status, meeting.When, meeting.Tentative, meeting.Reinstated, meeting.Sequence)
            .ShouldBe((MeetingStatus.Scheduled, Date("2025-08-15"), false, 1, 3));
    }

    [Theory]
    [InlineData("2025-08-19", false)]
    [InlineData("2025-08-19T10:00Z", false)]
    [InlineData("[2025-08-18..2025-08-24]", true)]
    [InlineData("2025-09", true)]
    public void it_is_tentative_unless_the_day_is_exact(string when, bool tentative)
    {
        var meeting = Given([.. Agreed, SummitOnThe15th, SummitCancelled, SummitReinstated with { When = Date(when) }]).Meeting();

        (meeting.Status, meeting.When, meeting.Tentative).ShouldBe((MeetingStatus.Scheduled, Date(when), tentative));
    }

    [Fact]
    public void without_any_date_it_is_agreed_in_principle()
    {
        var meeting = Given([.. Agreed, SummitCancelled, SummitReinstated, SummitCancelled, SummitReinstated])
            .Meeting();

        (meeting.Status, meeting.When, meeting.Tentative, meeting.Reinstated)
            .ShouldBe((MeetingStatus.AgreedInPrinciple, null, true, 2));
    }

    [Fact]
    public void there_is_something_to_reinstate()
    {
        Given(Opened).When(Reinstating).ThenRefused("meeting-unknown");
        Given([.. Agreed, SummitOnThe15th]).When(Reinstating).ThenRefused("nothing-to-reinstate");
        Given([.. Agreed, SummitOnThe15th, SummitPostponed]).When(Reinstating).ThenRefused("nothing-to-reinstate");
        Given(Opened, SummitProposed, SummitRejected).When(Reinstating).ThenRefused("nothing-to-reinstate");
    }

    [Fact]
    public void the_date_is_edtf() =>
        Given([.. Agreed, SummitCancelled]).When(Reinstating with { When = NotADate }).ThenRefused("edtf-invalid");

    [Fact]
    public void a_party_reinstates_it() =>
        Given([.. Agreed, SummitCancelled]).When(Reinstating with { By = "CHN" }).ThenRefused("unknown-party");
}
