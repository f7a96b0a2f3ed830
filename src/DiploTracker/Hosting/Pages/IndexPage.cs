using DiploTracker.Desk.Today;
using DiploTracker.Http;
using DiploTracker.Projections;
using Microsoft.AspNetCore.Mvc;

namespace DiploTracker.Hosting.Pages;

/// <summary>The entry points of the tracker.</summary>
/// <param name="Links">Addresses, each with a short description.</param>
public sealed record Index(string Name, IReadOnlyDictionary<string, string> Links);

internal static class IndexPage
{
    private static readonly Dictionary<string, string> Links = new()
    {
        ["/docs"] = "the API, to read and to try",
        ["/openapi/v1.json"] = "the same for programs (OpenAPI 3.1)",
        ["/api/negotiations"] = "the negotiations on record",
        ["/problems"] = "every refusal, what it means and how to mend it",
        ["/health/ready"] = "whether the tracker can answer, and if not, why",
        ["/metrics"] = "measurements for Prometheus",
    };

    public static void MapIndex(this IEndpointRouteBuilder routes) => routes.MapGet("/", Get);

    /// <summary>The entry points of the tracker; for a browser the first screen of the desk.</summary>
    [EndpointName("getIndex")]
    [ProducesResponseType<Index>(StatusCodes.Status200OK, "application/json", "text/html")]
    public static async Task<IResult> Get(HttpContext context, ProjectionReader views)
    {
        context.Response.Headers.Vary = "Accept";
        return Html.IsWanted(context)
            ? await TodayScreen.Get(context, views)
            : Results.Json(new Index("DiploTracker", Links), Json.Options);
    }
}
