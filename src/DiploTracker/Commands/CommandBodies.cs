using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;

namespace DiploTracker.Commands;

/// <summary>Reads the requests that bring commands, to be recorded or previewed.</summary>
internal static class CommandBodies
{
    public static async Task<(OpenNegotiation? Command, Refusal? Refusal)> Opening(HttpRequest request)
    {
        var (body, unread) = await RequestBody.Read(request, RequestBody.Command);
        if (body is null)
            return (null, unread);
        var (command, malformed) = CommandJson.Read(typeof(OpenNegotiation), body);
        return ((OpenNegotiation?)command, malformed);
    }

    /// <param name="name">The command as in its route; any but the opening.</param>
    public static async Task<(Command? Command, Refusal? Refusal)> One(string name, HttpRequest request)
    {
        if (!Language.Routes.TryGetValue(name, out var type) || type == typeof(OpenNegotiation))
            return (null, UnknownCommand(name));
        var (body, unread) = await RequestBody.Read(request, RequestBody.Command);
        return body is null ? (null, unread) : CommandJson.Read(type, body);
    }

    /// <returns>The commands; or why one cannot be read, with its index.</returns>
    public static async Task<(IReadOnlyList<Command>? Commands, Refusal? Refusal, int? Index)> Batch(
        string key, HttpRequest request)
    {
        var (body, unread) = await RequestBody.Read(request, RequestBody.Batch);
        return body is null ? (null, unread, null) : ReadBatch(key, body);
    }

    /// <summary>The commands of a request with what its headers say, but for the idempotency key.</summary>
    [Through(typeof(RequestHeaders), nameof(RequestHeaders.IfMatch))]
    [Through(typeof(RequestHeaders), nameof(RequestHeaders.Caller))]
    [Through(typeof(RequestHeaders), nameof(RequestHeaders.PrefersAsync))]
    public static (Submission? Submission, Refusal? Refusal) Submission(
        HttpRequest request, string key, IReadOnlyList<Command> commands)
    {
        if (request.IfMatch() is var (version, badVersion) && badVersion is not null)
            return (null, badVersion);
        if (request.Caller() is var (caller, badCaller) && caller is null)
            return (null, badCaller);
        var parks = request.PrefersAsync() && commands.Count == 1;
        return (new Submission(key, commands, caller, version, MayPark: parks), null);
    }

    public static Refusal UnknownCommand(string command) => Problems.CommandUnknown
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
            var refusal = Problems.Malformed.Because($"This is not JSON: {unreadable.Message}");
            return (null, refusal with { Status = StatusCodes.Status400BadRequest }, null);
        }
        catch (InvalidOperationException)
        {
            return (null, Problems.Malformed.Because(
                "The name of a member cannot hold half a character (an unpaired surrogate)."), null);
        }
        if (batch is not JsonArray { Count: > 0 and <= Limits.Batch } array)
            return (null, Problems.Malformed.Because(
                $"A list of 1 to {Limits.Batch} commands is expected, each with its `command`; "
                + "send more as NDJSON to /api/commands."), null);

        List<Command> commands = [];
        foreach (var (index, item) in array.Index())
        {
            var (named, refusal) = item is JsonObject fields
                ? NamedCommand.Read(fields)
                : (null, Problems.Malformed.Because(
                    "An object is expected, with `command` and the fields of the command."));
            if (refusal is null && named is { Negotiation: { } other } && other != key)
                refusal = Refusals.Malformed("negotiation", $"this batch is for '{key}', not for '{other}'");
            if (refusal is not null)
                return (null, refusal, index);
            commands.Add(named!.Command);
        }
        return (commands, null, null);
    }
}
