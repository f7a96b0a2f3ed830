namespace DiploTracker.Views;

/// <summary>The rows of one negotiation as it stood at a version: all, or those of some things, while the others are what they were.</summary>
internal sealed record Taken(string Negotiation, long Version, IReadOnlyList<Row> Rows, Only Only);

/// <summary>
/// The rows that the follower wrote last of the negotiations it met last, so that only those which changed are written
/// again. It holds only as long as nobody else writes: it is forgotten whenever that is not certain.
/// </summary>
internal sealed class Written
{
    private const int MostRows = 50_000;

    private readonly Dictionary<string, Remembered> _rows = [];
    private int _count;

    /// <summary>What was written of a negotiation, by id; null when nothing is remembered of it.</summary>
    public IReadOnlyDictionary<string, Row>? Of(string negotiation) => _rows.GetValueOrDefault(negotiation)?.Rows;

    /// <summary>At which version of the negotiation they were what the view shows; 0 when nothing is remembered of it.</summary>
    public long VersionOf(string negotiation) => _rows.GetValueOrDefault(negotiation)?.Version ?? 0;

    /// <summary>What of a negotiation has to be written; <c>IsKnown</c> is false when nothing is remembered of it.</summary>
    public (bool IsKnown, IReadOnlyList<Row> Changed, IReadOnlyList<string> Gone) Compare(Taken taken)
    {
        if (taken.Only.IsNothing)
            return (true, [], []);
        if (Of(taken.Negotiation) is not { } before)
            return (false, taken.Rows, []);

        var changed = taken.Rows.Where(row => !before.TryGetValue(row.Id, out var was) || !was.Equals(row)).ToList();
        return (true, changed, Gone(before, taken));
    }

    /// <summary>Remembers what has been committed.</summary>
    public void Keep(Taken taken)
    {
        if (_count > MostRows)
            Forget();
        if (_rows.TryGetValue(taken.Negotiation, out var remembered))
        {
            foreach (var id in Gone(remembered.Rows, taken))
                remembered.Rows.Remove(id);
            _count -= remembered.Rows.Count;
        }
        else if (taken.Only.IsAll)
            _rows[taken.Negotiation] = remembered = new Remembered();
        else
            return; // it was forgotten just now, and these are not all its rows
        foreach (var row in taken.Rows)
            remembered.Rows[row.Id] = row;
        remembered.Version = taken.Version;
        _count += remembered.Rows.Count;
    }

    public void Forget()
    {
        _rows.Clear();
        _count = 0;
    }

    private static List<string> Gone(IReadOnlyDictionary<string, Row> before, Taken taken)
    {
        if (taken.Only.IsNothing)
            return [];
        var stay = taken.Rows.Select(row => row.Id).ToHashSet();
        return [.. before.Values.Where(row => taken.Only.Has(row.Thing) && !stay.Contains(row.Id)).Select(row => row.Id)];
    }

    private sealed class Remembered
    {
        public Dictionary<string, Row> Rows { get; } = [];

        public long Version { get; set; }
    }
}
