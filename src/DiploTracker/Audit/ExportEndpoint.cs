using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Audit;

public static class ExportEndpoint
{
    /// <summary>
    /// The log, or one negotiation, from a position on: CloudEvents, one per line, with seals that allow the file to be
    /// verified without this server. Events recorded so far are sealed first and included.
    /// </summary>
    [WolverineGet("/api/audit/export")]
    [EndpointName("exportLog")]
    [TakesQuery("after", "Only what comes after this position in the log.", Type = typeof(long))]
    [TakesQuery("negotiation", "Only this negotiation, each event with its proof.")]
    [Refuses("malformed", "negotiation-unknown")]
    [Through(typeof(LongReads))]
    [ProducesResponseType<object>(StatusCodes.Status200OK, "application/x-ndjson", Description = "Events and seals, one a line; docs/audit-format.md has their members.")]
    public static async Task<IResult> Get(HttpContext context, Sealer sealer, Transparency transparency, Timelines timelines, Export export, LongReads reads)
    {
        if (AuditQuery.Number(context.Request.Query["after"].ToString() is { Length: > 0 } text ? text : "0") is not { } after)
            return AuditQuery.NoNumber("after");
        var negotiation = context.Request.Query["negotiation"].ToString() is { Length: > 0 } key ? key : null;
        if (negotiation is not null && (await timelines.Current(negotiation, context.RequestAborted)).Known.Timeline.Version == 0)
            return new ProblemResult(Problems.NegotiationUnknown.Because($"No negotiation '{negotiation}' has been opened."));

        return await reads.Run(context, async () =>
        {
            context.Response.ContentType = "application/x-ndjson";
            context.Response.Headers.CacheControl = "no-store";
            if (HeadRequests.AsksHead(context))
                return Results.Empty;
            await SealIfPossible(sealer, context.RequestAborted);
            if (await transparency.Checkpoint(covering: null, context.RequestAborted) is { } under)
                await export.Write(context.Response.BodyWriter, after, negotiation, under, context.RequestAborted);
            return Results.Empty;
        });
    }

    private static async Task SealIfPossible(Sealer sealer, CancellationToken cancellation)
    {
        try
        {
            await sealer.SealAll(cancellation);
        }
        catch (AuditUnavailableException)
        {
            // Events sealed earlier can still be exported; verifying the export reports the problem.
        }
    }
}
