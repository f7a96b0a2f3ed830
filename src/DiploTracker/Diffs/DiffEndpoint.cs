using DiploTracker.Http;
using DiploTracker.Kernel;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Diffs;

public static class DiffEndpoint
{
    /// <summary>
    /// The changes between two moments, and whether the world changed, we learned of it, or the record was corrected.
    /// </summary>
    [WolverineGet("/api/negotiations/{key}/diff")]
    [EndpointName("compareMoments")]
    [Tags("Reading")]
    [TakesQuery(
        "from", "The earlier moment: a time (RFC 3339), on the axis reported a day too, on the axis occurred a date.")]
    [TakesQuery("to", "The later moment, as `from`.")]
    [TakesQuery("axis", "In which time the two moments lie.", Words = ["known", "reported", "occurred"])]
    [Refuses("malformed", "edtf-invalid")]
    [Through(typeof(NegotiationReader), nameof(NegotiationReader.Read))]
    [ProducesResponseType<NegotiationDiff>(StatusCodes.Status200OK)]
    public static async Task<IResult> Get(string key, HttpContext context, NegotiationReader negotiations)
    {
        var query = context.Request.Query;
        var (from, to, axis) = (query["from"].ToString(), query["to"].ToString(), query["axis"].ToString() is { Length: > 0 } given ? given : "known");
        var (first, badFrom) = MomentQuery.On(axis, "from", from);
        var (second, badTo) = MomentQuery.On(axis, "to", to);
        if ((badFrom ?? badTo) is { } refusal)
            return new ProblemResult(refusal);

        return await negotiations.Read(key, context, timeline => new NegotiationDiff(key, from, to, axis, new Comparison(
            timeline.At(first!), timeline.At(second!),
            first!.KnownAt is { } knownAt ? EdtfBound.Of(knownAt) : first.ReportedAt).Changes()));
    }
}
