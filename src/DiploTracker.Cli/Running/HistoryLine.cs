using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DiploTracker.Cli.Running;

/// <summary>
/// A line of a history as a command: <c>date</c> is when it occurred, <c>kind</c> and <c>args</c> the command,
/// <c>actors</c> and <c>source</c> its basis, <c>phrase</c> and <c>lang</c> the words.
/// </summary>
internal static partial class HistoryLine
{
    public static ScriptLine ToScript(JsonObject history, int number, string negotiation)
    {
        var json = new JsonObject { ["negotiation"] = negotiation, ["command"] = history["kind"]!.DeepClone() };
        foreach (var (name, value) in history["args"]!.AsObject())
        {
            if (name != "step")
                json[name] = value?.DeepClone();
        }
        if (history["date"] is { } date)
            json["occurred"] = date.DeepClone();
        if (history["phrase"] is { } phrase)
        {
            json["phrase"] = new JsonObject
            {
                ["text"] = phrase.DeepClone(),
                ["language"] = history["lang"]?.DeepClone() ?? "en",
            };
        }
        if (Basis(history) is { Count: > 0 } basis)
            json["basis"] = new JsonArray(basis);

        return new ScriptLine(number, json)
        {
            Step = history["n"]?.GetValue<int>(),
            AboutStep = (history["args"]!["step"] ?? history["step"])?.GetValue<int>(),
            ExpectError = history["expectError"]?.GetValue<string>(),
        };
    }

    private static JsonObject Basis(JsonObject history)
    {
        var basis = new JsonObject();
        var speaker = history["actors"]?.AsArray()
            .Select(actor => actor!.GetValue<string>())
            .FirstOrDefault(actor => ActorOrPartyPerson().IsMatch(actor));
        if (speaker is not null)
            basis["speaker"] = speaker;
        if (history["source"] is { } source)
            basis["via"] = new JsonArray(source.DeepClone());
        return basis;
    }

    [GeneratedRegex(@"^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)?$")]
    private static partial Regex ActorOrPartyPerson();
}
