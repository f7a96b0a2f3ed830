using System.Text.Json.Nodes;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>The real histories of tests/Histories as lines for /api/commands, as often as wanted, each time under other keys.</summary>
internal sealed record Histories(IReadOnlyList<string> Keys, IReadOnlyList<string> Lines)
{
    /// <summary>What the benchmark leaves out: what names the id of an earlier fact, which is another in each copy.</summary>
    private static readonly string[] ByFactId = ["Correct", "Corroborate"];

    private static readonly (string Key, JsonObject[] Commands)[] Real =
        [.. Resource.Names("histories/").Select((name, index) => ($"history-{index}", Commands(Resource.Text(name))))];

    public static Histories Multiplied(int copies)
    {
        List<string> keys = [];
        List<string> lines = [];
        for (var copy = 0; copy < copies; copy++)
            foreach (var (name, commands) in Real)
            {
                keys.Add($"{name}-{copy}");
                foreach (var command in commands)
                {
                    command["negotiation"] = keys[^1];
                    lines.Add(command.ToJsonString());
                }
            }
        return new Histories(keys, lines);
    }


    private static JsonObject[] Commands(string history) =>
    [
        .. history.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(line => line["expectError"] is null && !ByFactId.Contains(line["kind"]!.GetValue<string>()))
            .Select(Command),
    ];

    private static JsonObject Command(JsonObject line)
    {
        var command = new JsonObject { ["command"] = line["kind"]!.DeepClone(), ["occurred"] = line["date"]!.DeepClone() };
        foreach (var (name, value) in line["args"]!.AsObject())
            command[name] = value?.DeepClone();
        if (line["source"] is { } source)
            command["basis"] = new JsonArray(new JsonObject { ["via"] = new JsonArray(source.DeepClone()) });
        return command;
    }
}
