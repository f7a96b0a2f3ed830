using DiploTracker.Negotiations;
using DiploTracker.Views;
using Wolverine.Http;

namespace DiploTracker.MeetingCalendar;

public static class MeetingsEndpoint
{
    /// <summary>
    /// Meetings of all negotiations by date, those without one last: filtered by negotiation, party, status, kind, level, by a
    /// window (<c>from</c>, <c>to</c>) that the date may lie in, by whether a position blocks them, and by words.
    /// </summary>
    [WolverineGet("/api/meetings")]
    public static Task<IResult> Get(HttpContext context, ViewReader views) => views.Page<MeetingCalendar>(context, meetings => meetings
        .Text("negotiation").Has("party", "participants").Text("level").Text("track")
        .Word<MeetingStatus>("status").Word<MeetingKind>("kind").Word<MeetingOutcome>("outcome")
        .Flag("blocked", "cardinality(t.blocked_by) > 0").Flag("tentative", "t.tentative").Flag("calendar", "t.calendar_status is not null")
        .Dates().Search()
        .Sort("when", "coalesce(t.earliest, 'infinity')", "timestamptz").Sort("recorded", "t.recorded_at", "timestamptz"));
}
