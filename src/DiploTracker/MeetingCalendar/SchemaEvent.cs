using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.MeetingCalendar;

/// <summary>A meeting as an Event of schema.org (JSON-LD). Unknown values are omitted.</summary>
/// <param name="StartDate">The first day or time that it may be on, in ISO 8601; absent while it has no date.</param>
/// <param name="EndDate">The last one; absent if it equals the first, or is open.</param>
/// <param name="PreviousStartDate">The earlier start date of a moved or postponed meeting.</param>
/// <param name="EventStatus">EventScheduled, EventRescheduled, EventPostponed or EventCancelled of schema.org.</param>
/// <param name="Location">Only if it has been disclosed.</param>
/// <param name="Organizer">Those who proposed it.</param>
/// <param name="SuperEvent">The track of talks it belongs to, or the negotiation.</param>
public sealed record SchemaEvent(
    [property: JsonPropertyName("@id")] string Url, string Identifier, string Name, string Description,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StartDate, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EndDate, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PreviousStartDate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EventStatus, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EventAttendanceMode, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SchemaPlace? Location,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SchemaParty>? Organizer, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SchemaParty>? Attendee, SchemaSeries SuperEvent)
{
    /// <summary>For embedding in pages, between script tags: HTML characters are escaped.</summary>
    internal static readonly JsonSerializerOptions Json = new(Http.Json.Options) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    [JsonPropertyName("@context"), JsonPropertyOrder(-2)]
    public string Context => "https://schema.org";

    [JsonPropertyName("@type"), JsonPropertyOrder(-1)]
    public string Type => "Event";

    internal static SchemaEvent Of(CalendarMeeting meeting, EquatableArray<string> proposedBy, Uri tracker)
    {
        var negotiation = new SchemaSeries(meeting.Title, $"{tracker}api/negotiations/{meeting.Negotiation}", SuperEvent: null);
        return new SchemaEvent(
            $"{tracker}api/negotiations/{meeting.Negotiation}/meetings/{meeting.Id}/event.jsonld", meeting.Uid,
            EventText.Summary(meeting), EventText.Description(meeting), Start(meeting.When), End(meeting.When),
            Start(meeting.Status == MeetingStatus.Postponed ? meeting.LastWhen : meeting.MovedFrom),
            meeting.EventStatus is { } status ? $"https://schema.org/{status}" : null, Attendance(meeting),
            meeting.Venue is { Disclosure: VenueDisclosure.Disclosed, Place: { } place } ? new SchemaPlace(place) : null,
            Parties(proposedBy), Parties([.. meeting.Participants.Except(meeting.Absent)]),
            meeting.Track is { } track ? new SchemaSeries(track, Url: null, negotiation) : negotiation);
    }

    private static string? Start(Edtf? when) => when?.Begins is { } begins ? Iso(begins) : null;

    // An end without a time stays a day; the day is the last one itself.
    private static string? End(Edtf? when) => when switch
    {
        { Ends: { Offset: not null } ends } => when.Begins == ends ? null : Iso(ends),
        { Last.Date: { } last } when when.First.Day < last.DayNumber =>
            Iso(new WallClock(last.ToDateTime(TimeOnly.MinValue), Offset: null)),
        _ => null,
    };

    private static string Iso(WallClock clock) => clock.Offset is { } offset
        ? string.Create(CultureInfo.InvariantCulture, $"{clock.Time:yyyy-MM-dd'T'HH:mm:ss}{EventDates.Signed(offset)}")
        : clock.Time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Without a disclosed place the meeting may still be in person, so nothing is claimed.
    private static string? Attendance(CalendarMeeting meeting) => meeting switch
    {
        { Kind: MeetingKind.Call } or { Format: "Video" or "Videoconference" or "Telephone" or "Online" } => "https://schema.org/OnlineEventAttendanceMode",
        { Venue: { Disclosure: VenueDisclosure.Disclosed, Place: not null } } => "https://schema.org/OfflineEventAttendanceMode",
        _ => null,
    };

    private static SchemaParty[]? Parties(EquatableArray<string> codes) => codes.IsEmpty ? null : [.. codes.Select(code => new SchemaParty(code))];
}

public sealed record SchemaPlace(string Name)
{
    [JsonPropertyName("@type"), JsonPropertyOrder(-1)]
    public string Type => "Place";
}

public sealed record SchemaParty(string Name)
{
    [JsonPropertyName("@type"), JsonPropertyOrder(-1)]
    public string Type => "Organization";
}

public sealed record SchemaSeries(
    string Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SchemaSeries? SuperEvent)
{
    [JsonPropertyName("@type"), JsonPropertyOrder(-1)]
    public string Type => "EventSeries";
}
