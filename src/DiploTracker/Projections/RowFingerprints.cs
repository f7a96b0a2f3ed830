using System.Runtime.InteropServices;
using DiploTracker.Kernel;

namespace DiploTracker.Projections;

/// <summary>
/// The rows of one negotiation at a version: all, or those of some things while the rest are unchanged.
/// </summary>
internal sealed record ProjectedRows(string Negotiation, long Version, IReadOnlyList<Row> Rows, RowScope Only);

/// <summary>
/// Fingerprints of the rows last written, for recently seen negotiations, so that only changed rows are written again.
/// Valid only while nobody else writes: cleared whenever that is uncertain.
/// </summary>
internal sealed class RowFingerprints(int mostRows = 100_000)
{
    private BoundedCache<Remembered> _rows = new(mostRows);

    /// <summary>
    /// The version of the negotiation at which they match the view; 0 if nothing is remembered of it.
    /// </summary>
    public long VersionOf(string negotiation) => _rows.Get(negotiation)?.Version ?? 0;

    /// <summary>
    /// The rows of a negotiation to write and the ids to delete; <c>IsKnown</c> is false if nothing is remembered of
    /// it.
    /// </summary>
    public (bool IsKnown, IReadOnlyList<Row> Changed, IReadOnlyList<string> Gone) Compare(ProjectedRows taken)
    {
        if (taken.Only.IsNothing)
            return (true, [], []);
        if (_rows.Get(taken.Negotiation) is not { } before)
            return (false, taken.Rows, []);

        return (true, [.. taken.Rows.Where(row => !before.Has(row))], before.Gone(taken));
    }

    /// <summary>Remembers what has been committed.</summary>
    public void Keep(ProjectedRows taken)
    {
        var remembered = _rows.Get(taken.Negotiation);
        if (remembered is null && !taken.Only.IsAll)
            return; // evicted just now, and these are not all its rows
        remembered ??= new Remembered();
        foreach (var id in remembered.Gone(taken))
            remembered.Remove(id);
        foreach (var row in taken.Rows)
            remembered.Put(row);
        remembered.Version = taken.Version;
        _rows.Put(taken.Negotiation, remembered, 1 + remembered.Count);
    }

    public void Forget(string negotiation) => _rows.Forget(negotiation);

    public void Forget() => _rows = new(mostRows);

    private sealed class Remembered
    {
        private readonly Dictionary<string, (string Thing, UInt128 Fingerprint)> _rows = [];

        /// <summary>The ids of a thing's rows, except the one equal to the thing's id, which most have.</summary>
        private readonly Dictionary<string, HashSet<string>> _others = [];

        public long Version { get; set; }

        public int Count => _rows.Count;

        public bool Has(Row row) => _rows.TryGetValue(row.Id, out var was) && was == (row.Thing, row.Fingerprint);

        /// <summary>The ids of the affected things' rows that are no longer shown.</summary>
        public List<string> Gone(ProjectedRows taken)
        {
            List<string> gone = [];
            if (taken.Only.Things is { } things)
                foreach (var thing in things)
                    AddOf(thing, gone);
            else
                gone.AddRange(_rows.Keys);
            if (gone.Count > 0)
            {
                var stay = taken.Rows.Select(row => row.Id).ToHashSet();
                gone.RemoveAll(stay.Contains);
            }
            return gone;
        }

        public void Put(Row row)
        {
            _rows[row.Id] = (row.Thing, row.Fingerprint);
            if (row.Thing != row.Id)
                (CollectionsMarshal.GetValueRefOrAddDefault(_others, row.Thing, out _) ??= []).Add(row.Id);
        }

        public void Remove(string id)
        {
            if (_rows.Remove(id, out var row) && _others.TryGetValue(row.Thing, out var ids) && ids.Remove(id) && ids.Count == 0)
                _others.Remove(row.Thing);
        }

        private void AddOf(string thing, List<string> ids)
        {
            if (_rows.TryGetValue(thing, out var own) && own.Thing == thing)
                ids.Add(thing);
            if (_others.TryGetValue(thing, out var others))
                ids.AddRange(others);
        }
    }
}
