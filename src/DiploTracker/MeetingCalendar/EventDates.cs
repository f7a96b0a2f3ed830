using System.Globalization;
using DiploTracker.Kernel;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;

namespace DiploTracker.MeetingCalendar;

/// <summary>
/// The whole span that a meeting may be in, for iCalendar: days as dates that end on the day after, times as local
/// times in a zone of their offset. If only one end has a time, both are dates, as iCalendar cannot mix the two.
/// iCalendar has no open ends: only the known end is shown.
/// </summary>
internal sealed record EventDates(CalDateTime Start, CalDateTime? End, IEnumerable<TimeSpan> Offsets)
{
    /// <summary>Null if it never had a date and so is in no calendar.</summary>
    public static EventDates? Of(CalendarMeeting meeting) => meeting.LastWhen switch
    {
        { Begins: { } begins, Ends: { } ends } when begins.Offset is null == ends.Offset is null =>
            Between(begins, ends),
        { First.Date: { } first, Last.Date: { } last } =>
            Between(Midnight(first), Midnight(last == DateOnly.MaxValue ? last : last.AddDays(1))),
        { Begins: { } begins } => Between(begins, ends: null),
        { Ends: { Offset: null } ends } => Between(ends with { Time = ends.Time.AddDays(-1) }, ends),
        { Ends: { } ends } => Between(ends, ends: null),
        _ => null,
    };

    /// <summary>A zone with a fixed offset.</summary>
    public static VTimeZone ZoneOf(TimeSpan offset)
    {
        var zone = new VTimeZone(NameOf(offset)) { Location = null };
        zone.AddChild(new VTimeZoneInfo("STANDARD")
        {
            // Earlier than any date that a calendar shows.
            Start = new CalDateTime(1601, 1, 1, 0, 0, 0),
            OffsetFrom = new UtcOffset(offset),
            OffsetTo = new UtcOffset(offset),
            TimeZoneName = NameOf(offset),
        });
        return zone;
    }

    private static WallClock Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset: null);

    private static EventDates Between(WallClock begins, WallClock? ends)
    {
        // The end must be after the start, or be left out.
        var end = ends is { } last && Instant(last) > Instant(begins) ? On(last) : null;
        return new EventDates(On(begins), end, new[] { begins.Offset, ends?.Offset }.OfType<TimeSpan>().Where(offset => offset != TimeSpan.Zero));
    }

    private static CalDateTime On(WallClock clock) => clock switch
    {
        { Offset: null, Time: var day } => new CalDateTime(day.Year, day.Month, day.Day),
        { Offset: { } offset, Time: var time } when offset == TimeSpan.Zero => new CalDateTime(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        { Offset: { } offset, Time: var time } => new CalDateTime(time, NameOf(offset)),
    };

    private static DateTime Instant(WallClock clock) => clock.Offset is { } offset && clock.Time.Ticks > offset.Ticks ? clock.Time - offset : clock.Time;

    // Without a colon: it would have to be quoted, and some programs cannot read that.
    private static string NameOf(TimeSpan offset) => $"UTC{Signed(offset).Replace(":", "")}";

    /// <summary><c>+03:00</c></summary>
    public static string Signed(TimeSpan offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");
}
