using DiploTracker.Desk.Drawing;
using DiploTracker.Kernel;
using DiploTracker.MeetingCalendar;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Desk;

/// <summary>Where and how dates and meetings are drawn.</summary>
public sealed class DrawingSpecs
{
    private static readonly Scale Week = new(new(2025, 8, 11), new(2025, 8, 17), IsRightToLeft: false);

    [Fact]
    public void days_share_the_axis_and_begin_at_its_start()
    {
        Week.Start(new(2025, 8, 11)).ShouldBe(0);
        Week.End(new(2025, 8, 17)).ShouldBe(100);
        Week.Middle(new(2025, 8, 14)).ShouldBe(50);
        (Week.Start(new(2025, 8, 1)), Week.End(new(2025, 9, 1))).ShouldBe((0, 100));
    }

    [Fact]
    public void time_runs_from_right_to_left_where_the_page_does()
    {
        var mirrored = Week with { IsRightToLeft = true };
        mirrored.Start(new(2025, 8, 11)).ShouldBe(100);
        mirrored.End(new(2025, 8, 17)).ShouldBe(0);
    }

    [Theory]
    [InlineData("2025-08-10", false)]
    [InlineData("2025-08-11", true)]
    [InlineData("[2025-08-01..2025-08-12]", true)]
    [InlineData("2025-08-17/..", true)]
    [InlineData("2025-08-18/..", false)]
    [InlineData("../2025-08-11", true)]
    public void a_date_is_shown_if_any_of_its_days_is(string date, bool isShown) =>
        Week.Shows(Edtf.Parse(date)).ShouldBe(isShown);

    [Fact]
    public void an_axis_leaves_out_what_is_long_over_and_has_none_without_dates()
    {
        var axis = Scale.Over([Edtf.Parse("1999-01-01"), Edtf.Parse("2025-08-01"), Edtf.Parse("2025-08-20")], new(2025, 8, 10), false)!;
        axis.Has(new(2025, 8, 1)).ShouldBeTrue();
        axis.Has(new(1999, 1, 1)).ShouldBeFalse();
        Scale.Over([], new(2025, 8, 10), false).ShouldBeNull();
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(100, 4)]
    [InlineData(400, 5)]
    [InlineData(4000, 11)]
    public void an_axis_names_days_months_or_years(int days, int atMost) =>
        new Scale(new(2025, 1, 1), new DateOnly(2025, 1, 1).AddDays(days - 1), false).Ticks().Count().ShouldBeInRange(1, atMost);

    [Fact]
    public void a_meeting_is_drawn_by_its_date_and_its_state()
    {
        var summit = MeetingMark.Of(Drawn([.. Agreed, SummitNextWeek]))!;
        (summit.IsDot, summit.IsDashed, summit.IsStruck, summit.Meaning).ShouldBe((false, true, false, Meaning.Agreed));

        var cancelled = MeetingMark.Of(Drawn([.. Agreed, SummitOnThe15th, SummitCancelled]))!;
        (cancelled.IsDot, cancelled.IsStruck, cancelled.Meaning).ShouldBe((true, true, Meaning.Over));

        var moved = MeetingMark.Of(Drawn([.. Agreed, SummitOnThe15th, SummitMoved]))!;
        (moved.When.Text, moved.MovedFrom?.Text).ShouldBe(("2025-08-16", "2025-08-15"));
    }

    [Fact]
    public void what_is_blocked_is_drawn_so_until_it_is_over()
    {
        MeetingMark.MeaningOf(Drawn([.. Agreed, TermsFirst])).ShouldBe(Meaning.Blocked);
        MeetingMark.MeaningOf(Drawn([.. Agreed, SummitOnThe15th, TermsFirst, SummitHeld])).ShouldBe(Meaning.Over);
        MeetingMark.Of(Drawn(Agreed)).ShouldBeNull("it has no date");
    }

    private static CalendarMeeting Drawn(DomainEvent[] events) =>
        new MeetingProjection().Project("key", Given(events).Timeline).Single();
}
