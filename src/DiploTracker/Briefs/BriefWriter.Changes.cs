using System.Text.Json;
using System.Text.Json.Nodes;
using DiploTracker.Diffs;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Briefs;

/// <summary>The moment since which changes are listed.</summary>
/// <param name="Text">As it was asked for.</param>
internal sealed record SinceMoment(string Text, string Axis, Moment Moment)
{
    /// <summary>In recorded or reported time; null where both views know the same facts.</summary>
    public EdtfBound? From => Moment.KnownAt is { } knownAt ? EdtfBound.Of(knownAt) : Moment.ReportedAt;
}

/// <summary>What changed since a moment: the world, what we know of it, or the record.</summary>
internal sealed partial class BriefWriter
{
    // Derived from others, or of no interest to a reader of sentences.
    private static readonly HashSet<string> NotTold =
    [
        "sequence", "calendarStatus", "eventStatus", "precision", "proposalStatus", "reiterated", "openSince",
        "contestedBy", "statementCount", "disclosure",
    ];

    private BriefChanges Changed(SinceMoment since)
    {
        var before = timeline.At(since.Moment);
        var isNew = !before.Head.IsOpen;
        return new BriefChanges(since.Text, since.Axis, isNew, isNew ? [] :
        [
            .. new Comparison(before, timeline, since.From).Changes()
                .Select(change => (Change: change, Path: change.Path.Split('/')))
                .Where(one => IsTold(one.Path))
                .Select(one => new ChangedLine(
                    one.Change.Cause, Passage.Of($"{Told(one.Path, one.Change, before)}{Earlier(one.Change):w}"),
                    one.Path.Length > 1 ? $"{one.Path[0]}/{one.Path[1]}" : null, Cite(one.Change, before)))
                .OrderBy(line => line.Cause),
        ]);
    }

    // An invitation stands with its meeting, but for the answers to it.
    private bool IsTold(string[] path) => path switch
    {
        ["proposals", var id, .. var rest] when rest is not ["answers", ..] && Head.Meetings.Has(id) => false,
        ["proposals", _, "answers", _, var member] => member is "answer" or "conditions",
        [.., var value] => !NotTold.Contains(value),
        _ => true,
    };

    private Passage Told(string[] path, Change change, Timeline before) => path switch
    {
        [_, var id] when change.Before is null => Stands(id) ?? Passage.Of($"{id} is new."),
        [_, var id] when change.After is null => Passage.Of($"{Named(id, before)} is no longer on record."),
        ["proposals", var id, "answers", var party, "answer"] => Passage.Of(
            $"{Named(id, before)}: the answer of {party} {Turned(change, "answer")}."),
        ["proposals", var id, "answers", var party, "conditions"] => Passage.Of(
            $"{Named(id, before)}: the conditions of {party} {Turned(change, "conditions")}."),
        [_, var id, .., var value] when change.After is JsonValue flag && flag.TryGetValue(out bool isSo) => Passage.Of(
            $"{Named(id, before)}: it is {(isSo ? "now" : "no longer"):w} {Spoken(value):w}."),
        [_, var id, "dissent"] => Passage.Of($"{Named(id, before)}: {Denied(change.After as JsonArray)}."),
        [_, var id, .., var value] when Done(value) is { } done => Passage.Of(
            $"{Named(id, before)}: {Turned(change, value, done)}."),
        [_, var id, .. var value] => Passage.Of(
            $"{Named(id, before)}: {Label(value):w} {Turned(change, value[^1])}."),
        [var value] => Passage.Of($"The {Spoken(value):w} {Turned(change, value)}."),
        _ => Passage.Empty,
    };

    private Passage Named(string id, Timeline before) =>
        (NameOf(id) ?? new BriefWriter(key, before, day, sources).NameOf(id))?.Capitalised() ?? Passage.Of($"{id}");

