using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiploTracker.Cli.Running;

/// <summary>One line of a script, ready to be sent, or its fault.</summary>
public sealed record ScriptLine(int Number, JsonObject Json)
{
    /// <summary>The step of a history, by which a later correction names the fact.</summary>
    public int? Step { get; init; }

    /// <summary>The step whose fact this line is about.</summary>
    public int? AboutStep { get; init; }

    /// <summary>The code of the refusal that is expected.</summary>
    public string? ExpectError { get; init; }

    /// <summary>Why the line cannot be sent at all.</summary>
    public string? Fault { get; init; }

    /// <summary>Reads a line of commands or, with a negotiation, of a history; null if it is empty.</summary>
    public static ScriptLine? Read(string text, int number, string? negotiation)
    {
        text = text.Trim();
        if (text.Length == 0)
            return null;

        // Invalid UTF-8 was read as this; sent on, it would be recorded as different words.
        if (text.Contains('\uFFFD'))
            return Faulty(number, "the line is not UTF-8");
        try
        {
            return JsonNode.Parse(text, documentOptions: OnceEach) is JsonObject json && IsText(json, text)
                ? Keyed(Shaped(json, number, negotiation), text, negotiation)
                : Faulty(number, "a line is a JSON object");
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            return Faulty(number, malformed.Message);
        }
    }

    private static readonly JsonDocumentOptions OnceEach = new() { AllowDuplicateProperties = false };

    // An escape such as \ud800 is an unpaired surrogate, which UTF-8 cannot encode: writing it throws.
    private static bool IsText(JsonObject json, string text) =>
        !text.Contains("\\u", StringComparison.Ordinal) || json.ToJsonString().Length > 0;

    private static ScriptLine Shaped(JsonObject json, int number, string? negotiation)
    {
        if (json["kind"] is JsonValue && json["args"] is JsonObject && !json.ContainsKey("command"))
        {
            return negotiation is null
                ? Faulty(number, "a line of a history needs --negotiation KEY")
                : HistoryLine.ToScript(json, number, negotiation);
        }
        if (negotiation is not null && !json.ContainsKey("negotiation"))
            json.Insert(0, "negotiation", negotiation);
        return new ScriptLine(number, json);
    }

    private static ScriptLine Keyed(ScriptLine line, string text, string? negotiation)
    {
        if (line.Fault is null && !line.Json.ContainsKey("idempotencyKey"))
        {
            var key = LineKeys.Of(negotiation ?? line.Json["negotiation"]?.ToString() ?? "", text, line.Number);
            line.Json["idempotencyKey"] = key.ToString();
        }
        return line;
    }

    private static ScriptLine Faulty(int number, string fault) => new(number, []) { Fault = fault };
}
