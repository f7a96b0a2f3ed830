using System.Globalization;
using DiploTracker.Hosting.OpenApi;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace DiploTracker.Hosting.Http;

/// <summary>
/// The one place through which every read of one negotiation passes: it finds the timeline, looks at it from the moment
/// asked for, says how fresh the answer is, and answers 304 to who has it. Clearance will be checked here.
/// </summary>
public sealed class NegotiationReader(Timelines timelines, LogPosition position)
{
    /// <param name="view">What is answered, to be written as JSON; bytes are JSON already.</param>
    [TakesHeader("If-None-Match", "The `ETag` of an answer that the caller has; 304 when it still holds.")]
    [SaysHeader("ETag", "The version of the negotiation, in double quotes.")]
    [ProducesResponseType(StatusCodes.Status304NotModified, Description = "The caller has it already.")]
    public async Task<IResult> Read(string key, HttpContext context, Func<Timeline, object> view)
    {
        var (moment, malformed) = MomentQuery.Read(context.Request.Query);
        if (moment is null)
            return new ProblemResult(malformed!);
        if (await position.Wait(context) is { } late)
            return new ProblemResult(late);

        // Who waited for a position is shown what was there then.
        var mayAge = !context.Request.Headers.ContainsKey("X-Min-Position");
        var (known, logPosition, age) = await timelines.Recent(key, mayAge, context.RequestAborted);
        var seen = known.Timeline.At(moment);
        if (seen.Version == 0)
            return new ProblemResult(Unknown(key, known.Timeline));

        Freshness.Say(context.Response, logPosition, (long)Math.Ceiling(age.TotalMilliseconds));
        var tag = new EntityTagHeaderValue($"\"{seen.Version.ToString(CultureInfo.InvariantCulture)}\"");
        context.Response.GetTypedHeaders().ETag = tag;
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : view(seen) is var answer && answer is byte[] written
                ? new WrittenJson(written)
                : Results.Json(answer, Json.Options);
    }

    private static Refusal Unknown(string key, Timeline timeline) => Problems.NegotiationUnknown.Because(timeline.Version == 0
        ? $"No negotiation '{key}' has been opened."
        : $"The negotiation '{key}' was not known yet at that time.");
}
