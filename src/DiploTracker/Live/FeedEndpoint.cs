using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Live;

public static class FeedEndpoint
{
    /// <summary>
    /// Server-sent events: one for each event of the log, once and in the order of positions, as it is recorded on any
    /// node. Its <c>id</c> identifies the event and its place in the log, its <c>data</c> is the fact as it was
    /// recorded. A reader that reconnects with <c>Last-Event-ID</c> misses nothing. An id without data only advances
    /// that place; comments are keep-alives. If the log no longer holds the last event that a reader got, after a
    /// failover that lost it, the feed ends, and a reader that reconnects with that id gets 409.
    /// </summary>
    [WolverineGet("/api/feed")]
    [EndpointName("followFeed")]
    [Tags("Live")]
    [Refuses("place-not-in-log")]
    [Through(typeof(FeedFilter))]
    [Through(typeof(Freshness))]
    [ProducesResponseType<FeedEvent>(StatusCodes.Status200OK, "text/event-stream", Description = "Events without end; the schema is that of the `data` of each.")]
    public static async Task<IResult> Get(HttpContext context, Feed feed)
    {
        var (filter, malformed) = FeedFilter.Read(context.Request.Query);
        var (after, misplaced) = FeedFilter.After(context.Request);
        if (filter is null || misplaced is not null)
            return new ProblemResult(malformed ?? misplaced!);
        var (ring, head, there) = await feed.Find(after?.Position ?? 0, context.RequestAborted);
        if (after?.IsAt(there) == false)
            return new ProblemResult(after.NotIn(head));

        var place = after is null ? head : new EventPlace(after.Position, there.GetValueOrDefault());
        context.Response.ContentType = "text/event-stream";
        Freshness.Say(context.Response, place.Position);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        if (HeadRequests.AsksHead(context))
            return Results.Empty;
        await feed.Send(context, filter, place, head.Position, ring, tellsWhere: after is null);
        return Results.Empty;
    }
}
