using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiploTracker.Client;

/// <summary>One line of a stream of commands: its JSON, with <c>negotiation</c> and <c>command</c>.</summary>
public sealed record CommandLine(JsonObject Json)
{
    /// <summary>The line of a typed command; an OpenNegotiation opens <paramref name="negotiation"/>.</summary>
    public static CommandLine Of(string negotiation, Command command, Guid? idempotencyKey = null)
    {
        var line = CommandJson.Named(command);
        if (command is OpenNegotiation)
            line.Remove("key");
        line.Insert(0, "negotiation", negotiation);
        if (idempotencyKey is { } key)
            line["idempotencyKey"] = key.ToString();
        return new CommandLine(line);
    }
}

/// <summary>The answer to one line: a receipt, or the problem.</summary>
public sealed record LineAnswer(Receipt? Receipt, Problem? Problem, JsonElement Json)
{
    internal static LineAnswer Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement.Clone();
        if (!root.GetProperty("ok").GetBoolean())
            return new LineAnswer(null, root.Deserialize<Problem>(CommandJson.Options), root);

        var parked = root.TryGetProperty("parked", out var id) ? id.GetString() : null;
        return new LineAnswer(root.Deserialize<Receipt>(CommandJson.Options)! with { Json = root, Parked = parked }, null, root);
    }
}

/// <summary>The server's reaction to a refusal: continue with the next line, or stop.</summary>
public enum OnRefusal
{
    Continue,
    Stop,
}
