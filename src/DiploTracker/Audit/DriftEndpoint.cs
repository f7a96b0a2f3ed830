using DiploTracker.Http;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Audit;

public static class DriftEndpoint
{
    /// <summary>
    /// Folds every negotiation anew and compares it with every view; the first difference when there is one.
    /// </summary>
    [WolverineGet("/api/audit/drift")]
    [EndpointName("findDrift")]
    [Through(typeof(LongReads))]
    [ProducesResponseType<DriftReport>(StatusCodes.Status200OK)]
    public static async Task<IResult> Get(HttpContext context, DriftWatch watch, LongReads reads)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await reads.Run(context, async () =>
        {
            if (HeadRequests.AsksHead(context))
                return LongReads.JsonHead;
            var (count, difference) = await watch.CheckAll(context.RequestAborted);
            return Results.Json(new DriftReport(difference is null, count, difference), Json.Options);
        });
    }
}

/// <summary>Whether the views show what the facts give.</summary>
/// <param name="Checked">How many negotiations were folded anew.</param>
/// <param name="Difference">The first that was found.</param>
public sealed record DriftReport(bool Agrees, int Checked, Difference? Difference);
