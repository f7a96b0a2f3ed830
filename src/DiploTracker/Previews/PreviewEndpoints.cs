using DiploTracker.Commands;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Previews;

/// <summary>The dry run of each route that records: the same request, judged by the same rules.</summary>
public static class PreviewEndpoints
{
    [WolverinePost("/api/negotiations/preview")]
    [Does("preview")]
    [Tags("Previews")]
    [TakesBody(typeof(OpenNegotiation))]
    [Through(typeof(Previewer))]
    public static async Task<IResult> Open(HttpContext context, Previewer previewer)
    {
        var (open, malformed) = await CommandBodies.Opening(context.Request);
        return open is null ? new ProblemResult(malformed!) : await previewer.Preview(context, open.Key, [open]);
    }

    [WolverinePost("/api/negotiations/{key}/{command}/preview")]
    [Does("preview")]
    [Tags("Previews")]
    [TakesBody(typeof(Command))]
    [Refuses("negotiation-unknown")]
    [Through(typeof(Previewer))]
    public static async Task<IResult> One(string key, string command, HttpContext context, Previewer previewer)
    {
        var (read, refusal) = await CommandBodies.One(command, context.Request);
        return read is null ? new ProblemResult(refusal!) : await previewer.Preview(context, key, [read]);
    }

    /// <summary>What several commands for one negotiation would do, all or none; a problem names the index.</summary>
    [WolverinePost("/api/negotiations/{key}/commands/preview")]
    [EndpointName("previewBatch")]
    [Tags("Previews")]
    [TakesBody(typeof(IReadOnlyList<NamedCommand>))]
    [Refuses("negotiation-unknown", "command-unknown")]
    [Through(typeof(Previewer))]
    public static async Task<IResult> Batch(string key, HttpContext context, Previewer previewer)
    {
        var (commands, refusal, index) = await CommandBodies.Batch(key, context.Request);
        return commands is null ? new ProblemResult(refusal!, index) : await previewer.Preview(context, key, commands);
    }

    /// <summary>
    /// What commands for any negotiations would do, one JSON object per line: each is judged after those before it, and
    /// answered by a line.
    /// </summary>
    [WolverinePost("/api/commands/preview")]
    [EndpointName("previewLines")]
    [Tags("Previews")]
    [TakesBody(typeof(NamedCommand), "application/x-ndjson")]
    [Refuses("recording-stopped", "too-many-parked")]
    [Through(typeof(CommandLines), nameof(CommandLines.Answer))]
    [ProducesResponseType<PreviewedLine>(StatusCodes.Status200OK, "application/x-ndjson", Description =
        "A line for each line that is not empty: what it would do, or the problem with `line` and `ok`: false.")]
    public static Task<IResult> Lines(HttpContext context, Previewer previewer, CommandSettings settings)
    {
        Failures.RecordsNothing(context);
        var lines = previewer.Lines(context.Request.Path);
        return CommandLines.Answer(context, settings, inTurn: true, lines.Preview);
    }
}
