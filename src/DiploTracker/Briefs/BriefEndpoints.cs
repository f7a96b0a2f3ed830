using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.NegotiationList;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Briefs;

public static class BriefEndpoints
{
    /// <summary>Maximum number of negotiations on a page.</summary>
    private const int Most = 50;

    /// <summary>
    /// A page about one negotiation for those who decide: what stands, what is next, who owes what, what blocks what,
    /// what is contested and on whose word, and with <c>since</c> what changed. Markdown (text/markdown), HTML
    /// (text/html) or the model behind both (application/json), as <c>Accept</c> asks.
    /// </summary>
    [WolverineGet("/api/negotiations/{key}/brief")]
    [EndpointName("getBrief")]
    [Tags("Reading")]
    [Through(typeof(BriefReader), nameof(BriefReader.Read))]
    [ProducesResponseType<Briefing>(StatusCodes.Status200OK, "application/json", "text/markdown", "text/html")]
    public static Task<IResult> Get(string key, HttpContext context, BriefReader briefs) => briefs.Read(context, [key]);

    /// <summary>
    /// A page across several negotiations, 50 at most: those named by <c>key</c>, or all that meet the filters of the
    /// list of negotiations. In the forms of the page about one.
    /// </summary>
    [WolverineGet("/api/briefs")]
    [EndpointName("getBriefs")]
    [Tags("Across negotiations")]
    [TakesQuery(
        "key", "These negotiations, separated by commas; else those that meet the filters.",
        Type = typeof(IReadOnlyList<string>))]
    [Filters(nameof(Filters))]
    [Refuses("phase-unknown")]
    [Through(typeof(BriefReader), nameof(BriefReader.Read))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Read))]
    [ProducesResponseType<Briefing>(StatusCodes.Status200OK, "application/json", "text/markdown", "text/html")]
    public static async Task<IResult> GetSeveral(HttpContext context, BriefReader briefs, ProjectionReader views)
    {
        var filters = FiltersIn(context.Request.Query);
        var named = context.Request.Query["key"].ToString()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (named is not [] && filters.Count > 0)
            return new ProblemResult(Refusals.Malformed(
                "key", "name negotiations by `key`, or give filters, not both"));
        if (named is not [])
            return named.Distinct().ToList() is var keys && keys.Count > Most
                ? TooMany(keys.Count)
                : await briefs.Read(context, keys);

        var query = new ProjectionQuery(filters);
        Filters(query);
        if (query.Finish() is { } malformed)
            return new ProblemResult(malformed);
        var (answer, refusal) = await views.Read<NegotiationListProjection, string>(
            context,
            table =>
                $"""
                select t.negotiation from {table} t where {query.Conditions}
                order by t.negotiation limit {Most + 1}
                """,
            query.Parameters, row => row.GetString(ProjectionAnswer.Columns));
        return answer is null ? new ProblemResult(refusal!)
            : answer.Rows.Count > Most ? TooMany(answer.Rows.Count)
            : await briefs.Read(context, answer.Rows, isNamed: false, answer.Missing);
    }

    private static ProblemResult TooMany(int number) => new(Refusals.Malformed(
        "key",
        $"a page holds {Most} negotiations at most, and these would be {(number > Most + 1 ? number : "more")}; "
        + "name fewer, or narrow the filters"));

    private static void Filters(ProjectionQuery negotiations) => ListEndpoint.Narrow(negotiations);

    private static QueryCollection FiltersIn(IQueryCollection query) => new(
        query.Where(one => one.Key is "phase" or "party" or "q" && one.Value.ToString().Length > 0).ToDictionary());
}
