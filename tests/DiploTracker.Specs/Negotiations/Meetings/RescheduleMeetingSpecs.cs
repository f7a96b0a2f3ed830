using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

public sealed class RescheduleMeetingSpecs
{
    private static readonly RescheduleMeeting ToThe16th = new("m-summit", Date("2025-08-16"));

    [Fact]
    public void a_scheduled_meeting_is_moved() =>
        Given([.. Agreed, SummitOnThe15th]).When(ToThe16th).Then(SummitMoved).AndAgain();

    [Fact]
    public void it_says_so_and_confirmations_start_anew()
    {
        var meeting = Given([.. Agreed, SummitOnThe15th with { ConfirmedBy = ["USA"] }, SummitMoved with { ConfirmedBy = ["RUS.Ushakov"] }]).Meeting();

        (meeting.Status, meeting.When, meeting.Moved, meeting.Sequence)
            .ShouldBe((MeetingStatus.Scheduled, Date("2025-08-16"), true, 2));
        meeting.ConfirmedBy.ShouldBe(["RUS"]);
    }

    [Fact]
    public void it_is_as_tentative_as_before_unless_told()
    {
        Given([.. Agreed, SummitOnThe15th, SummitMoved]).Meeting().Tentative.ShouldBeFalse();
        Given([.. Agreed, SummitNextWeek, SummitMoved]).Meeting().Tentative.ShouldBeTrue();
        Given([.. Agreed, SummitNextWeek, SummitMoved with { Tentative = false }]).Meeting().Tentative.ShouldBeFalse();
    }

    [Fact]
    public void another_date_is_another_date() =>
        Given([.. Agreed, SummitOnThe15th]).When(ToThe16th with { When = Date("2025-08-15") }).ThenRefused("same-date");

    [Theory]
    [InlineData("2025-08-16T07:30Z", "2025-08-16T10:30+03:00")]
    [InlineData("2025-08-16T07:30Z", "2025-08-16T07:30:00Z")]
    [InlineData("2025-10", "2025-10-XX")]
    [InlineData("[2025-08-11,2025-08-17]", "[2025-08-17,2025-08-11]")]
    public void an_equal_date_is_no_other_date_however_it_is_written(string scheduled, string moved)
    {
        var given = Given([.. Agreed, SummitOnThe15th with { When = Date(scheduled), ConfirmedBy = ["USA"] }]);
        given.When(ToThe16th with { When = Date(moved) }).ThenRefused("same-date");
        given.When(ToThe16th with { When = Date("2025-08-16T07:31Z") }).After().Meeting().Moved.ShouldBeTrue();
    }

    [Fact]
    public void there_is_a_date_to_move()
    {
        Given(Opened).When(ToThe16th).ThenRefused("meeting-unknown");
        Given(Agreed).When(ToThe16th).ThenRefused("nothing-to-reschedule");
        Given([.. Agreed, SummitOnThe15th, SummitPostponed]).When(ToThe16th).ThenRefused("nothing-to-reschedule");
        Given([.. Agreed, SummitOnThe15th, SummitCancelled]).When(ToThe16th).ThenRefused("nothing-to-reschedule");
    }

    [Fact]
    public void the_date_is_edtf() =>
        Given([.. Agreed, SummitOnThe15th]).When(ToThe16th with { When = NotADate }).ThenRefused("edtf-invalid");

    [Fact]
    public void those_who_confirm_are_parties() =>
        Given([.. Agreed, SummitOnThe15th]).When(ToThe16th with { ConfirmedBy = ["CHN"] }).ThenRefused("unknown-party");

    [Fact]
    public void one_under_way_is_not_moved() =>
        Given([.. Agreed, SummitOnThe15th, SummitBegun]).When(new RescheduleMeeting("m-summit", Date("2025-08-16"))).ThenRefused("meeting-under-way");
}
