using DiploTracker.Hosting.Http;
using Microsoft.AspNetCore.Mvc;
using DiploTracker.Hosting.OpenApi;
using Wolverine.Http;

namespace DiploTracker.NegotiationStatus;

public static class StatusEndpoint
{
    /// <summary>How a negotiation stands: now, or as it was known, reported or had occurred at a moment.</summary>
    [WolverineGet("/api/negotiations/{key}")]
    [Tags("Reading")]
    [TakesQuery("explain", "true: for each value the fact that it rests on, the speaker, the source and the times.")]
    [ProducesResponseType<NegotiationStatus>(StatusCodes.Status200OK)]
    public static Task<IResult> Get(string key, HttpContext context, NegotiationReader negotiations)
    {
        var explains = context.Request.Query["explain"] == "true";
        return negotiations.Read(key, context, timeline => NegotiationStatus.Of(key, timeline) with
        {
            Explain = explains ? Provenance.Of(timeline).Explain(timeline) : null,
        });
    }
}
