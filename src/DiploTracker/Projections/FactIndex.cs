using System.Runtime.InteropServices;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Projections;

/// <summary>
/// Index of one negotiation's facts for projections: the facts that are not retracted, and what was collected from
/// them. It grows with facts recorded at the end of history, so a step costs only the new facts. Not thread-safe.
/// </summary>
public sealed class FactIndex
{
    private readonly List<Entry> _facts = [];
    private readonly Dictionary<Type, (IFactCollector What, int Facts)> _gathered = [];

    public FactIndex(Timeline timeline)
    {
        Timeline = timeline;
        Add(timeline.Canonical);
    }

    public Timeline Timeline { get; private set; }

    /// <summary>The state of the negotiation after all its facts.</summary>
    public Negotiation Head => Timeline.Head;

    /// <summary>The facts of the world that are not retracted, in canonical order.</summary>
    public IReadOnlyList<Entry> Facts => _facts;

    /// <summary>The facts about a thing, in canonical order.</summary>
    public IReadOnlyList<Entry> Of(string thing) => Gathered<ByThing>().Of(thing);

    /// <summary>The last fact of a type about a thing, or null.</summary>
    public T? Last<T>(string thing) where T : DomainEvent => Of(thing).LastOrDefault(entry => entry.Event is T)?.Event as T;

    /// <summary>The facts about the things in a scope; the order is canonical for each thing.</summary>
    public IEnumerable<Entry> Of(RowScope only) => only.Things is { } things ? things.SelectMany(Of) : _facts;

    /// <summary>The distinct phrases used of a thing, in the order of history.</summary>
    public IReadOnlyList<string> PhrasesOf(string thing) => Gathered<Phrases>().Of(thing);

    /// <summary>The collector of a type, up to date with all facts that are not retracted.</summary>
    public T Gathered<T>() where T : IFactCollector, new()
    {
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_gathered, typeof(T), out var isKept);
        if (!isKept)
            kept.What = new T();
        for (; kept.Facts < _facts.Count; kept.Facts++)
            kept.What.Add(_facts[kept.Facts]);
        return (T)kept.What;
    }

    /// <summary>
    /// Adds the facts recorded since. False if they do not only extend the end of history, or the timeline is not a
    /// continuation: the index must then be rebuilt.
    /// </summary>
    public bool GrowTo(Timeline timeline)
    {
        if (!timeline.Continues(Timeline) || timeline.Since(Timeline.Version) is not { } news)
            return false;
        Timeline = timeline;
        Add(news);
        return true;
    }

    private void Add(IEnumerable<Entry> entries) => _facts.AddRange(entries.Where(entry => !entry.IsRetracted));

    private sealed class ByThing : CollectedByThing<Entry>
    {
        public override void Add(Entry entry)
        {
            if (entry.Event.Thing is { } thing)
                Add(thing, entry);
        }
    }

    private sealed class Phrases : CollectedByThing<string>
    {
        private readonly HashSet<(string Thing, string Phrase)> _said = [];

        public override void Add(Entry entry)
        {
            if (entry.Event is { Phrase: { } phrase, Thing: { } thing } && _said.Add((thing, phrase.Text)))
                Add(thing, phrase.Text);
        }
    }
}

/// <summary>Collects something from the facts of a negotiation, one after the other.</summary>
public interface IFactCollector
{
    void Add(Entry entry);
}

/// <summary>Collects items per thing, in the order of history.</summary>
public abstract class CollectedByThing<T> : IFactCollector
{
    private readonly Dictionary<string, List<T>> _of = [];

    public IReadOnlyList<T> Of(string thing) => _of.GetValueOrDefault(thing) ?? [];

    public abstract void Add(Entry entry);

    protected void Add(string thing, T item) => (CollectionsMarshal.GetValueRefOrAddDefault(_of, thing, out _) ??= []).Add(item);
}

/// <summary>Cache of fact indexes. Not thread-safe.</summary>
/// <param name="mostFacts">Maximum number of facts cached.</param>
internal sealed class FactIndexes(int mostFacts)
{
    private readonly BoundedCache<FactIndex> _kept = new(mostFacts);

    /// <summary>The index of a negotiation, up to date with its timeline.</summary>
    public FactIndex Of(string negotiation, Timeline timeline)
    {
        var course = _kept.Get(negotiation);
        if (course is null || !course.GrowTo(timeline))
            course = new FactIndex(timeline);
        _kept.Put(negotiation, course, 1 + course.Facts.Count);
        return course;
    }

    /// <summary>Drops an index in which collecting failed: it may be half done.</summary>
    public void Forget(string negotiation) => _kept.Forget(negotiation);
}
