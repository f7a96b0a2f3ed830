using System.Runtime.InteropServices;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Projections;

/// <summary>
/// The course of one negotiation, as views look things up in it: the facts that stand, and what was gathered from them.
/// It grows by what is recorded at the end of history, so that a step costs what is new and not all that was. One at a
/// time may use it.
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

    /// <summary>How the negotiation stands after all of it.</summary>
    public Negotiation Head => Timeline.Head;

    /// <summary>The facts of the world that stand, in canonical order.</summary>
    public IReadOnlyList<Entry> Facts => _facts;

    /// <summary>The facts that are of a thing, in canonical order.</summary>
    public IReadOnlyList<Entry> Of(string thing) => Gathered<ByThing>().Of(thing);

    /// <summary>The last fact of a kind that is of a thing; null when there is none.</summary>
    public T? Last<T>(string thing) where T : DomainEvent => Of(thing).LastOrDefault(entry => entry.Event is T)?.Event as T;

    /// <summary>The facts that are of some things; the order is canonical for each of them.</summary>
    public IEnumerable<Entry> Of(RowScope only) => only.Things is { } things ? things.SelectMany(Of) : _facts;

    /// <summary>The words with which a thing was spoken of, each once, in the order of history.</summary>
    public IReadOnlyList<string> PhrasesOf(string thing) => Gathered<Phrases>().Of(thing);

    /// <summary>What was gathered from all facts that stand.</summary>
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
    /// Takes in what was recorded since; false where that did not only go on at the end of history, or is another
    /// history, and it has to be made anew.
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

/// <summary>Something that is gathered from the facts of a negotiation, one after the other.</summary>
public interface IFactCollector
{
    void Add(Entry entry);
}

/// <summary>What is gathered for each thing by itself, in the order of history.</summary>
public abstract class CollectedByThing<T> : IFactCollector
{
    private readonly Dictionary<string, List<T>> _of = [];

    public IReadOnlyList<T> Of(string thing) => _of.GetValueOrDefault(thing) ?? [];

    public abstract void Add(Entry entry);

    protected void Add(string thing, T item) => (CollectionsMarshal.GetValueRefOrAddDefault(_of, thing, out _) ??= []).Add(item);
}

/// <summary>The courses of the negotiations that are followed. One at a time may use them.</summary>
/// <param name="mostFacts">So many facts are kept.</param>
internal sealed class FactIndexes(int mostFacts)
{
    private readonly BoundedCache<FactIndex> _kept = new(mostFacts);

    /// <summary>The course of a negotiation as its timeline stands.</summary>
    public FactIndex Of(string negotiation, Timeline timeline)
    {
        var course = _kept.Get(negotiation);
        if (course is null || !course.GrowTo(timeline))
            course = new FactIndex(timeline);
        _kept.Put(negotiation, course, 1 + course.Facts.Count);
        return course;
    }

    /// <summary>Forgets one in which something could not be gathered: half of it may be.</summary>
    public void Forget(string negotiation) => _kept.Forget(negotiation);
}
