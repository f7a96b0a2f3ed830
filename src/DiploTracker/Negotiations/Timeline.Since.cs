namespace DiploTracker.Negotiations;

public sealed partial class Timeline
{
    /// <summary>
    /// The facts recorded after a version, if they also come last in canonical order; null if one is late or about the
    /// record, and so may change earlier states.
    /// </summary>
    internal IReadOnlyList<Entry>? NewestSince(long version)
    {
        var count = (int)(Version - version);
        if (count < 0 || count > Canonical.Count)
            return null;
        var entries = new Entry[count];
        for (var index = 0; index < count; index++)
            if ((entries[index] = Canonical[Canonical.Count - count + index]).Fact.Version <= version)
                return null;
        return entries;
    }

    /// <summary>The state before the newest facts.</summary>
    internal Negotiation StateBefore(IReadOnlyList<Entry> newest) => Order.StateBefore(Order.Count - newest.Count);

    /// <summary>The number of facts up to a position in the log.</summary>
    internal long VersionAt(long position)
    {
        var count = Recorded.Count;
        while (count > 0 && Recorded[count - 1].Position > position)
            count--;
        return count;
    }

    /// <summary>The timeline as of a position in the log.</summary>
    public Timeline UpTo(long position) => After((int)VersionAt(position));

    /// <summary>True if the last event of this negotiation at or before a position has the given id.</summary>
    public bool Has(long position, Guid id) =>
        VersionAt(position) is > 0 and var version && Recorded[(int)version - 1].Id == id;

    /// <summary>The timeline after the first <paramref name="count"/> recorded facts.</summary>
    internal Timeline After(int count) => count == Recorded.Count ? this
        : NewestSince(count) is not { Count: var later } ? Of(Recorded.First(count)) // later facts changed earlier states
        : new Timeline
        {
            Recorded = Recorded.First(count),
            Version = count,
            Corrections = Corrections,
            LatestEmbargo = LatestEmbargo, // may come from a later fact; that costs only a search
            Corroborations = Corroborations,
            Disclosures = Disclosures,
            Order = Order.First(Order.Count - later),
        };
}
