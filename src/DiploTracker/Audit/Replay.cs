using System.Text.Json.Nodes;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Statuses;

namespace DiploTracker.Audit;

/// <summary>The history of a negotiation, fact by fact.</summary>
/// <param name="Order">
/// recorded: as the tracker learned it; canonical: as it happened, with corrections applied.
/// </param>
public sealed record NegotiationReplay(string Negotiation, string Order, IReadOnlyList<ReplayedFact> Items);

/// <summary>A fact, and the changes of the status that it caused.</summary>
/// <param name="Occurred">With corrections applied if the order is canonical.</param>
/// <param name="Basis">On whose word, and from which source; includes corroborations.</param>
/// <param name="IsRetracted">Whether a correction retracted it; in canonical order it then changes nothing.</param>
public sealed record ReplayedFact(
    long Position, long Version, Guid Id, string Type, string Command, Edtf Occurred, DateTimeOffset RecordedAt, string RecordedBy,
    EquatableArray<Basis> Basis, bool IsRetracted, string Text, IReadOnlyList<ChangedField> Changes);

/// <param name="Path">The path of the value in the status: <c>meetings/m-summit/when</c>.</param>
public sealed record ChangedField(string Path, JsonNode? Before, JsonNode? After);

/// <summary>Replays the facts of a negotiation in either order.</summary>
internal static class Replay
{
    public static IEnumerable<ReplayedFact> Recorded(Timeline timeline)
    {
        var (so, before) = (Timeline.Empty, new Dictionary<string, JsonNode?>());
        foreach (var fact in timeline.Recorded)
        {
            so = so.With(fact);
            var after = Fields(so.Head);
            yield return Of(fact, fact.Event, timeline, Changes(before, after));
            before = after;
        }
    }

    public static IEnumerable<ReplayedFact> Canonical(Timeline timeline)
    {
        var before = new Dictionary<string, JsonNode?>();
        foreach (var entry in timeline.Canonical)
        {
            var after = Fields(entry.After);
            yield return Of(entry.Fact, entry.Event, timeline, Changes(before, after));
            before = after;
        }
    }

    private static ReplayedFact Of(Fact fact, DomainEvent @event, Timeline timeline, List<ChangedField> changes) => new(
        fact.Position, fact.Version, fact.Id, Language.NameOf(fact.Event), fact.Metadata.Command, @event.Occurred, fact.RecordedAt, fact.Metadata.By,
        [.. timeline.BasesOf(fact)], timeline.Corrections.IsRetracted(fact.Id), @event.Describe(), changes);

    private static Dictionary<string, JsonNode?> Fields(Negotiation negotiation) => StatusValues.Things(negotiation)
        .SelectMany(thing => StatusValues.Values(thing.Key, thing.Value))
        .ToDictionary(value => value.Path, value => value.Value);

    private static List<ChangedField> Changes(Dictionary<string, JsonNode?> before, Dictionary<string, JsonNode?> after) =>
        [.. before.Keys.Union(after.Keys)
            .Select(path => new ChangedField(path, before.GetValueOrDefault(path), after.GetValueOrDefault(path)))
            .Where(field => !JsonNode.DeepEquals(field.Before, field.After) && !(IsNothing(field.Before) && IsNothing(field.After)))];

    private static bool IsNothing(JsonNode? value) => value is null or JsonArray { Count: 0 };
}
