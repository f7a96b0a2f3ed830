using System.Text.Json.Nodes;
using System.Text.Json;
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
        var (body, unread) = await RequestBody.Read(request, RequestBody.Command);
        if (body is null)
            return new ProblemResult(unread!);

        var (command, malformed) = CommandJson.Read(typeof(OpenNegotiation), body);
        return command is OpenNegotiation open
            ? await Record(request, recorder, open.Key, [open])
            : new ProblemResult(malformed!);
    }

    [WolverinePost("/api/negotiations/{key}/{command}")]
    [TakesBody(typeof(Command))]
    [Refuses("negotiation-unknown")]
    [Through(typeof(CommandEndpoints), nameof(Record))]
    public static async Task<IResult> One(string key, string command, HttpRequest request, Recorder recorder)
    {
        if (!Language.Routes.TryGetValue(command, out var type) || type == typeof(OpenNegotiation))
            return new ProblemResult(UnknownCommand(command));
        var (body, unread) = await RequestBody.Read(request, RequestBody.Command);
        if (body is null)
            return new ProblemResult(unread!);

        var (read, malformed) = CommandJson.Read(type, body);
        return read is null ? new ProblemResult(malformed!) : await Record(request, recorder, key, [read]);
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
        var (body, unread) = await RequestBody.Read(request, RequestBody.Batch);
        if (body is null)
            return new ProblemResult(unread!);

        var (commands, malformed, index) = ReadBatch(key, body);
        return commands is null ? new ProblemResult(malformed!, index) : await Record(request, recorder, key, commands);
    }

    [Through(typeof(RequestHeaders))]
    [Through(typeof(Recorder), nameof(Recorder.Record))]
    [Through(typeof(OutcomeResult))]
    internal static async Task<IResult> Record(HttpRequest request, Recorder recorder, string key, IReadOnlyList<Command> commands)
    {
        if (request.IfMatch() is var (version, badVersion) && badVersion is not null)
            return new ProblemResult(badVersion);
        if (request.IdempotencyKey() is var (idempotencyKey, badKey) && badKey is not null)
            return new ProblemResult(badKey);
        if (request.Caller() is var (caller, badCaller) && caller is null)
            return new ProblemResult(badCaller!);

        var submission = new Submission(key, commands, caller, version, idempotencyKey, MayPark: request.PrefersAsync() && commands.Count == 1);
        return new OutcomeResult(await recorder.Record(submission, request.HttpContext.RequestAborted));
    }

    internal static Refusal UnknownCommand(string command) => Problems.CommandUnknown
        .Because($"'{command}' is no command.")
        .With("commands", Language.Routes.Keys.Order(StringComparer.Ordinal));

    private static (List<Command>? Commands, Refusal? Refusal, int? Index) ReadBatch(string key, byte[] json)
    {
        JsonNode? batch;
        try
        {
            batch = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException unreadable)
        {
            return (null, Problems.Malformed.Because($"This is not JSON: {unreadable.Message}") with { Status = 400 }, null);
        }
        catch (InvalidOperationException)
        {
            return (null, Problems.Malformed.Because("The name of a member cannot hold half a character (an unpaired surrogate)."), null);
        }
        if (batch is not JsonArray { Count: > 0 and <= Limits.Batch } array)
            return (null, Problems.Malformed.Because($"A list of 1 to {Limits.Batch} commands is expected, each with its `command`; send more as NDJSON to /api/commands."), null);

        List<Command> commands = [];
        foreach (var (index, item) in array.Index())
        {
            var (named, refusal) = item is JsonObject fields
                ? NamedCommand.Read(fields)
                : (null, Problems.Malformed.Because("An object is expected, with `command` and the fields of the command."));
            if (refusal is null && named is { Negotiation: { } other } && other != key)
                refusal = Refusals.Malformed("negotiation", $"this batch is for '{key}', not for '{other}'");
            if (refusal is not null)
                return (null, refusal, index);
            commands.Add(named!.Command);
        }
        return (commands, null, null);
    }
}
