using System.Globalization;
using DiploTracker.Kernel;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;

namespace DiploTracker.MeetingCalendar;

/// <summary>
/// The whole span that a meeting may be in, as iCalendar draws it: days as dates with the day after as their end, times
/// as the clock on the wall shows them, in a zone of that offset. An open end cannot be drawn: the end that is known is
/// shown.
/// </summary>
internal sealed record EventDates(CalDateTime Start, CalDateTime? End, IEnumerable<TimeSpan> Offsets)
{
    /// <summary>Null when it never had a date: it is in no calendar.</summary>
    public static EventDates? Of(CalendarMeeting meeting) => meeting.LastWhen switch
    {
        { Begins: { } begins, Ends: { } ends } => Between(begins, ends),
        { Begins: { } begins } => Between(begins, ends: null),
        { Ends: { Offset: null } ends } => Between(ends with { Time = ends.Time.AddDays(-1) }, ends),
        { Ends: { } ends } => Between(ends, ends: null),
        _ => null,
    };

    /// <summary>A zone that never changes its offset.</summary>
    public static VTimeZone ZoneOf(TimeSpan offset)
    {
        var zone = new VTimeZone(NameOf(offset)) { Location = null };
        zone.AddChild(new VTimeZoneInfo("STANDARD")
        {
            // Before any date of diplomacy that a calendar shows.
            Start = new CalDateTime(1601, 1, 1, 0, 0, 0),
            OffsetFrom = new UtcOffset(offset),
            OffsetTo = new UtcOffset(offset),
            TimeZoneName = NameOf(offset),
        });
        return zone;
    }

    private static EventDates Between(WallClock begins, WallClock? ends)
    {
        // A time and days beside it have one offset. An end must lie after the beginning, or be left out.
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
