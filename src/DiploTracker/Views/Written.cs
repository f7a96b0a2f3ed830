namespace DiploTracker.Views;

/// <summary>
/// The rows that the follower wrote last of the negotiations it met last, so that only those which changed are written
/// again. It holds only as long as nobody else writes: it is forgotten whenever that is not certain.
/// </summary>
internal sealed class Written
{
    private const int MostRows = 50_000;

    private readonly Dictionary<string, Dictionary<string, Row>> _rows = [];
    private int _count;

    /// <summary>What was written of a negotiation, by id; null when nothing is remembered of it.</summary>
    public IReadOnlyDictionary<string, Row>? Of(string negotiation) => _rows.GetValueOrDefault(negotiation);

    /// <summary>What of a negotiation has to be written; <c>IsKnown</c> is false when nothing is remembered of it.</summary>
    public (bool IsKnown, List<Row> Changed, List<string> Gone) Compare(string negotiation, IReadOnlyList<Row> rows)
    {
        if (!_rows.TryGetValue(negotiation, out var before))
            return (false, [.. rows], []);

        var changed = rows.Where(row => !before.TryGetValue(row.Id, out var was) || !was.Equals(row)).ToList();
        var gone = before.Count + changed.Count(row => !before.ContainsKey(row.Id)) == rows.Count
            ? []
            : before.Keys.Except(rows.Select(row => row.Id)).ToList();
        return (true, changed, gone);
    }

    /// <summary>Remembers what has been committed.</summary>
    public void Keep(string negotiation, IReadOnlyList<Row> rows)
    {
        if (_count > MostRows)
            Forget();
        _count += rows.Count - (_rows.TryGetValue(negotiation, out var before) ? before.Count : 0);
        _rows[negotiation] = rows.ToDictionary(row => row.Id);
    }

    public void Forget()
    {
        _rows.Clear();
        _count = 0;
    }
}
