using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.Net.Http.Headers;

namespace DiploTracker.Http;

/// <summary>
/// The only path for reads of one negotiation: finds the timeline, looks at it from the requested moment, reports how
/// fresh the answer is, and answers 304 if the caller has it already. Withheld facts are cut off here (<see
/// cref="Embargo.SeenBy"/>).
/// </summary>
public sealed class NegotiationReader(Timelines timelines, LogPosition position, LogClock clock)
{
    /// <param name="view">
    /// Returns the answer, to be written as JSON; bytes are JSON already, a result writes itself, a refusal becomes a
    /// problem.
    /// </param>
    [Refuses("negotiation-unknown")]
    [Through(typeof(MomentQuery), nameof(MomentQuery.Read))]
    [Through(typeof(LogPosition), nameof(LogPosition.Wait))]
    [Through(typeof(Freshness))]
    [Through(typeof(ConditionalRead))]
    [SaysHeader("ETag", "The version of the negotiation and digits of the id of its last event, in double quotes.")]
    public async Task<IResult> Read(string key, HttpContext context, Func<Timeline, object> view)
    {
        var (moment, malformed) = MomentQuery.Read(context.Request.Query);
        if (moment is null)
            return new ProblemResult(malformed!);
        if (await position.Wait(context) is { } late)
            return new ProblemResult(late);

        // A caller that requires a position gets the state at that moment, not a cached one.
        var mayAge = !context.Request.Headers.ContainsKey("X-Min-Position");
        var (known, logPosition, age) = await timelines.Recent(key, mayAge, context.RequestAborted);
        var audience = await clock.Audience(context.RequestAborted);
        var seen = known.Timeline.Embargo.SeenBy(audience).At(moment);
        if (seen.Version == 0)
            return new ProblemResult(Unknown(key, known.Timeline));

        Freshness.Say(context.Response, logPosition, (long)Math.Ceiling(age.TotalMilliseconds));
        var tag = new EntityTagHeaderValue(VersionTag.Of(seen.Version, seen.Recorded[^1].Id, known.Timeline.Embargo.NextOpening(audience)));
        if (context.Request.Has(tag))
            return context.Response.Unchanged(tag);
        var answer = view(seen);
        if (answer is Refusal refusal)
            return new ProblemResult(refusal);

        context.Response.GetTypedHeaders().ETag = tag;
        return answer switch
        {
            byte[] written => new WrittenJson(written),
            IResult result => result,
            _ => Results.Json(answer, Json.Options),
        };
    }

    private static Refusal Unknown(string key, Timeline timeline) => Problems.NegotiationUnknown.Because(timeline.Version == 0
        ? $"No negotiation '{key}' has been opened."
        : $"The negotiation '{key}' was not known yet at that time.");
}
