using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DiploTracker.Kernel;
using Shouldly;

namespace DiploTracker.Specs.Negotiations;

/// <summary>A history of <c>tests/Histories</c>, told to a timeline step by step as its file tells it.</summary>
public sealed class Replay
{
    private static readonly ConcurrentDictionary<string, Timeline> Known = [];

    private readonly Dictionary<int, Guid> _factOfStep = [];
    private readonly Dictionary<int, Timeline> _afterStep = [];

    private Replay(string name) => Name = name;

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.jsonl").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    public string Name { get; }

    public Timeline Timeline { get; private set; } = Timeline.Empty;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Histories");

    public static IEnumerable<JsonObject> StepsOf(string name) =>
        File.ReadLines(Path.Combine(Folder, $"{name}.jsonl")).Where(line => line.Length > 0)
            .Select(line => JsonNode.Parse(line)!.AsObject());

    /// <summary>The facts of a history as they were recorded, decided once for all that read them.</summary>
    public static Timeline Of(string name) => Known.GetOrAdd(name, _ => Of(name, (_, _) => { }));

    /// <summary>The same, looking at the state after every step.</summary>
    public static Timeline Of(string name, Action<JsonObject, Replay> afterStep)
    {
        var replay = new Replay(name);
        foreach (var step in StepsOf(name))
        {
            replay.Take(step);
            afterStep(step, replay);
        }
        return replay.Timeline;
    }

    /// <summary>
    /// What a reading sees: by <c>known</c> only what was recorded up to that step, by <c>asOf</c> only what had
    /// occurred by that date.
    /// </summary>
    public Negotiation Read(JsonNode reading)
    {
        var known = (int?)reading["known"] is { } step ? _afterStep[step] : Timeline;
        return known.At(new Moment(AsOf: (string?)reading["asOf"] is { } date ? Edtf.Parse(date) : null)).Head;
    }

    private void Take(JsonObject step)
    {
        var (expected, where) = ((string?)step["expectError"], $"{Name}, step {step["n"]}: {step["text"]}");
        var received = RecordedAt(step);
        var (command, unreadable) = CommandOf(step);
        var decision = unreadable ?? Timeline.Decider.Decide(command!, received);

        decision.Refusal?.Code.ShouldBe(expected, $"{where} — {decision.Refusal.Detail}");
        if (decision.Refusal is not null)
            return;

        expected.ShouldBeNull(where);
        var version = Timeline.Version + 1;
        Timeline = Timeline.With(Recorded(decision.Event.ShouldNotBeNull(where), version, received));
        _factOfStep[(int)step["n"]!] = Fact(version);
        _afterStep[(int)step["n"]!] = Timeline;
    }

    private (Command? Command, Decision? Unreadable) CommandOf(JsonObject step)
    {
        var kind = (string)step["kind"]!;
        var fields = (JsonObject)step["args"]!.DeepClone();
        fields["occurred"] = step["date"]?.DeepClone();
        if (kind == "OpenNegotiation")
            fields["key"] ??= Name.Replace('_', '-');
        if (step["phrase"] is { } phrase)
            fields["phrase"] = new JsonObject { ["text"] = phrase.DeepClone(), ["language"] = step["lang"]?.DeepClone() ?? "und" };
        if ((step["actors"] as JsonArray)?.FirstOrDefault() is { } speaker)
            fields["basis"] = new JsonObject { ["speaker"] = speaker.DeepClone() };
        if (fields["step"] is { } corrected)
        {
            fields.Remove("step");
            fields["fact"] = _factOfStep[(int)corrected].ToString();
        }

        var (command, refusal) = CommandJson.Read(Language.Commands[kind], fields);
        return (command, refusal is { } unreadable ? (Decision)unreadable : default(Decision?));
    }

    // The end of the day, for what a day's news reports has come by then.
    private static DateTimeOffset RecordedAt(JsonObject step) =>
        Edtf.Of((string?)step["recorded"] ?? (string)step["date"]!).Latest is var latest && latest.Year > 9000
            ? Received
            : latest;
}
