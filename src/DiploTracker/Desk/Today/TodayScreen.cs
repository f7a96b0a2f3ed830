using System.Globalization;
using DiploTracker.AgreementRegister;
using DiploTracker.Http;
using DiploTracker.MeetingCalendar;
using DiploTracker.NegotiationList;
using DiploTracker.Projections;
using DiploTracker.ProposalBoard;

namespace DiploTracker.Desk.Today;

/// <summary>The first screen, from the same views as the routes of the API.</summary>
internal static class TodayScreen
{
    private const int MostOfEach = 50;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/today", Get).ExcludeFromDescription();

    /// <summary>
    /// What is next, owed, blocked and new, for the negotiations and parties that the reader follows.
    /// </summary>
    [TakesQuery("negotiation", "Only these negotiations: keys, separated by commas.")]
    [TakesQuery("party", "Only with all these parties.")]
    public static async Task<IResult> Get(HttpContext context, ProjectionReader views)
    {
        var filter = Filter(context);
        var day = Visitor.Of(context.Request).Today();
        var (soon, blocked, owed, deadlines, latest) = (
            await views.Rows<MeetingProjection, CalendarMeeting>(
                context, $"?from={Day(day)}&to={Day(day.AddDays(6))}&limit={MostOfEach}{filter.Query()}",
                MeetingsEndpoint.Filters),
            await views.Rows<MeetingProjection, CalendarMeeting>(
                context, $"?blocked=true&limit={MostOfEach}{filter.Query()}", MeetingsEndpoint.Filters),
            await views.Rows<ProposalProjection, BoardProposal>(
                context, $"?owed=true&limit={MostOfEach}{filter.Query()}", ProposalsEndpoint.Filters),
            await views.Rows<DeadlineProjection, BoardDeadline>(
                context, $"?status=Running&to={Day(day.AddDays(30))}&limit={MostOfEach}{filter.Query()}",
                AgreementEndpoints.DeadlineFilters),
            await views.Rows<NegotiationListProjection, NegotiationLine>(
                context, $"?sort=-recorded&limit=10{filter.Query()}", ListEndpoint.Filters));
        if ((soon.Refusal ?? blocked.Refusal ?? owed.Refusal ?? deadlines.Refusal ?? latest.Refusal) is { } refusal)
            return DeskResult.Problem(context, refusal);
        (long Position, long Lag, IReadOnlyList<string> Missing)[] fresh =
        [
            Freshness(soon.Page!), Freshness(blocked.Page!), Freshness(owed.Page!), Freshness(deadlines.Page!),
            Freshness(latest.Page!),
        ];
        return DeskResult.Page<Today>(context, "today", new TodayModel(
            day, filter, soon.Page!.Items, owed.Page!.Items, blocked.Page!.Items, deadlines.Page!.Items,
            latest.Page!.Items, fresh.Min(view => view.Position), fresh.Max(view => view.Lag),
            [.. fresh.SelectMany(view => view.Missing).Distinct()]));
    }

    private static (long Position, long Lag, IReadOnlyList<string> Missing) Freshness<T>(ViewPage<T> page) =>
        (page.Position, page.Lag, page.Missing);

    // The filter of the last visit, unless the address has one.
    private static TodayFilter Filter(HttpContext context)
    {
        var query = context.Request.Query;
        if (!query.ContainsKey("negotiation") && !query.ContainsKey("party"))
            return context.Request.Cookies[TodayFilter.Cookie]?.Split('|') is [var negotiation, var party]
                ? new TodayFilter(negotiation, party)
                : TodayFilter.None;
        var filter = new TodayFilter(query["negotiation"].ToString(), query["party"].ToString());
        context.Response.Cookies.Append(
            TodayFilter.Cookie, $"{filter.Negotiation}|{filter.Party}", Visitor.CookieOptions(context.Request));
        return filter;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
