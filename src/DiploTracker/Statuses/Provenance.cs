using System.Text.Json.Nodes;
using DiploTracker.Negotiations;

namespace DiploTracker.Statuses;

/// <summary>The facts that set each value of a status; the last of them is the one shown.</summary>
internal sealed class Provenance
{
    private readonly Dictionary<string, List<Entry>> _setters = [];
    private readonly HashSet<string> _values = [];
    private readonly HashSet<(string Path, long Version)> _introduced = [];

    /// <param name="start">An index in canonical order: only of the facts from there on.</param>
    public static Provenance Of(Timeline timeline, int start = 0)
    {
        var provenance = new Provenance();
        var before = timeline.Order.StateBefore(start);
        var shown = StatusValues.Things(before);
        foreach (var entry in timeline.Canonical.From(start))
        {
            foreach (var (path, thing) in StatusValues.Things(entry.After, before))
                provenance.Note(path, thing, shown, entry);
            before = entry.After;
        }
        return provenance;
    }

    /// <summary>
    /// The facts that set a value, or anything of a thing, in canonical order; empty if none ever did.
    /// </summary>
    public IReadOnlyList<Entry> Of(string path) => _setters.GetValueOrDefault(path, []);

    public IReadOnlyDictionary<string, Explanation> Explain(Timeline timeline) => _setters
        .Where(pair => _values.Contains(pair.Key))
        .ToDictionary(pair => pair.Key, pair => Explanation.Of(pair.Value[^1], timeline));

    /// <summary>The values that each fact set, by its version; a thing that it introduced counts as one.</summary>
    public ILookup<long, string> Effects() => _setters
        .SelectMany(pair => pair.Value, (pair, entry) => (Path: pair.Key, entry.Fact.Version))
        .Where(set => _introduced.Contains(set)
            || _values.Contains(set.Path) && !_introduced.Contains((ThingOf(set.Path), set.Version)))
        .ToLookup(set => set.Version, set => set.Path);

    private static string ThingOf(string path) => string.Join('/', path.Split('/').Take(2));

    private void Note(string path, JsonNode? thing, Dictionary<string, JsonNode?> shown, Entry entry)
    {
        var isNew = !shown.TryGetValue(path, out var was);
        if (!isNew && JsonNode.DeepEquals(was, thing))
            return;

        if (isNew)
            _introduced.Add((path, entry.Fact.Version));
        var earlier = StatusValues.Values(path, was).ToDictionary(value => value.Path, value => value.Value);
        foreach (var (valuePath, value) in StatusValues.Values(path, thing))
            if (isNew || !earlier.TryGetValue(valuePath, out var old) || !JsonNode.DeepEquals(old, value))
            {
                Add(valuePath, entry);
                _values.Add(valuePath);
            }
        Add(path, entry);
        shown[path] = thing;
    }

    private void Add(string path, Entry entry)
    {
        if (!_setters.TryGetValue(path, out var setters))
            _setters[path] = setters = [];
        if (setters is [] || setters[^1] != entry)
            setters.Add(entry);
    }
}
