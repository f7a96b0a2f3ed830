using DiploTracker.MeetingCalendar;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Calendar;

/// <summary>How a date of each precision is drawn in a calendar, and told in JSON-LD.</summary>
public sealed class EventDateSpecs
{
    [Theory]
    [InlineData("2025-08-15", "20250815", "20250816", "2025-08-15", null)]
    [InlineData("2025-08-15~", "20250815", "20250816", "2025-08-15", null)]
    [InlineData("2025-08", "20250801", "20250901", "2025-08-01", "2025-08-31")]
    [InlineData("2025-08-XX", "20250801", "20250901", "2025-08-01", "2025-08-31")]
    [InlineData("2024-02?", "20240201", "20240301", "2024-02-01", "2024-02-29")]
    [InlineData("2025", "20250101", "20260101", "2025-01-01", "2025-12-31")]
    [InlineData("2025-24", "20251201", "20260301", "2025-12-01", "2026-02-28")]
    [InlineData("2025-08-15/2025-08-17", "20250815", "20250818", "2025-08-15", "2025-08-17")]
    [InlineData("[2025-08-11..2025-08-17]", "20250811", "20250818", "2025-08-11", "2025-08-17")]
    [InlineData("[2025-08-20,2025-08-15]", "20250815", "20250821", "2025-08-15", "2025-08-20")]
    [InlineData("2025-08-15T10:00:00Z", "20250815T100000Z", null, "2025-08-15T10:00:00+00:00", null)]
    [InlineData("2025-08-15T23:30-08:00", "20250815T233000 UTC-0800", null, "2025-08-15T23:30:00-08:00", null)]
    [InlineData("2025-08-15T00:10:05+05:30", "20250815T001005 UTC+0530", null, "2025-08-15T00:10:05+05:30", null)]
    [InlineData("2025-08-15T10:00+03:00/2025-08-15T12:00+03:00", "20250815T100000 UTC+0300", "20250815T120000 UTC+0300", "2025-08-15T10:00:00+03:00", "2025-08-15T12:00:00+03:00")]
    [InlineData("2025-08-15T10:00-08:00/2025-08-15T23:00Z", "20250815T100000 UTC-0800", "20250815T230000Z", "2025-08-15T10:00:00-08:00", "2025-08-15T23:00:00+00:00")]
    [InlineData("2025-08-15T10:00+03:00/2025-08-16", "20250815", "20250817", "2025-08-15T10:00:00+03:00", "2025-08-16")]
    [InlineData("2025-08-15/2025-08-16T18:00+03:00", "20250815", "20250817", "2025-08-15", "2025-08-16T18:00:00+03:00")]
    [InlineData("2025-08-15/2025-08-15T24:00Z", "20250815", "20250816", "2025-08-15", "2025-08-16T00:00:00+00:00")]
    [InlineData("2025-08-15T22:00Z/2025-08-15T24:00Z", "20250815T220000Z", "20250816T000000Z", "2025-08-15T22:00:00+00:00", "2025-08-16T00:00:00+00:00")]
    [InlineData("2025-08-15T10:00+03:00/2025-08-15", "20250815", "20250816", "2025-08-15T10:00:00+03:00", null)]
    [InlineData("9999", "99990101", "99991231", "9999-01-01", "9999-12-31")]
    [InlineData("2025-08-15/..", "20250815", null, "2025-08-15", null)]
    [InlineData("../2025-08-15", "20250815", "20250816", null, "2025-08-15")]
    [InlineData("../2025-08-15T10:00-08:00", "20250815T100000 UTC-0800", null, null, "2025-08-15T10:00:00-08:00")]
    [InlineData("[2025-08-15..]", "20250815", null, "2025-08-15", null)]
    [InlineData("9999-12-31", "99991231", null, "9999-12-31", null)]
    [InlineData("0001-01-01T00:00+14:00", "00010101T000000 UTC+1400", null, "0001-01-01T00:00:00+14:00", null)]
    public void a_date_is_drawn_as_exactly_as_it_is_known(string when, string start, string? end, string? startDate, string? endDate)
    {
        var meeting = Given([.. Agreed, SummitNextWeek with { When = Date(when) }]).InCalendar();
        var dates = EventDates.Of(meeting).ShouldNotBeNull();
        (ReadCalendar.Text(dates.Start), ReadCalendar.Text(dates.End)).ShouldBe((start, end));
        var told = SchemaEvent.Of(meeting, [], new Uri("http://localhost/"));
        (told.StartDate, told.EndDate).ShouldBe((startDate, endDate));
    }

    [Fact]
    public void a_time_brings_the_zone_of_its_offset()
    {
        var written = Given([.. Agreed, SummitOnThe15th with { When = Date("2025-08-15T11:30-08:00") }]).Timeline.Written();
        written.Lines().ShouldContain("DTSTART;TZID=UTC-0800:20250815T113000");
        var zone = Ical.Net.Calendar.Load(written)!.TimeZones.ShouldHaveSingleItem();
        zone.TzId.ShouldBe("UTC-0800");
        zone.TimeZoneInfos.ShouldHaveSingleItem().OffsetTo!.Offset.ShouldBe(TimeSpan.FromHours(-8));
        written.IndexOf("VTIMEZONE", StringComparison.Ordinal).ShouldBeLessThan(written.IndexOf("VEVENT", StringComparison.Ordinal));
    }

    [Fact]
    public void what_is_in_utc_needs_no_zone() =>
        Given([.. Agreed, SummitOnThe15th with { When = Date("2025-08-15T19:30Z") }]).Timeline.Written().ShouldNotContain("VTIMEZONE");
}
