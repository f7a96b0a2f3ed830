namespace DiploTracker.Negotiations;

public sealed partial class Timeline
{
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
}
