using DiploTracker.Negotiations;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace DiploTracker.MeetingCalendar;

/// <summary>Meetings as an iCalendar file (RFC 5545, 7986). No clock: the same meetings give the same bytes.</summary>
/// <param name="Base">The address of the tracker, for links.</param>
/// <param name="LeavesOut">
/// A note on what is missing; shown in its description, because nobody sees the headers of a subscription.
/// </param>
internal sealed record CalendarFile(string Name, Uri Base, string? LeavesOut = null)
{
    private const string AskAgainAfter = "PT15M";

    public string Write(IEnumerable<CalendarMeeting> meetings)
    {
        var calendar = new Calendar { ProductId = "-//DiploTracker//DiploTracker//EN" };
        var description = string.Join(' ', new[] { LeavesOut, "Meetings in diplomatic negotiations. A date that is not firm is shown over all days that it may be." }.OfType<string>());
        Add(calendar, "NAME", Name);
        Add(calendar, "X-WR-CALNAME", Name);
        Add(calendar, "DESCRIPTION", description);
        Add(calendar, "X-WR-CALDESC", description);
        Add(calendar, "X-PUBLISHED-TTL", AskAgainAfter);
        var refresh = new CalendarProperty("REFRESH-INTERVAL", AskAgainAfter);
        refresh.AddParameter("VALUE", "DURATION");
        calendar.AddProperty(refresh);

        List<TimeSpan> offsets = [];
        List<CalendarEvent> events = [];
        foreach (var meeting in meetings)
            if (EventDates.Of(meeting) is { } dates)
            {
                offsets.AddRange(dates.Offsets);
                events.Add(EventOf(meeting, dates));
            }
        // Zones come first: a program that reads line by line knows them when it reaches an event.
        foreach (var offset in offsets.Distinct().Order())
            calendar.TimeZones.Add(EventDates.ZoneOf(offset));
        foreach (var @event in events)
            calendar.Events.Add(@event);
        return ContentLines.WholeCharacters(new CalendarSerializer().SerializeToString(calendar)!);
    }

    private CalendarEvent EventOf(CalendarMeeting meeting, EventDates dates)
    {
        var recorded = new CalDateTime(meeting.RecordedAt.UtcDateTime);
        var @event = new CalendarEvent
        {
            Uid = meeting.Uid,
            Sequence = meeting.Sequence,
            Status = meeting.CalendarStatus,
            // Only exact days are busy: nobody who met "in 2025" was engaged all year.
            Transparency = meeting.CalendarStatus == EventStatus.Confirmed && meeting.When is { IsExact: true }
                ? TransparencyType.Opaque : TransparencyType.Transparent,
            Start = dates.Start,
            Summary = ContentLines.Clean(EventText.Summary(meeting)),
            Description = ContentLines.Clean(EventText.Description(meeting)),
            Categories = [Kernel.Vocabulary<MeetingKind>.WordOf(meeting.Kind), .. Words(meeting.Level, meeting.Track)],
            Url = new Uri(Base, $"api/negotiations/{meeting.Negotiation}"),
            LastModified = recorded,
            DtStamp = recorded,
        };
        if (dates.End is { } end)
            @event.End = end;
        if (meeting.Venue is { Disclosure: VenueDisclosure.Disclosed, Place: { } place })
            @event.Location = ContentLines.Clean(place);
        Add(@event, "X-EDTF", meeting.LastWhen!.Text);
        Add(@event, "X-DIPLO-STATUS", Kernel.Vocabulary<MeetingStatus>.WordOf(meeting.Status).ToUpperInvariant());
        return @event;
    }

    private static IEnumerable<string> Words(params string?[] words) => words.OfType<string>().Select(ContentLines.Clean).Where(word => word.Length > 0);

    private static void Add(CalendarComponent to, string name, string value) => to.AddProperty(name, ContentLines.Clean(value));
}
