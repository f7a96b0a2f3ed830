using DiploTracker.Commands;
using DiploTracker.Database;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Mvc;

namespace DiploTracker.Previews;

/// <summary>Previews what a request would record.</summary>
public sealed class Previewer(Timelines timelines, LogClock clock, LogPosition log, RecordingGate gate, Outage outage)
{
    [Refuses("stale-version", "too-many-parked", "recording-stopped")]
    [Through(typeof(CommandBodies), nameof(CommandBodies.Submission))]
    [Through(typeof(LogPosition), nameof(LogPosition.Wait))]
    [Through(typeof(Freshness))]
    [SaysHeader(
        "ETag", "The version that it was judged on, to be sent as `If-Match` with the commands themselves.",
        StatusCodes.Status200OK)]
    [ProducesResponseType<Preview>(StatusCodes.Status200OK, Description =
        "What would be recorded or parked, and what would change; a problem is that of the commands themselves.")]
    internal async Task<IResult> Preview(HttpContext context, string key, IReadOnlyList<Command> commands)
    {
        Failures.RecordsNothing(context);
        var (submission, refusal) = CommandBodies.Submission(context.Request, key, commands);
        if ((refusal ?? await Stopped(context.RequestAborted) ?? await log.Wait(context)) is { } refused)
            return new ProblemResult(refused);

        var mayAge = !context.Request.Headers.ContainsKey("X-Min-Position");
        var run = await Begin(key, mayAge, context.RequestAborted);
        var tried = await run.Decide(submission!);
        if (tried.Decision.Refused is { } no)
            return new ProblemResult(no.Refusal, no.Index);

        Freshness.Say(context.Response, run.Position, run.Lag);
        if (run.LastEvent is { } last)
            context.Response.Headers.ETag = VersionTag.Of(run.Version, last);
        return Results.Json(Previewing.Of(tried), Json.Options);
    }

    internal PreviewedLines Lines(string address) => new(this, address);

    internal Task<DryRun> Begin(string negotiation, bool mayAge, CancellationToken cancellation) =>
        DryRun.Of(negotiation, mayAge, timelines, clock, cancellation);

    /// <summary>The refusal that everything gets while recording is stopped; null if it is not.</summary>
    internal async ValueTask<Refusal?> Stopped(CancellationToken cancellation) =>
        gate.Stop is null ? null : (await gate.Ask(cancellation))?.Refusal;

    /// <summary>The refusal of a line that the database failed to read for.</summary>
    internal Refusal Failed(Exception failure)
    {
        outage.Report(failure, requests: 1);
        return Failures.Of(failure, isRead: true);
    }
}
