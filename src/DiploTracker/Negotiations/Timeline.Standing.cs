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

    /// <summary>The words with which each thing was spoken of, by its id.</summary>
    public ILookup<string, string> Phrases => field ??= Facts
        .Where(entry => entry.Event.Phrase is not null && Subjects.Of(entry.Event) is not null)
        .ToLookup(entry => Subjects.Of(entry.Event)!, entry => entry.Event.Phrase!.Text);

    // Copied at once: to walk through an immutable list takes several times as long.
    private static Entry[] Standing(ImmutableList<Entry> canonical)
    {
        var all = new Entry[canonical.Count];
        canonical.CopyTo(all);
        return Array.Exists(all, entry => entry.IsRetracted) ? Array.FindAll(all, entry => !entry.IsRetracted) : all;
    }
}
