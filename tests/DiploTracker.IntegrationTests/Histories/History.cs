using System.Text.Json.Nodes;

namespace DiploTracker.IntegrationTests.Histories;

/// <summary>A real history: its steps in the order of recording.</summary>
internal static class History
{
    public static readonly string[] Names =
    [
        .. Directory.GetFiles(Folder, "*.jsonl").Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal),
    ];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Histories");

    public static IReadOnlyList<Step> Of(string name) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Histories", $"{name}.jsonl")).Select(line => new Step(JsonNode.Parse(line)!))];
}

/// <summary>One step: a command, and what must hold after it.</summary>
internal sealed record Step(JsonNode Line)
{
    public int Number => (int)Line["n"]!;

    public string Command => (string)Line["kind"]!;

    public string? ExpectedRefusal => (string?)Line["expectError"];

    /// <summary>It is recorded, and its body needs no event id of this run.</summary>
    public bool Lands => ExpectedRefusal is null && Command != "Correct";

    public JsonObject Expected => Line["expect"]!.AsObject();

    public IEnumerable<JsonNode> Readings => (Line["readings"]?.AsArray() ?? []).Select(reading => reading!);

    /// <summary>The step after which it was heard of, too early to be placed.</summary>
    public int? HeardAfter => (int?)Line["heardAfter"];

    /// <summary>The body of the command for a negotiation; <paramref name="events"/> are the event ids of the steps before.</summary>
    public JsonObject Body(string negotiation, IReadOnlyDictionary<int, string> events)
    {
        var body = Line["args"]!.DeepClone().AsObject();
        body["occurred"] = (string)Line["date"]!;
        if ((string?)Line["phrase"] is { } phrase)
            body["phrase"] = new JsonObject { ["text"] = phrase, ["language"] = (string?)Line["lang"] ?? "en" };
        if (Command == "OpenNegotiation")
            body["key"] = negotiation;
        if (body.Remove("step", out var step))
            body["fact"] = events[(int)step!];
        return body;
    }

    public JsonObject Named(string negotiation)
    {
        var body = Body(negotiation, new Dictionary<int, string>());
        body["command"] = Command;
        return body;
    }

    /// <summary>The last segment of the command's route.</summary>
    public string Route => string.Concat(Command.Select((letter, index) =>
        char.IsUpper(letter) ? (index == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
