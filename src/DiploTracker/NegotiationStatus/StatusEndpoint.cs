using DiploTracker.Hosting.Http;
using Wolverine.Http;

namespace DiploTracker.NegotiationStatus;

public static class StatusEndpoint
{
    /// <summary>How a negotiation stands: now, or as it was known, reported or had occurred at a moment.</summary>
    [WolverineGet("/api/negotiations/{key}")]
    public static Task<IResult> Get(string key, HttpContext context, NegotiationReader negotiations)
    {
        var explains = context.Request.Query["explain"] == "true";
        return negotiations.Read(key, context, timeline => NegotiationStatus.Of(key, timeline) with
        {
            Explain = explains ? Provenance.Of(timeline).Explain(timeline) : null,
        });
    }
}
