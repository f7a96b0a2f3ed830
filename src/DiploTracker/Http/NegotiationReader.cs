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
    [Through(typeof(NegotiationReader), nameof(Look))]
    [Through(typeof(ConditionalRead))]
    [SaysHeader("ETag", "The version of the negotiation and digits of the id of its last event, in double quotes.")]
    public async Task<IResult> Read(string key, HttpContext context, Func<Timeline, object> view)
    {
        var (moment, malformed) = MomentQuery.Read(context.Request.Query);
        if (moment is null)
            return new ProblemResult(malformed!);
        var (sight, refused) = await Look(key, moment, context);
        if (sight is null)
            return new ProblemResult(refused!);

        Freshness.Say(context.Response, sight.LogPosition, (long)Math.Ceiling(sight.Age.TotalMilliseconds));
        var tag = new EntityTagHeaderValue(
            VersionTag.Of(sight.Seen.Version, sight.Seen.Recorded[^1].Id, sight.NextOpening));
        if (context.Request.Has(tag))
            return context.Response.Unchanged(tag);
        var answer = view(sight.Seen);
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

    /// <summary>
    /// The negotiation from a moment, without what is withheld from the caller; a refusal if it was not known then.
    /// </summary>
    [Refuses("negotiation-unknown")]
    [Through(typeof(MomentQuery), nameof(MomentQuery.Read))]
    [Through(typeof(LogPosition), nameof(LogPosition.Wait))]
    [Through(typeof(Freshness))]
    internal async Task<(Sight? Sight, Refusal? Refusal)> Look(string key, Moment moment, HttpContext context)
    {
        if (await position.Wait(context) is { } late)
            return (null, late);

        // A caller that requires a position gets the state at that moment, not a cached one.
        var mayAge = !context.Request.Headers.ContainsKey("X-Min-Position");
        var (known, logPosition, age) = await timelines.Recent(key, mayAge, context.RequestAborted);
        var audience = await clock.Audience(context.RequestAborted);
        var now = known.Timeline.Embargo.SeenBy(audience);
        var seen = now.At(moment);
        return seen.Version == 0
            ? (null, Unknown(key, known.Timeline))
            : (new Sight(seen, now, logPosition, age, known.Timeline.Embargo.NextOpening(audience)), null);
    }

    private static Refusal Unknown(string key, Timeline timeline) => Problems.NegotiationUnknown.Because(timeline.Version == 0
        ? $"No negotiation '{key}' has been opened."
        : $"The negotiation '{key}' was not known yet at that time.");
}

/// <summary>A negotiation as a caller may see it from a moment.</summary>
/// <param name="Now">The same without the moment.</param>
/// <param name="LogPosition">The position in the log that it includes.</param>
/// <param name="Age">How old it may be.</param>
/// <param name="NextOpening">When the next embargo ends for the caller; null if nothing is withheld.</param>
internal sealed record Sight(
    Timeline Seen, Timeline Now, long LogPosition, TimeSpan Age, DateTimeOffset? NextOpening);
