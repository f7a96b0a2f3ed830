using DiploTracker.Hosting.Http;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Live;

public static class FeedEndpoint
{
    /// <summary>
    /// Server-sent events: one for each event of the log, once and in the order of positions, as it is recorded on any node.
    /// Its <c>id</c> is the position, its <c>data</c> the fact as it was recorded. A reader that comes back with
    /// <c>Last-Event-ID</c> misses nothing. An id without data only moves that position; comments are signs of life.
    /// </summary>
    [WolverineGet("/api/feed")]
    [Tags("Live")]
    [ProducesResponseType<FeedEvent>(StatusCodes.Status200OK, "text/event-stream", Description = "Events without end; the schema is that of the `data` of each.")]
    public static async Task<IResult> Get(HttpContext context, Feed feed)
    {
        var (filter, malformed) = FeedFilter.Read(context.Request.Query);
        var (after, misplaced) = FeedFilter.After(context.Request);
        if (filter is null || misplaced is not null)
            return new ProblemResult(malformed ?? misplaced!);
        var head = await feed.Head(context.RequestAborted);
        if (after > head)
            return new ProblemResult(Refusals.Malformed(
                context.Request.Headers.ContainsKey("Last-Event-ID") ? "Last-Event-ID" : "after",
                $"the log ends at position {head}, so {after} is of another log, or this one was restored from an older copy; begin again without it").With("current", head));

        context.Response.ContentType = "text/event-stream";
        Freshness.Say(context.Response, after ?? head);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        if (HeadRequests.AsksHead(context))
            return Results.Empty;
        await feed.Send(context, filter, after ?? head, tellsWhere: after is null);
        return Results.Empty;
    }
}
