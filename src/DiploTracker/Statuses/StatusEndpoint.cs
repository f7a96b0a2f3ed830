using System.Runtime.CompilerServices;
using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Statuses;

public static class StatusEndpoint
{
    /// <summary>
    /// Serialized statuses: a timeline never changes, so its status is written once while the timeline is cached.
    /// </summary>
    private static readonly ConditionalWeakTable<Timeline, byte[]> Written = [];

    /// <summary>The status of a negotiation: now, or as it was known, reported or had occurred at a moment.</summary>
    [WolverineGet("/api/negotiations/{key}")]
    [EndpointName("getNegotiation")]
    [Tags("Reading")]
    [TakesQuery("explain", "true: for each value the fact that it rests on, the speaker, the source and the times.")]
    [Refuses("malformed")]
    [Through(typeof(NegotiationReader), nameof(NegotiationReader.Read))]
    [ProducesResponseType<NegotiationStatus>(StatusCodes.Status200OK)]
    public static async Task<IResult> Get(string key, HttpContext context, NegotiationReader negotiations)
    {
        var explain = context.Request.Query["explain"].ToString();
        if (explain is not ("" or "true" or "false"))
            return new ProblemResult(Refusals.Malformed("explain", $"true or false is expected, not '{explain}'"));
        return await negotiations.Read(key, context, timeline => explain == "true"
            ? NegotiationStatus.Of(key, timeline) with { Explain = Provenance.Of(timeline).Explain(timeline) }
            : Written.GetValue(timeline, seen => JsonSerializer.SerializeToUtf8Bytes(NegotiationStatus.Of(key, seen), Json.Options)));
    }
}
