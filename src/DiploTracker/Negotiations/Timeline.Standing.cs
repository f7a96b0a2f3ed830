using System.Collections.Immutable;

namespace DiploTracker.Negotiations;

/// <summary>What views go through again and again is gathered once.</summary>
public sealed partial class Timeline
{
    /// <summary>The facts of the world that stand, in canonical order.</summary>
    public IReadOnlyList<Entry> Facts => field ??= Standing(Canonical);

    /// <summary>
    /// The facts recorded after a version, where they are the end of history too; null where one came late or is about the record,
    /// and so may change what was before.
    /// </summary>
    public IReadOnlyList<Entry>? Since(long version)
    {
        var count = (int)(Version - version);
        if (count < 0 || count > Canonical.Count)
            return null;
        var last = Canonical.GetRange(Canonical.Count - count, count);
        return last.TrueForAll(entry => entry.Fact.Version > version) ? last : null;
    }

    /// <summary>The words with which a thing was spoken of, each once, in the order of history.</summary>
    public IEnumerable<string> PhrasesOf(string thing) => Phrases.TryGetValue(thing, out var phrases) ? phrases.Distinct() : [];

    private Dictionary<string, List<string>> Phrases => field ??= Spoken(Facts);

    /// <summary>The last standing fact of each thing that is of a kind, by its id.</summary>
    public Dictionary<string, DomainEvent> Last<T>() where T : DomainEvent
    {
        Dictionary<string, DomainEvent> last = [];
        foreach (var entry in Facts)
            if (entry.Event is T)
                last[entry.Event.Thing!] = entry.Event;
        return last;
    }

    private static Dictionary<string, List<string>> Spoken(IReadOnlyList<Entry> facts)
    {
        Dictionary<string, List<string>> phrases = [];
        foreach (var entry in facts)
            if (entry.Event is { Phrase: { } phrase, Thing: { } thing })
                (phrases.TryGetValue(thing, out var said) ? said : phrases[thing] = []).Add(phrase.Text);
        return phrases;
    }

    // Copied at once: to walk through an immutable list takes several times as long.
    private static Entry[] Standing(ImmutableList<Entry> canonical)
    {
        var all = new Entry[canonical.Count];
        canonical.CopyTo(all);
        return Array.Exists(all, entry => entry.IsRetracted) ? Array.FindAll(all, entry => !entry.IsRetracted) : all;
    }
}
