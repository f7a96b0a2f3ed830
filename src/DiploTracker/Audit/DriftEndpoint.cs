using DiploTracker.Http;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Audit;

public static class DriftEndpoint
{
    /// <summary>
    /// Folds every negotiation again and compares it with every view; returns the first difference if there is one.
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

/// <summary>Whether the views match the facts.</summary>
/// <param name="Checked">The number of negotiations folded.</param>
/// <param name="Difference">The first difference found.</param>
public sealed record DriftReport(bool Agrees, int Checked, Difference? Difference);
