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
    /// <summary>The problem stands under <c>problem</c> or flat; the receipt under <c>ok</c> or flat.</summary>
    internal static LineAnswer Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement.Clone();
        if (root.TryGetProperty("problem", out var nested) && nested.ValueKind is JsonValueKind.Object)
            return new LineAnswer(null, nested.Deserialize<Problem>(CommandJson.Options), root);
        if (root.TryGetProperty("code", out _))
            return new LineAnswer(null, root.Deserialize<Problem>(CommandJson.Options), root);

        var body = root.TryGetProperty("ok", out var ok) && ok.ValueKind is JsonValueKind.Object ? ok : root;
        var parked = body.TryGetProperty("parked", out var id) ? id.GetString() : null;
        return new LineAnswer(body.Deserialize<Receipt>(CommandJson.Options)! with { Json = body, Parked = parked }, null, root);
    }
}

/// <summary>Whether the server goes on with the next line after a refusal.</summary>
public enum OnRefusal
{
    Continue,
    Stop,
}
