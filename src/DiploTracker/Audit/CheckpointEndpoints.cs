using System.Globalization;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Audit;

public static class CheckpointEndpoints
{
    /// <summary>All checkpoints, oldest first; the cursor is the size of the tree.</summary>
    [WolverineGet("/api/audit/checkpoints")]
    [EndpointName("listCheckpoints")]
    [Through(typeof(PageQuery))]
    [ProducesResponseType<CheckpointPage>(StatusCodes.Status200OK)]
    public static async Task<IResult> List(HttpContext context, Transparency transparency)
    {
        var (page, malformed) = PageQuery.Read(context.Request.Query);
        if (page is null)
            return new ProblemResult(malformed!);
        if (AuditQuery.Number(page.After ?? "0") is not { } after)
            return AuditQuery.NoNumber("after");

        var found = await transparency.Checkpoints(after, page.Limit + 1, context.RequestAborted);
        var items = found.Take(page.Limit).ToList();
        return Results.Json(new CheckpointPage(items, found.Count > page.Limit ? items[^1].Size.ToString(CultureInfo.InvariantCulture) : null), Json.Options);
    }

    /// <summary>The newest checkpoint; a client that accepts text/plain gets the signed note alone.</summary>
    [WolverineGet("/api/audit/checkpoints/latest")]
    [EndpointName("getLatestCheckpoint")]
    [Refuses("not-found")]
    [ProducesResponseType<CheckpointView>(StatusCodes.Status200OK)]
    public static async Task<IResult> Latest(HttpContext context, Transparency transparency)
    {
        if (await transparency.Checkpoint(covering: null, context.RequestAborted) is not { } latest)
            return new ProblemResult(Problems.NotFound.Because("Nothing has been sealed yet."));
        context.Response.Headers.CacheControl = "no-cache";
        return context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/plain")
            ? Results.Text(latest.Note)
            : Results.Json(CheckpointView.Of(latest), Json.Options);
    }
}

/// <param name="Next">The cursor of the next page; null at the end.</param>
public sealed record CheckpointPage(IReadOnlyList<CheckpointView> Items, string? Next);

/// <summary>Numbers in the URL of an audit route.</summary>
internal static class AuditQuery
{
    public static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static IResult NoNumber(string name) => new ProblemResult(Refusals.Malformed(name, "a whole number is expected"));
}
