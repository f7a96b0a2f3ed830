using DiploTracker.Briefs;
using DiploTracker.Http;
using DiploTracker.MeetingCalendar;

namespace DiploTracker.Desk.Negotiation;

/// <summary>One negotiation at a moment: the briefing, with its meetings on an axis and its sources numbered.</summary>
internal static class NegotiationScreen
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/negotiations/{key}", Get).ExcludeFromDescription();

    [Through(typeof(BriefReader), nameof(BriefReader.Find))]
    public static async Task<IResult> Get(string key, HttpContext context, BriefReader briefs)
    {
        var moment = NegotiationMoment.Of(context.Request.Query);
        if (moment.IsBlank(context.Request.Query))
            return Results.LocalRedirect($"/negotiations/{Uri.EscapeDataString(key)}{moment.Query}");
        var (briefing, seen, refusal) = await briefs.Find(context, [key]);
        if (briefing is null)
            return DeskResult.Problem(context, refusal!);
        var day = Visitor.Of(context.Request).Today();
        IReadOnlyList<CalendarMeeting> meetings = [.. new MeetingProjection().Project(key, seen[0].Seen)];
        return DeskResult.Page<Negotiation>(context, briefing.Negotiations[0].Title.Text, new NegotiationModel(
            briefing, briefing.Negotiations[0], moment, day, InOrder(meetings), Hidden(key, seen[0], meetings)));
    }

    /// <summary>By their dates, those without one last.</summary>
    private static IReadOnlyList<CalendarMeeting> InOrder(IEnumerable<CalendarMeeting> meetings) =>
    [
        .. meetings.OrderBy(meeting => meeting.LastWhen?.First.InOrder ?? "~", StringComparer.Ordinal)
            .ThenBy(meeting => meeting.Id, StringComparer.Ordinal),
    ];

    /// <summary>Meetings that are known now, and were not at the moment.</summary>
    private static IReadOnlyList<CalendarMeeting> Hidden(
        string key, Sight sight, IReadOnlyList<CalendarMeeting> shown) =>
        sight.Now == sight.Seen ? [] : InOrder(new MeetingProjection().Project(key, sight.Now)
            .Where(meeting => !shown.Any(other => other.Id == meeting.Id)));
}

/// <param name="Hidden">Meetings that the moment hides.</param>
public sealed record NegotiationModel(
    Briefing Briefing, Brief Brief, NegotiationMoment Moment, DateOnly Today, IReadOnlyList<CalendarMeeting> Meetings,
    IReadOnlyList<CalendarMeeting> Hidden);
