using DiploTracker.Http;
using DiploTracker.Projections;
using DiploTracker.ProposalBoard;

namespace DiploTracker.Desk.Owed;

/// <summary>Parties by parties: who owes whom an answer, and how it is silent.</summary>
internal static class OwedScreen
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/owed", Get).ExcludeFromDescription();

    [TakesQuery("negotiation", "Only in these negotiations: keys, separated by commas.")]
    [TakesQuery("party", "Only where all these parties have a part.")]
    public static async Task<IResult> Get(HttpContext context, ProjectionReader views)
    {
        var query = context.Request.Query;
        var (negotiation, party) = (query["negotiation"].ToString(), query["party"].ToString());
        var question = QueryString.Create(new Dictionary<string, string?>
        {
            ["owed"] = "true", ["negotiation"] = negotiation, ["party"] = party, ["limit"] = "1000",
        });
        var (page, refusal) = await views.Rows<ProposalProjection, BoardProposal>(
            context, question.Value!, ProposalsEndpoint.Filters);
        return page is null
            ? DeskResult.Problem(context, refusal!)
            : DeskResult.Page<Owed>(context, "owed",
                new OwedModel(negotiation, party, page.Items, page.Next is not null));
    }
}

/// <param name="IsCut">There are more than one page shows; narrow the filter.</param>
public sealed record OwedModel(string Negotiation, string Party, IReadOnlyList<BoardProposal> Proposals, bool IsCut)
{
    private IEnumerable<(string By, string To, BoardProposal Proposal, OwedAnswer Answer)> All =>
        from proposal in Proposals
        from answer in proposal.Owed
        from to in answer.To
        select (answer.By, to, proposal, answer);

    /// <summary>Parties that owe an answer.</summary>
    public IReadOnlyList<string> By => [.. All.Select(one => one.By).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Parties to which one is owed.</summary>
    public IReadOnlyList<string> To => [.. All.Select(one => one.To).Distinct().Order(StringComparer.Ordinal)];

    public ILookup<(string By, string To), (BoardProposal Proposal, OwedAnswer Answer)> Cells =>
        All.ToLookup(one => (one.By, one.To), one => (one.Proposal, one.Answer));
}
