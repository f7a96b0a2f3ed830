using System.Text.Json;
using DiploTracker.Hosting.Http;
using DiploTracker.Negotiations;

namespace DiploTracker.Views;

/// <summary>
/// A view across negotiations: one flat table, derived from the timeline of each negotiation by a pure function. Facts
/// arrive late and corrections rewrite what stands, so it is never made from single events.
/// </summary>
public abstract class View
{
    /// <summary>The name of its table for dashboards, and in the commands.</summary>
    public abstract string Name { get; }

    /// <summary>Raised with every change of the columns or of what the function gives; a new one is built beside the old one.</summary>
    public abstract int Version { get; }

    /// <summary>What one row says: the comment on the table.</summary>
    public abstract string Meaning { get; }

    /// <summary>The columns after <c>negotiation</c> and <c>id</c>, which together are the key.</summary>
    internal abstract IReadOnlyList<Column> Columns { get; }

    /// <summary>Does it take part in full-text search?</summary>
    internal abstract bool IsSearched { get; }

    /// <summary>Columns that dashboards see and nobody stores: SQL over the columns, as an age by the clock of the database.</summary>
    internal virtual IReadOnlyList<Computed> Computed => [];

    /// <summary>What is indexed beside the key: <c>(earliest, negotiation, id)</c>, <c>using gin (participants)</c>.</summary>
    internal virtual IReadOnlyList<string> Indexes => [];

    /// <summary>The rows of one negotiation. No clock and no new ids: a rebuild gives the same rows.</summary>
    /// <param name="before">Rows that it gave before, by id: those that say the same now are taken over and not made again.</param>
    internal abstract IReadOnlyList<Row> Rows(string negotiation, Timeline timeline, IReadOnlyDictionary<string, Row>? before = null);
}

/// <summary>A view whose rows are read as <typeparamref name="T"/>.</summary>
public abstract class View<T> : View where T : class, IViewRow
{
    private IReadOnlyList<Column<T>>? _columns;

    internal override IReadOnlyList<Column> Columns => [.. TypedColumns, Column.Item, .. IsSearched ? [Column.Folded, Column.Grams] : Array.Empty<Column>()];

    internal override bool IsSearched => Searched is not null;

    /// <summary>What stands in the table for dashboards; the API answers the whole row.</summary>
    protected abstract IReadOnlyList<Column<T>> Flat { get; }

    /// <summary>The texts of a row in which words are looked for; null when none are.</summary>
    protected virtual Func<T, IEnumerable<string?>>? Searched => null;

    private IReadOnlyList<Column<T>> TypedColumns => _columns ??= Flat;

    /// <summary>The rows of one negotiation; of several with one id the first stands.</summary>
    public abstract IEnumerable<T> Project(string negotiation, Timeline timeline);

    internal override IReadOnlyList<Row> Rows(string negotiation, Timeline timeline, IReadOnlyDictionary<string, Row>? before = null) =>
    [
        .. Project(negotiation, timeline).DistinctBy(row => row.Id, StringComparer.Ordinal)
            .Select(row => before is not null && before.TryGetValue(row.Id, out var was) && row.Equals(was.Item) ? was : RowOf(negotiation, row)),
    ];

    private Row RowOf(string negotiation, T row)
    {
        var columns = TypedColumns;
        var values = new object?[columns.Count + (IsSearched ? 3 : 1)];
        for (var index = 0; index < columns.Count; index++)
            values[index] = columns[index].Value(row);
        values[columns.Count] = JsonSerializer.Serialize(row, Json.Options);
        if (Searched is { } searched)
        {
            var folded = SearchText.Fold(string.Join('\n', searched(row).OfType<string>().Distinct()));
            (values[^2], values[^1]) = (SearchText.Indexed(folded), SearchText.Grams(folded));
        }
        return new Row(negotiation, row.Id, values) { Item = row };
    }
}

/// <summary>Something that a view shows; its id is its own in its negotiation.</summary>
public interface IViewRow
{
    string Negotiation { get; }

    string Id { get; }
}

/// <summary>A row as it is stored; the values stand in the order of the columns.</summary>
internal sealed record Row(string Negotiation, string Id, object?[] Values)
{
    /// <summary>What the values were made from.</summary>
    public object? Item { get; init; }

    public bool Equals(Row? other) => ReferenceEquals(this, other) || other is not null && Negotiation == other.Negotiation && Id == other.Id
        && Values.Length == other.Values.Length && !Values.Where((value, index) => !Same(value, other.Values[index])).Any();

    public override int GetHashCode() => HashCode.Combine(Negotiation, Id);

    private static bool Same(object? one, object? other) =>
        one is string[] list && other is string[] otherList ? list.AsSpan().SequenceEqual(otherList) : Equals(one, other);
}
