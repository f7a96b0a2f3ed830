using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;

namespace DiploTracker.Desk.Entry;

/// <param name="Key">The negotiation; null for the one that is to be opened.</param>
/// <param name="Command">The verb by its route; empty as long as none is chosen.</param>
public sealed record EntryModel(string? Key, string Command, Known Known, Typed Typed)
{
    /// <summary>Sent with the form, so that a form sent twice records once.</summary>
    public Guid IdempotencyKey { get; } = Guid.CreateVersion7();

    /// <summary>Why the fact was not recorded.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>What became of the fact before.</summary>
    public Outcome? Outcome { get; init; }

    public CommandForm? Form => CommandForm.All.GetValueOrDefault(Command);

    /// <summary>The fields that the refusal names.</summary>
    public bool IsWrong(string field) => Refusal is { } refused
        && refused.Detail.Contains($"`{field}", StringComparison.Ordinal);
}

/// <summary>The names that a form completes: what the negotiation knows already.</summary>
public sealed record Known(string Title, IReadOnlyList<string> Parties, IReadOnlyList<KnownThing> Things)
{
    public static readonly Known Nothing = new("", [], []);

    public static Known In(Timeline timeline)
    {
        var head = timeline.Head;
        return new Known(
            head.Title,
            [.. head.Parties.Where(party => !party.Left).Select(party => party.Code)],
            [
                .. head.Meetings.Select(meeting => new KnownThing("meeting", meeting.Id, meeting.Title)),
                .. head.Proposals.Where(proposal => !head.Meetings.Has(proposal.Id))
                    .Select(proposal => new KnownThing("proposal", proposal.Id, proposal.Summary)),
                .. head.Positions.Select(position => new KnownThing("position", position.Id, position.Text)),
                .. head.Agreements.Select(agreement => new KnownThing("agreement", agreement.Id, agreement.Title)),
                .. head.Deadlines.Select(deadline => new KnownThing("deadline", deadline.Id, deadline.Subject)),
            ]);
    }
}

public sealed record KnownThing(string Kind, string Id, string? Title);

/// <summary>What is in the fields of a form.</summary>
public sealed class Typed
{
    public static readonly Typed Nothing = new([]);

    private readonly Dictionary<string, string> _values;

    private Typed(Dictionary<string, string> values) => _values = values;

    public string this[string field] => _values.GetValueOrDefault(field, "");

    public static Typed From(IQueryCollection query) =>
        new(query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()));

    public static Typed From(IFormCollection form) =>
        new(form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()));

    /// <summary>The fields of a command as they are typed: lists with commas, parts by <c>phrase.text</c>.</summary>
    public static Typed From(JsonObject command)
    {
        var values = new Dictionary<string, string>();
        foreach (var (name, value) in command)
            if (value is JsonObject parts)
                foreach (var (part, inner) in parts)
                    values[$"{name}.{part}"] = Text(inner);
            else
                values[name] = Text(value);
        return new Typed(values);
    }

    private static string Text(JsonNode? value) => value switch
    {
        JsonArray list => string.Join(list.Any(item => Text(item).Contains(',')) ? "\n" : ", ", list.Select(Text)),
        JsonObject { } party when party["code"] is { } code => $"{code}:{party["role"]}",
        JsonObject { } link => Text(link["id"]),
        null => "",
        _ => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(),
    };

    /// <summary>The source stays between facts, what happened does not.</summary>
    public Typed ForTheNext() => new(_values.Where(pair => Circumstance.Stays(pair.Key)).ToDictionary());
}
