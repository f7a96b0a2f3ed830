using System.Globalization;
using DiploTracker.MeetingCalendar;
using DiploTracker.Specs.Views;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Shouldly;

namespace DiploTracker.Specs.Calendar;

/// <summary>Given facts, then the calendar file as it is written and as Ical.Net reads it.</summary>
internal static class ReadCalendar
{
    private static readonly MeetingCalendar.MeetingProjection View = new();

    public static string Written(this Timeline timeline, string? stale = null) =>
        new CalendarFile("DiploTracker", new Uri("http://localhost:5080/"), stale).Write(View.Project("ukraine-2025", timeline).Where(meeting => meeting.CalendarStatus is not null));

    public static CalendarMeeting InCalendar(this Specification given) => given.Only(View);

    public static List<CalendarEvent> Events(this Timeline timeline) => [.. Ical.Net.Calendar.Load(timeline.Written())!.Events];

    /// <summary>The only event, or null.</summary>
    public static CalendarEvent? Event(this Specification given) => given.Timeline.Events().SingleOrDefault();

    public static string? Value(this ICalendarPropertyListContainer component, string name) => component.Properties.Get<string>(name);

    public static void ShouldBe(this CalendarEvent? @event, string status, int sequence, string start, string? end)
    {
        @event.ShouldNotBeNull();
        (@event.Status, @event.Sequence, Text(@event.Start), Text(@event.End)).ShouldBe((status, sequence, start, end));
        @event.Uid.ShouldBe("m-summit.ukraine-2025@diplotracker");
    }

    /// <summary><c>20250815</c>, <c>20250815T100000Z</c>, <c>20250815T100000 UTC-0800</c>.</summary>
    public static string? Text(CalDateTime? date) => date switch
    {
        null => null,
        { HasTime: false } => date.Value.ToString("yyyyMMdd"),
        { IsUtc: true } => date.Value.ToString("yyyyMMdd'T'HHmmss'Z'"),
        _ => $"{date.Value:yyyyMMdd'T'HHmmss} {date.TzId}",
    };

    /// <summary>The moment, by the offset in the name of the zone.</summary>
    public static DateTime Instant(CalDateTime time) => time.IsUtc ? time.Value
        : DateTimeOffset.ParseExact($"{time.Value:s}{time.TzId!.Replace("UTC", "").Insert(3, ":")}", "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture).UtcDateTime;

    /// <summary>The lines as they are sent.</summary>
    public static string[] Lines(this string file) => file.Split("\r\n");
}
