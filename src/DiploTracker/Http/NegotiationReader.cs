using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.Net.Http.Headers;

namespace DiploTracker.Http;

/// <summary>
/// The one place through which every read of one negotiation passes: it finds the timeline, looks at it from the moment
/// asked for, says how fresh the answer is, and answers 304 to who has it. What is withheld is cut off here (<see
/// cref="Embargo.SeenBy"/>).
/// </summary>
public sealed class NegotiationReader(Timelines timelines, LogPosition position, LogClock clock)
{
    /// <param name="view">
    /// What is answered, to be written as JSON; bytes are JSON already, a result writes itself, a refusal says why not.
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

        // Who waited for a position is shown what was there then.
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
