using DiploTracker.Hosting.Http;
using Wolverine.Http;

namespace DiploTracker.Audit;

public static class DriftEndpoint
{
    /// <summary>Folds every negotiation anew and compares it with every view; the first difference when there is one.</summary>
    [WolverineGet("/api/audit/drift")]
    public static async Task<IResult> Get(HttpContext context, DriftWatch watch)
    {
        var (count, difference) = await watch.CheckAll(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new { agrees = difference is null, @checked = count, difference }, Json.Options);
    }
}
