using DiploTracker.Hosting.Http;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.NegotiationStatus;

public static class StatusEndpoint
{
    /// <summary>How a negotiation stands: now, or as it was known, reported or had occurred at a moment.</summary>
    [WolverineGet("/api/negotiations/{key}")]
    [Tags("Reading")]
    [ProducesResponseType<NegotiationStatus>(StatusCodes.Status200OK)]
    public static Task<IResult> Get(string key, HttpContext context, NegotiationReader negotiations) =>
        negotiations.Read(key, context, timeline => NegotiationStatus.Of(key, timeline));
}
