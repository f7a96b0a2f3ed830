using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Statuses;

namespace DiploTracker.Diffs;

/// <summary>Compares two views of one negotiation.</summary>
/// <param name="from">
/// The moment of the first view, if it lies in recorded or reported time; null if both views know the same facts.
/// </param>
internal sealed class Comparison(Timeline before, Timeline after, EdtfBound? from)
{
    // What comes before the first difference set the same values in both.
    private readonly Provenance _earlier = Provenance.Of(before, after.Order.Parting(before.Order));
    private readonly Provenance _later = Provenance.Of(after, after.Order.Parting(before.Order));

    /// <summary>The facts in both views that set other values in the later one; each with the paths.</summary>
    public IEnumerable<(Fact Fact, string[] NoLonger, string[] Now)> OtherwiseEffective()
    {
        var (was, @is) = (_earlier.Effects(), _later.Effects());
        foreach (var version in was.Concat(@is).Select(effects => effects.Key).Distinct().Order())
        {
            string[] noLonger = [.. was[version].Except(@is[version])], now = [.. @is[version].Except(was[version])];
            if (version <= Math.Min(before.Version, after.Version) && noLonger.Length + now.Length > 0)
                yield return (after.Recorded[(int)version - 1], noLonger, now);
        }
    }

    public List<Change> Changes()
    {
        var (was, @is) = (Things(before), Things(after));
        List<Change> changes = [];
        foreach (var path in was.Keys.Union(@is.Keys))
        {
            var (isOld, isNew) = (was.TryGetValue(path, out var old), @is.TryGetValue(path, out var now));
            if (IsNothing(old) && IsNothing(now))
                continue;
            if (!isOld || !isNew)
                changes.Add(Changed(path, old, now, isOld ? "is gone" : "is new"));
            else if (!JsonNode.DeepEquals(old, now))
                changes.AddRange(Within(path, old, now));
        }
        return changes;
    }

    private IEnumerable<Change> Within(string path, JsonNode? old, JsonNode? now)
    {
        var values = StatusValues.Values(path, old).ToDictionary(value => value.Path, value => value.Value);
        var others = StatusValues.Values(path, now).ToDictionary(value => value.Path, value => value.Value);
        foreach (var inner in values.Keys.Union(others.Keys))
        {
            var (was, @is) = (values.GetValueOrDefault(inner), others.GetValueOrDefault(inner));
            if (!JsonNode.DeepEquals(was, @is) && !(IsNothing(was) && IsNothing(@is)))
                yield return Changed(inner, was, @is, $"was {Words(was)}, is {Words(@is)}");
        }
    }

    private Change Changed(string path, JsonNode? old, JsonNode? now, string how)
    {
        var corrections = Corrections(path);
        var facts = corrections.Count > 0 ? corrections : NewFacts(path);
        var cause = corrections.Count > 0 ? Cause.Corrected
            : from is { } moment && facts.Count > 0
                && facts.TrueForAll(fact => IsOver(ViewOf(fact).EventOf(fact).Occurred.Last, moment)) ? Cause.Learned
            : Cause.WorldChanged;
        var behind = facts.ConvertAll(fact => BehindIt.Of(fact, ViewOf(fact)));
        return new Change(path, old?.DeepClone(), now?.DeepClone(), cause, $"{Named(path)} {how}: {Said(cause, behind)}", behind);
    }

    /// <summary>A day is over when the next has begun, or at the end of that day itself.</summary>
    private static bool IsOver(EdtfBound last, EdtfBound by) =>
        !last.IsAfter(by) && (last.Instant is not null || by.Instant is null || last.Day < by.Day);

    private Timeline ViewOf(Fact fact) => after.Fact(fact.Id) is null ? before : after;

    /// <summary>
    /// The facts that set the value in one view and are not in the other; if there are none, the last that set it.
    /// </summary>
    private List<Fact> NewFacts(string path)
    {
        var (setters, earlier) = (FactsBehind(_later, path), FactsBehind(_earlier, path));
        var added = setters.FindAll(fact => before.Fact(fact.Id) is null);
        var missing = earlier.FindAll(fact => after.Fact(fact.Id) is null);
        return (added.Count > 0 ? added : missing.Count > 0 ? missing : (setters.Count > 0 ? setters : earlier).TakeLast(1))
            .OrderBy(fact => fact.Version).ToList();
    }

    private List<Fact> FactsBehind(Provenance provenance, string path) => Settled.TryGetValue(path, out var what)
        ? (provenance == _earlier ? before : after).Recorded.Where(fact => fact.Event.Settles == what).ToList()
        : provenance.Of(path).Select(entry => entry.Fact).ToList();

    /// <summary>The values that facts about the record settle, by their paths.</summary>
    private static readonly Dictionary<string, string> Settled = new()
    {
        ["defaultMarking"] = DefaultMarkingSet.What,
        ["restrictedTo"] = NegotiationRestricted.What,
    };

    private static Dictionary<string, JsonNode?> Things(Timeline timeline)
    {
        var things = StatusValues.Things(timeline.Head);
        if (timeline.Embargo.DefaultIfSet is { } marking)
            things["defaultMarking"] = Vocabulary<Marking>.WordOf(marking);
        if (timeline.Embargo.Members is { IsEmpty: false } members)
            things["restrictedTo"] = JsonSerializer.SerializeToNode(members, Json.Options);
        return things;
    }

    /// <summary>
    /// The corrections in force in only one of the views, of facts that both know and that set the value in either.
    /// </summary>
    private List<Fact> Corrections(string path) => FactsBehind(_earlier, path).Concat(FactsBehind(_later, path))
        .Where(fact => before.Fact(fact.Id) is not null && after.Fact(fact.Id) is not null)
        .SelectMany(fact => before.Corrections.Of(fact.Id).Concat(after.Corrections.Of(fact.Id)))
        .Select(correction => correction.Fact)
        .GroupBy(correction => correction.Id)
        .Where(seen => IsIn(before, seen.First()) != IsIn(after, seen.First()))
        .Select(seen => seen.First())
        .OrderBy(correction => correction.Version)
        .ToList();

    private static bool IsIn(Timeline view, Fact correction) =>
        view.Corrections.Of(((RecordCorrected)correction.Event).Fact).Exists(other => other.Fact.Id == correction.Id);

    private static string Named(string path) => path.Split('/') switch
    {
        [_, var id] => id,
        [_, var id, .. var rest] => $"{id}, {string.Join(' ', rest)},",
        var single => string.Join(' ', single),
    };

    private static string Said(Cause cause, List<BehindIt> behind)
    {
        var said = string.Join(" ", behind.Select(fact => fact.Text));
        return cause switch
        {
            Cause.Learned => $"learned later, it had been so. {said}",
            Cause.Corrected => $"the record was corrected. {said}",
            _ => said,
        };
    }

    private static bool IsNothing(JsonNode? value) => value is null or JsonArray { Count: 0 };

    private static string Words(JsonNode? value) => value switch
    {
        _ when IsNothing(value) => "nothing",
        JsonArray list => string.Join(", ", list.Select(Words)),
        JsonValue single when single.GetValueKind() == JsonValueKind.String => single.GetValue<string>(),
        _ => value!.ToJsonString(Spoken),
    };

    private static readonly JsonSerializerOptions Spoken = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
