using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Commands;

/// <summary>The routes that accept commands, all through one <see cref="Recorder"/>.</summary>
public static class CommandEndpoints
{
    [WolverinePost("/api/negotiations")]
    [TakesBody(typeof(OpenNegotiation))]
    [Through(typeof(CommandEndpoints), nameof(Record))]
    [ProducesResponseType<RecordedAnswer>(StatusCodes.Status201Created, Description = "The negotiation is open.")]
    [SaysHeader("Location", "The negotiation.", StatusCodes.Status201Created)]
    public static async Task<IResult> Open(HttpRequest request, Recorder recorder)
    {
        var (open, malformed) = await CommandBodies.Opening(request);
        return open is null ? new ProblemResult(malformed!) : await Record(request, recorder, open.Key, [open]);
    }

    [WolverinePost("/api/negotiations/{key}/{command}")]
    [TakesBody(typeof(Command))]
    [Refuses("negotiation-unknown")]
    [Through(typeof(CommandEndpoints), nameof(Record))]
    public static async Task<IResult> One(string key, string command, HttpRequest request, Recorder recorder)
    {
        var (read, refusal) = await CommandBodies.One(command, request);
        return read is null ? new ProblemResult(refusal!) : await Record(request, recorder, key, [read]);
    }

    /// <summary>Records several commands for one negotiation, all or none; a problem names the index.</summary>
    [WolverinePost("/api/negotiations/{key}/commands")]
    [EndpointName("recordBatch")]
    [Tags("Many commands at once")]
    [TakesBody(typeof(IReadOnlyList<NamedCommand>))]
    [Refuses("negotiation-unknown", "command-unknown")]
    [ProducesResponseType<RecordedAnswer>(StatusCodes.Status201Created, Description = "The first of them opened the negotiation.")]
    [SaysHeader("Location", "The negotiation.", StatusCodes.Status201Created)]
    [Through(typeof(CommandEndpoints), nameof(Record))]
    public static async Task<IResult> Batch(string key, HttpRequest request, Recorder recorder)
    {
        var (commands, refusal, index) = await CommandBodies.Batch(key, request);
        return commands is null ? new ProblemResult(refusal!, index) : await Record(request, recorder, key, commands);
    }

    [Through(typeof(CommandBodies), nameof(CommandBodies.Submission))]
    [Through(typeof(RequestHeaders), nameof(RequestHeaders.IdempotencyKey))]
    [Through(typeof(Recorder), nameof(Recorder.Record))]
    [Through(typeof(OutcomeResult))]
    private static async Task<IResult> Record(
        HttpRequest request, Recorder recorder, string key, IReadOnlyList<Command> commands)
    {
        var (submission, refusal) = CommandBodies.Submission(request, key, commands);
        var (once, badKey) = request.IdempotencyKey();
        if ((refusal ?? badKey) is { } refused)
            return new ProblemResult(refused);
        submission = submission! with { IdempotencyKey = once };
        return new OutcomeResult(await recorder.Record(submission, request.HttpContext.RequestAborted));
    }
}
