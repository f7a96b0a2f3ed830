using DiploTracker.Http;
using DiploTracker.NegotiationList;
using DiploTracker.Projections;

namespace DiploTracker.Desk.List;

/// <summary>The negotiations, searched by words as the route of the list does.</summary>
internal static class ListScreen
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/negotiations", Get).ExcludeFromDescription();

    [TakesQuery("q", "Words in key, title or subject.")]
    [TakesQuery("party", "Only with all these parties.")]
    [TakesQuery("after", "The cursor of the next page.")]
    public static async Task<IResult> Get(HttpContext context, ProjectionReader views)
    {
        var query = context.Request.Query;
        var (words, party, after) = (query["q"].ToString(), query["party"].ToString(), query["after"].ToString());
        var question = QueryString.Create(new Dictionary<string, string?>
        {
            ["q"] = words, ["party"] = party, ["after"] = after, ["sort"] = "-recorded",
        });
        var (page, refusal) = await views.Rows<NegotiationListProjection, NegotiationLine>(
            context, question.Value!, ListEndpoint.Filters);
        return page is null
            ? DeskResult.Problem(context, refusal!)
            : DeskResult.Page<List>(context, "negotiations",
                new ListModel(words, party, page.Items, page.Next, page.Missing));
    }
}

/// <param name="Next">The cursor of the next page; null at the end.</param>
public sealed record ListModel(
    string Words, string Party, IReadOnlyList<NegotiationLine> Lines, string? Next, IReadOnlyList<string> Missing);
