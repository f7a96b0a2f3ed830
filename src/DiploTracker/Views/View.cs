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

    /// <summary>Whose rows of a negotiation may be others than they were at a version.</summary>
    internal Only ChangedSince(long version, Timeline timeline)
    {
        if (timeline.Since(version) is not { } news)
            return Only.All;
        var changed = Only.Nothing;
        foreach (var entry in news)
            changed = changed.And(entry.Event.Thing is { } id ? Changes(entry, id, timeline.Head) : null);
        return changed;
    }

    /// <summary>
    /// The things whose rows a fact at the end of history may change; null for all of them. What a view leaves out here is
    /// not made anew when only that is recorded: a law in the specs finds one that leaves out too much.
    /// </summary>
    /// <param name="id">What the fact is of; those of the process have none and may change any row.</param>
    /// <param name="after">The negotiation after all that is recorded.</param>
    private protected virtual IEnumerable<string>? Changes(Entry entry, string id, Negotiation after) => null;

    /// <summary>The rows of one negotiation. No clock and no new ids: a rebuild gives the same rows.</summary>
    /// <param name="before">Rows that it gave before, by id: those that say the same now are taken over and not made again.</param>
    /// <param name="only">Of which things; all when left out.</param>
    internal abstract IReadOnlyList<Row> Rows(string negotiation, Course course, IReadOnlyDictionary<string, Row>? before = null, Only? only = null);

    /// <summary>All rows of one negotiation.</summary>
    internal IReadOnlyList<Row> Rows(string negotiation, Timeline timeline) => Rows(negotiation, new Course(timeline));
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
    public IEnumerable<T> Project(string negotiation, Timeline timeline) => Project(negotiation, new Course(timeline), Only.All);

    /// <summary>The same; where it is easy only those of some things, as the others are left out anyway.</summary>
    protected abstract IEnumerable<T> Project(string negotiation, Course course, Only only);

    internal override IReadOnlyList<Row> Rows(string negotiation, Course course, IReadOnlyDictionary<string, Row>? before = null, Only? only = null)
    {
        var wanted = only ?? Only.All;
        return
        [
            .. Project(negotiation, course, wanted).Where(row => wanted.Has(row.Thing)).DistinctBy(row => row.Id, StringComparer.Ordinal)
                .Select(row => before is not null && before.TryGetValue(row.Id, out var was) && row.Equals(was.Item) ? was : RowOf(negotiation, row)),
        ];
    }

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

    /// <summary>The thing that the row is of: that whose facts change it.</summary>
    string Thing => Id;
}

/// <summary>A row as it is stored; the values stand in the order of the columns.</summary>
internal sealed record Row(string Negotiation, string Id, object?[] Values)
{
    /// <summary>What the values were made from.</summary>
    public IViewRow? Item { get; init; }

    public string Thing => Item?.Thing ?? Id;

    public bool Equals(Row? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || Negotiation != other.Negotiation || Id != other.Id || Values.Length != other.Values.Length)
            return false;
        for (var index = 0; index < Values.Length; index++)
            if (!Same(Values[index], other.Values[index]))
                return false;
        return true;
    }

    public override int GetHashCode() => HashCode.Combine(Negotiation, Id);

    private static bool Same(object? one, object? other) =>
        one is string[] list && other is string[] otherList ? list.AsSpan().SequenceEqual(otherList) : Equals(one, other);
}
