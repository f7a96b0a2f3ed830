namespace DiploTracker.Negotiations;

public sealed partial class Timeline
{
    /// <summary>
    /// The facts recorded after a version, where they are the end of history too; null where one came late or is about
    /// the record, and so may change what was before.
    /// </summary>
    public IReadOnlyList<Entry>? Since(long version)
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

    /// <summary>The timeline as it stood when the log had been written up to a position.</summary>
    public Timeline UpTo(long position)
    {
        var count = Recorded.Count;
        while (count > 0 && Recorded[count - 1].Position > position)
            count--;
        return After(count);
    }

    /// <summary>Does it begin with the same facts as one that is not longer?</summary>
    public bool Continues(Timeline before) =>
        before.Version == 0 || Version >= before.Version && Recorded[(int)before.Version - 1].Id == before.Recorded[^1].Id;

    /// <summary>Does the log have an event of this negotiation at a position, as far as it is known?</summary>
    public bool Has(long position, Guid id)
    {
        var count = Recorded.Count;
        while (count > 0 && Recorded[count - 1].Position > position)
            count--;
        return count > 0 && Recorded[count - 1].Id == id;
    }

    /// <summary>The timeline as it stood after the first facts that were recorded.</summary>
    internal Timeline After(int count) => count == Recorded.Count ? this
        : Since(count) is not { Count: var later } ? Of(Recorded.First(count)) // what came after has changed what was before
        : new Timeline
        {
            Recorded = Recorded.First(count),
            Version = count,
            Corrections = Corrections,
            LatestEmbargo = LatestEmbargo, // or that of a fact which came after: then it is only looked for
            Corroborations = Corroborations,
            Disclosures = Disclosures,
            Order = Order.First(Order.Count - later),
        };
}
