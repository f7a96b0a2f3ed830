using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Audit;

public static class ReplayEndpoint
{
    /// <summary>
    /// Each fact with the fields it changed, before and after, who recorded it, on whose word and from which source.
    /// </summary>
    [WolverineGet("/api/audit/negotiations/{key}/replay")]
    [EndpointName("replayNegotiation")]
    [TakesQuery("order", "As recorded, or in canonical order: by when it occurred, with what corrections left.", Words = ["recorded", "canonical"])]
    [TakesQuery("from", "The first fact: its version; or a time (RFC 3339), in canonical order a date (EDTF).")]
    [TakesQuery("to", "The last fact, in the same way.")]
    [Refuses("malformed", "edtf-invalid")]
    [Through(typeof(NegotiationReader), nameof(NegotiationReader.Read))]
    [ProducesResponseType<NegotiationReplay>(StatusCodes.Status200OK)]
    public static async Task<IResult> Get(string key, HttpContext context, NegotiationReader negotiations)
    {
        var order = context.Request.Query["order"].ToString() is { Length: > 0 } given ? given : "recorded";
        if (order is not ("recorded" or "canonical"))
            return new ProblemResult(Refusals.Malformed("order", "recorded or canonical is expected"));
        var (range, malformed) = ReplayRange.Read(context.Request.Query, order == "canonical");
        if (range is null)
            return new ProblemResult(malformed!);

        return await negotiations.Read(key, context, timeline =>
        {
            List<ReplayedFact> facts = [.. order == "canonical" ? Replay.Canonical(timeline) : Replay.Recorded(timeline)];
            return (object?)range.Nowhere(facts, timeline) ?? new NegotiationReplay(key, order, [.. range.Of(facts)]);
        });
    }
}
