using System.Runtime.InteropServices;
using DiploTracker.Negotiations;

namespace DiploTracker.Projections;

/// <summary>
/// Index of one negotiation's facts, shared by all projections in a step: the facts that are not retracted, and what
/// was collected from them. Not thread-safe.
/// </summary>
/// <param name="scope">The things whose rows are computed; all if left out.</param>
public sealed class FactIndex(Timeline timeline, RowScope? scope = null)
{
    private readonly Dictionary<Type, IFactCollector> _gathered = [];

    public Timeline Timeline => timeline;

    public RowScope Scope { get; } = scope ?? RowScope.All;

    /// <summary>The state of the negotiation after all its facts.</summary>
    public Negotiation Head => timeline.Head;

    /// <summary>The facts of the world that are not retracted, in canonical order.</summary>
    public IReadOnlyList<Entry> Facts { get; } = [.. timeline.Canonical.Where(entry => !entry.IsRetracted)];

    /// <summary>Those of some things whose rows are computed.</summary>
    public IEnumerable<T> InScope<T>(IEnumerable<T> things) where T : IIdentified =>
        things.Where(thing => Scope.Has(thing.Id));

    /// <summary>The ids in scope of things of one kind; null for all.</summary>
    public IReadOnlyCollection<string>? ThingsIn<T>(KeyedList<T> things) where T : class, IIdentified =>
        Scope.Things is { } scoped ? [.. scoped.Where(things.Has)] : null;

    /// <summary>The facts about a thing, in canonical order.</summary>
    public IReadOnlyList<Entry> Of(string thing) => Gathered<ByThing>().Of(thing);

    /// <summary>The last fact of a type about a thing, or null.</summary>
    public T? Last<T>(string thing) where T : DomainEvent => Of(thing).LastOrDefault(entry => entry.Event is T)?.Event as T;

    /// <summary>The distinct phrases used of a thing, in the order of history.</summary>
    public IReadOnlyList<string> PhrasesOf(string thing) => Gathered<Phrases>().Of(thing);

    /// <summary>The collector of a type, with all facts that are not retracted.</summary>
    public T Gathered<T>() where T : IFactCollector, new()
    {
        if (_gathered.TryGetValue(typeof(T), out var gathered))
            return (T)gathered;
        var collector = new T { Scope = Scope };
        foreach (var entry in Facts)
            collector.Add(entry);
        _gathered[typeof(T)] = collector;
        return collector;
    }

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
    /// <summary>The things of which something is collected.</summary>
    RowScope Scope { init; }

    void Add(Entry entry);
}

/// <summary>Collects items per thing, in the order of history.</summary>
public abstract class CollectedByThing<T> : IFactCollector
{
    private readonly Dictionary<string, List<T>> _of = [];

    public RowScope Scope { private get; init; } = RowScope.All;

    public IReadOnlyList<T> Of(string thing) => _of.GetValueOrDefault(thing) ?? [];

    public abstract void Add(Entry entry);

    protected void Add(string thing, T item)
    {
        if (Scope.Has(thing))
            (CollectionsMarshal.GetValueRefOrAddDefault(_of, thing, out _) ??= []).Add(item);
    }
}
