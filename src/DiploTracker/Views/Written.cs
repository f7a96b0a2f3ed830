namespace DiploTracker.Views;

/// <summary>The rows of one negotiation as it stood at a version; null when they are those that were written before.</summary>
internal sealed record Taken(string Negotiation, long Version, IReadOnlyList<Row>? Rows);

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

    /// <summary>Up to which version of the negotiation they are what the view shows; 0 when nothing is remembered of it.</summary>
    public long VersionOf(string negotiation) => _rows.GetValueOrDefault(negotiation)?.Version ?? 0;

    /// <summary>What of a negotiation has to be written; <c>IsKnown</c> is false when nothing is remembered of it.</summary>
    public (bool IsKnown, List<Row> Changed, List<string> Gone) Compare(string negotiation, IReadOnlyList<Row> rows)
    {
        if (Of(negotiation) is not { } before)
            return (false, [.. rows], []);

        var changed = rows.Where(row => !before.TryGetValue(row.Id, out var was) || !was.Equals(row)).ToList();
        var gone = before.Count + changed.Count(row => !before.ContainsKey(row.Id)) == rows.Count
            ? []
            : before.Keys.Except(rows.Select(row => row.Id)).ToList();
        return (true, changed, gone);
    }

    /// <summary>Remembers what has been committed.</summary>
    public void Keep(Taken taken)
    {
        var (negotiation, version, rows) = taken;
        if (rows is null)
        {
            if (_rows.TryGetValue(negotiation, out var still))
                _rows[negotiation] = still with { Version = version };
            return;
        }
        if (_count > MostRows)
            Forget();
        _count += rows.Count - (Of(negotiation)?.Count ?? 0);
        _rows[negotiation] = new Remembered(rows.ToDictionary(row => row.Id), version);
    }

    public void Forget()
    {
        _rows.Clear();
        _count = 0;
    }

    private sealed record Remembered(Dictionary<string, Row> Rows, long Version);
}
