using DiploTracker.Http;
using DiploTracker.NegotiationHistory;

namespace DiploTracker.Desk.Facts;

/// <summary>Every fact of a negotiation with its three times and its sources; each has an address of its own.</summary>
internal static class FactsScreen
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/negotiations/{key}/facts", Get).ExcludeFromDescription();

    [TakesQuery("order", "As recorded, or in canonical order.", Words = ["recorded", "occurred"])]
    [Through(typeof(PageQuery))]
    [Through(typeof(NegotiationReader), nameof(NegotiationReader.Read))]
    public static async Task<IResult> Get(string key, HttpContext context, NegotiationReader negotiations) =>
        (await HistoryEndpoint.Read(key, context, negotiations, (timeline, page) => DeskResult.Page<Facts>(
            context, timeline.Head.Title,
            new FactsModel(key, timeline.Head.Title, page, context.Request.Query["order"] == "occurred",
                NegotiationMoment.Of(context.Request.Query))))).OrProblem(context);
}

public sealed record FactsModel(string Key, string Title, HistoryPage Page, bool IsByWorld, NegotiationMoment Moment);
