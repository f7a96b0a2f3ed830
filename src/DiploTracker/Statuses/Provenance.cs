using System.Text.Json.Nodes;
using DiploTracker.Negotiations;

namespace DiploTracker.Statuses;

/// <summary>The facts that set each value of a status; the last of them is the one shown.</summary>
internal sealed class Provenance
{
    private readonly Dictionary<string, List<Entry>> _setters = [];
    private readonly HashSet<string> _values = [];

    public static Provenance Of(Timeline timeline)
    {
        var provenance = new Provenance();
        var shown = new Dictionary<string, JsonNode?>();
        var before = Negotiation.None;
        foreach (var entry in timeline.Canonical)
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

    private void Note(string path, JsonNode? thing, Dictionary<string, JsonNode?> shown, Entry entry)
    {
        var isNew = !shown.TryGetValue(path, out var was);
        if (!isNew && JsonNode.DeepEquals(was, thing))
            return;

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
