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

    /// <summary>The entry points of the tracker.</summary>
    [EndpointName("getIndex")]
    [ProducesResponseType<Index>(StatusCodes.Status200OK, "application/json", "text/html")]
    public static IResult Get(HttpContext context)
    {
        var lines = Links.Select(link => $"<li>{Html.Link(link.Key, Html.Code(link.Key))} {Html.Text(link.Value)}</li>");
        return Html.Page(context, "DiploTracker", $"""
            <p>A record of diplomatic negotiations: who said what happened, and when it was so.</p>
            <ul>
            {string.Join('\n', lines)}
            </ul>
            """, new Index("DiploTracker", Links));
    }
}
