using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Kernel;

public sealed class EdtfContainmentSpecs
{
    [Theory]
    [InlineData("2025-08", "2025-08-15", true)]
    [InlineData("2025-08-15", "2025-08", false)]
    [InlineData("2025-08-15", "2025-08-15T20:00-08:00", true)]
    [InlineData("2025-08-16", "2025-08-15T20:00-08:00", false)]
    [InlineData("2025-08-15", "2025-08-15T00:30+10:00", true)]
    [InlineData("2025-08-14", "2025-08-15T00:30+10:00", false)]
    [InlineData("2025-08-15T20:00-08:00", "2025-08-16T04:00Z", true)]
    [InlineData("2025-08-15T20:00-08:00", "2025-08-15T20:00Z", false)]
    [InlineData("2025-08-15T10:00Z", "2025-08-15T10:00:00Z", true)]
    [InlineData("2025-08-15T10:00:00Z", "2025-08-15T10:00Z", true)]
    [InlineData("2025-08-15T20:00+14:00/2025-08-15T08:00Z", "2025-08-15", false)]
    [InlineData("2025-08-15", "2025-08-15T00:30+10:00/2025-08-15T22:00Z", true)]
    [InlineData("2025-08-15", "2025-08-15T23:30+10:00/2025-08-15T22:00Z", true)]
    [InlineData("2025-08-15", "2025-08-16T00:30+10:00/2025-08-15T22:00Z", false)]
    [InlineData("2025-08-15", "2025-08-15T00:30+10:00/2025-08-14T22:00Z", false)]
    [InlineData("2025-08-14T20:00-08:00/2025-08-16T04:00-08:00", "2025-08-15", true)]
    [InlineData("2025-08-15", "2025-08-15T24:00Z", true)]
    [InlineData("2025-08-16", "2025-08-15T24:00Z", false)]
    [InlineData("2025-08-15/2025-08-16T18:00+03:00", "2025-08-15T23:30-08:00", true)]
    [InlineData("2025-08-15/2025-08-16T18:00+03:00", "2025-08-15T00:30+14:00", true)]
    [InlineData("2025-08-15/2025-08-16T18:00+03:00", "2025-08-16T15:00Z", true)]
    [InlineData("2025-08-15/2025-08-16T18:00+03:00", "2025-08-16T15:01Z", false)]
    [InlineData("2025-08-01/..", "2025-08-15/..", true)]
    [InlineData("2025-08-01/..", "../2025-08-15", false)]
    [InlineData("2025/9999", "2025/..", false)]
    [InlineData("[2025-08-08,2025-08-15]", "2025-08-08", true)]
    [InlineData("[2025-08-08,2025-08-15]", "2025-08-15T23:00-08:00", true)]
    [InlineData("[2025-08-08,2025-08-15]", "2025-08-10", false)]
    [InlineData("[2025-08-08,2025-08-15]", "2025-08-08/2025-08-15", false)]
    [InlineData("[2025-08-10,2025-08-08,2025-08-09]", "2025-08-08/2025-08-10", true)]
    [InlineData("2025-08", "[2025-08-08,2025-08-15]", true)]
    [InlineData("2025-08", "[2025-08-08,2025-09-15]", false)]
    public void a_date_contains_another_when_it_leaves_no_moment_of_it_out(
        string outer, string inner, bool contained) =>
        Edtf.Parse(outer).Contains(Edtf.Parse(inner)).ShouldBe(contained);

    [Theory]
    [InlineData("2025-08-15", "2025-08-15T20:00-08:00", true)]
    [InlineData("2025-08-15", "2025-08-16T04:00Z", false)]
    [InlineData("2025-08-15T20:00-08:00", "2025-08-16T04:00Z", true)]
    [InlineData("[2025-08-08,2025-08-15]", "2025-08-09T04:00Z", false)]
    public void a_date_contains_a_moment_by_the_clock_of_that_moment(string date, string moment, bool contained) =>
        Edtf.Parse(date).Contains(DateTimeOffset.Parse(moment)).ShouldBe(contained);

    [Theory]
    [InlineData("2025-08-15", "[2025-08-11..2025-08-17]", true)]
    [InlineData("2025-08-18", "[2025-08-11..2025-08-17]", false)]
    [InlineData("2025-08-24", "[2025-08-08..2025-08-17~]", true)]
    [InlineData("2025-08-25", "[2025-08-08..2025-08-17~]", false)]
    [InlineData("2025-08-01", "[2025-08-08..2025-08-17%]", true)]
    [InlineData("2025-07-31", "[2025-08-08..2025-08-17%]", false)]
    [InlineData("2025-08-18", "[2025-08-08..2025-08-17?]", false)]
    [InlineData("2025-08-18~", "[2025-08-11..2025-08-17]", false)]
    [InlineData("2025-08-24T23:00-08:00", "2025-08-17~", true)]
    [InlineData("2025-08-25T01:00+10:00", "2025-08-17~", false)]
    [InlineData("2025-08-12/2025-08-13", "[2025-08-08,2025-08-15~]", true)]
    [InlineData("0001-01-01", "0001-01-03~", true)]
    [InlineData("9999-12-31", "9999-12-30~", true)]
    [InlineData("9999-12-31", "2025~/..", true)]
    [InlineData("0001", "../2025~", true)]
    [InlineData("2026-01-08", "../2025~", false)]
    public void narrowing_stays_in_the_window_and_an_approximate_window_gives_seven_days(
        string date, string window, bool narrows) =>
        Edtf.Parse(date).Narrows(Edtf.Parse(window)).ShouldBe(narrows);

    [Theory]
    [InlineData("2025-08-15", "2025-08-14T10:00Z", true)]
    [InlineData("2025-08-15", "2025-08-14T09:59:59Z", false)]
    [InlineData("2025-08-15", "2025-08-14T02:00-08:00", true)]
    [InlineData("2025-08", "2025-07-31T10:00Z", true)]
    [InlineData("2025-08-15T10:00-08:00", "2025-08-15T18:00Z", true)]
    [InlineData("2025-08-15T10:00-08:00", "2025-08-15T17:59:59Z", false)]
    [InlineData("../2025-08-15", "0001-01-01T00:00Z", true)]
    [InlineData("9999-12-31", "9999-12-31T23:59Z", true)]
    public void a_day_has_come_when_it_has_come_anywhere(string date, string moment, bool hasCome) =>
        Edtf.Parse(date).HasComeBy(DateTimeOffset.Parse(moment)).ShouldBe(hasCome);
}