    /// <summary>A thing that is new, as it stands.</summary>
    private Passage? Stands(string id) =>
        Head.Meetings[id] is { } meeting ? Meetings.Of(meeting, Head.Proposals[id])
        : Head.Agreements[id] is { } agreement ? ThingSentences.Of(agreement)
        : Head.Proposals[id] is { } proposal ? ThingSentences.Of(proposal)
        : Head.Positions[id] is { } position ? ThingSentences.Of(position)
        : Head.Deadlines[id] is { } deadline ? ThingSentences.Of(deadline)
        : Head.Parties[id] is { } party ? Passage.Of($"{party.Code} takes part ({Wording.Plain(party.Role)}).")
        : null;

    private static string Label(string[] path) => path switch
    {
        ["when"] => "the date",
        ["venue", "place"] => "the place",
        ["venue", "agreement"] => "the agreement on the venue",
        _ => $"the {string.Join(", ", path.Select(Spoken))}",
    };

    private static Passage Denied(JsonArray? dissent) => dissent is not { Count: > 0 }
        ? Passage.Of($"no longer denied by anybody")
        : Passage.Of($"denied by {Passage.Join(" and ", dissent.Select(Dissenter))}");

    private static Passage Dissenter(JsonNode? dissent) =>
        Passage.Of($"{(string?)dissent!["by"]} ({Wording.Plain((string)dissent["aspect"]!)})");

    /// <summary>Who did something to it, as a participle: "confirmed by"; null for other members.</summary>
    private static string? Done(string member) =>
        member.EndsWith("edBy", StringComparison.Ordinal) ? Spoken(member) : null;

    private Passage Turned(Change change, string value, string done) =>
        (IsNothing(change.Before), IsNothing(change.After)) switch
    {
        (true, _) => Passage.Of($"{done:w} {Said(change.After, value)}"),
        (_, true) => Passage.Of($"no longer {done:w} {Said(change.Before, value)}"),
        _ => Passage.Of($"{done:w} {Said(change.After, value)}; before, by {Said(change.Before, value)}"),
    };

    // The name of a member: inForce is "in force".
    private static string Spoken(string member) => Wording.Plain(char.ToUpperInvariant(member[0]) + member[1..]);

    private Passage Turned(Change change, string value) => (IsNothing(change.Before), IsNothing(change.After)) switch
    {
        (true, _) => Passage.Of($"is now {Said(change.After, value)}"),
        (_, true) => Passage.Of($"was {Said(change.Before, value)} and no longer is"),
        _ => Passage.Of($"was {Said(change.Before, value)}, is now {Said(change.After, value)}"),
    };

    private static bool IsNothing(JsonNode? value) => value is null or JsonArray { Count: 0 };

    private Passage Said(JsonNode? node, string value) => node switch
    {
        null => Passage.Of($"nothing"),
        JsonArray list when value == "blockedBy" => Passage.Join(" and ", list.Select(one => Named((string)one!))),
        JsonArray list => Passage.Join(", ", list.Select(one => Said(one, value))),
        JsonValue single when single.GetValueKind() == JsonValueKind.String => Text(single.GetValue<string>(), value),
        JsonObject members => Passage.Join(", ", members.Where(member => !IsNothing(member.Value))
            .Select(member => Said(member.Value, member.Key))),
        _ => Passage.Of($"{node.ToJsonString()}"),
    };

    private Passage Named(string id) => NameOf(id) ?? Passage.Of($"{id}");

    private Passage Text(string text, string value) => value switch
    {
        "when" or "effective" or "respondBy" or "occurred" => Wording.Noun(Edtf.Of(text)),
        "counterTo" or "counteredBy" when NameOf(text) is { } name => name,
        _ => Passage.Of($"{Wording.Plain(text)}"),
    };

    private static string Earlier(Change change) => change.Cause switch
    {
        Cause.Learned => $" It had been so {string.Join(" and ", DatesOf(change))}.",
        _ => "",
    };

    private static IEnumerable<string> DatesOf(Change change) =>
        change.Facts.Select(fact => DateWords.When(fact.Occurred)).Distinct();

    private IReadOnlyList<int> Cite(Change change, Timeline before) =>
        CiteIn(timeline, change) is { Count: > 0 } cited ? cited : CiteIn(before, change);

    private IReadOnlyList<int> CiteIn(Timeline view, Change change) =>
        sources.Cite(change.Facts.Select(fact => view.Fact(fact.Id)).OfType<Fact>(), view);
}
