using System.Text.Json.Serialization;
using DiploTracker.Http;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.MeetingCalendar;

/// <summary>A page of meetings.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Missing">
/// The keys of the negotiations that the view cannot process and leaves out, the first 100; absent if there are none.
/// </param>
public sealed record CalendarMeetings(IReadOnlyList<CalendarMeeting> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null);

public static class MeetingsEndpoint
{
    /// <summary>
    /// Meetings of all negotiations by date, those without one last: filtered by negotiation, party, status, kind,
    /// level, by a window (<c>from</c>, <c>to</c>) that the date may lie in, by whether a position blocks them, and by
    /// words.
    /// </summary>
    [WolverineGet("/api/meetings")]
    [EndpointName("listMeetings")]
    [Tags("Across negotiations")]
    [Filters(nameof(Filters))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Page))]
    [ProducesResponseType<CalendarMeetings>(StatusCodes.Status200OK)]
    public static Task<IResult> Get(HttpContext context, ProjectionReader views) => views.Page<MeetingProjection>(context, Filters);

    internal static void Filters(ProjectionQuery meetings) => meetings
        .Meetings()
        .Flag("calendar", "Whether it is in the calendar.", "t.calendar_status is not null")
        .Dates(isIndexed: true)
        .SortByDate("when")
        .Sort("recorded", "t.recorded_at", "timestamptz");
}

internal static class MeetingFilters
{
    /// <summary>The filters for meetings, in lists and in the calendar.</summary>
    public static ProjectionQuery Meetings(this ProjectionQuery meetings) => meetings
        .Text("negotiation", "Only those of these negotiations: keys, separated by commas.")
        .Has("party", "Only those of all these parties, separated by commas.", "participants")
        .Label("level", "Only those at one of these levels.")
        .Label("track", "Only those of one of these tracks.")
        .Word<MeetingStatus>("status", "Only those with one of these, separated by commas.")
        .Word<MeetingKind>("kind", "Only those of one of these kinds.")
        .Word<MeetingOutcome>("outcome", "Only those with one of these outcomes.")
        .Flag("blocked", "Whether a standing position blocks it.", "cardinality(t.blocked_by) > 0")
        .Flag("tentative", "Whether its date is not firm.", "t.tentative")
        .Search();
}
