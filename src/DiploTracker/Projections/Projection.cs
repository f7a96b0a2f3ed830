using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Projections;

/// <summary>
/// A view across negotiations: one flat table, derived from the timeline of each negotiation by a pure function. Facts
/// arrive late and corrections rewrite what stands, so it is never made from single events.
/// </summary>
public abstract class Projection
{
    /// <summary>The name of its table for dashboards, and in the commands.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Raised when the function gives other values. A change of the shape of rows needs nothing: it is in the version.
    /// </summary>
    public abstract int Revision { get; }

    /// <summary>
    /// The revision, and in the last five digits what the rows are made of. A new one is built beside the old one.
    /// </summary>
    public int Version => Revision * 100_000 + Shape;

    private protected virtual int Shape => 0;

    /// <summary>What one row says: the comment on the table.</summary>
    public abstract string Meaning { get; }

    /// <summary>The columns after <c>negotiation</c> and <c>id</c>, which together are the key.</summary>
    internal abstract IReadOnlyList<Column> Columns { get; }

    /// <summary>Does it take part in full-text search?</summary>
    internal abstract bool IsSearched { get; }

    /// <summary>
    /// What dashboards see after <c>negotiation</c> and <c>id</c>: what is stored, and what nobody stores, as an age by
    /// the clock of the database.
    /// </summary>
    internal virtual IReadOnlyList<DashboardColumn> Shown => AsStored;

    /// <summary>The columns that are shown as they are stored.</summary>
    private protected IReadOnlyList<DashboardColumn> AsStored => [.. Columns.Where(column => column.IsShown).Select(column => new DashboardColumn(column.Name, $"t.{column.Name}", column.Meaning))];

    /// <summary>
    /// What follows <c>from {table} t</c> in every question, where what is shown is made of more than one row.
    /// </summary>
    internal virtual string Joined(string table) => "";

    /// <summary>The id of what is shown, as SQL.</summary>
    internal virtual string ShownId => "t.id";

    /// <summary>
    /// What is indexed beside the key: <c>(earliest, negotiation, id)</c>, <c>using gin (participants)</c>.
    /// </summary>
    internal virtual IReadOnlyList<string> Indexes => [];

    /// <summary>Whose rows of a negotiation may be others than they were at a version.</summary>
    internal RowScope ChangedSince(long version, Timeline timeline)
    {
        if (timeline.Since(version) is not { } news)
            return RowScope.All;
        HashSet<string>? changed = null;
        var after = timeline.Head;
        foreach (var entry in news)
        {
            if (entry.Event.Marking > Marking.GREEN || entry.Event.Thing is not { } id || Changes(entry, id, after) is not { } things)
                return RowScope.All;
            foreach (var thing in things)
                (changed ??= []).Add(thing);
        }
        return changed is null ? RowScope.Nothing : RowScope.Of(changed);
    }

    /// <summary>
    /// The things whose rows a fact at the end of history may change; null for all of them. What a view leaves out here
    /// is not made anew when only that is recorded: a law in the specs finds one that leaves out too much.
    /// </summary>
    /// <param name="id">What the fact is of; those of the process have none and may change any row.</param>
    /// <param name="after">The negotiation after all that is recorded.</param>
    private protected virtual IEnumerable<string>? Changes(Entry entry, string id, Negotiation after) => null;

    /// <summary>The rows of one negotiation. No clock and no new ids: a rebuild gives the same rows.</summary>
    /// <param name="only">Of which things; all when left out.</param>
    internal abstract IReadOnlyList<Row> Rows(string negotiation, FactIndex course, RowScope? only = null);
}

/// <summary>A view whose rows are read as <typeparamref name="T"/>.</summary>
public abstract class Projection<T> : Projection where T : class, IProjectionRow
{
    private IReadOnlyList<Column<T>>? _columns;

    private int? _shape;

    private protected override int Shape => _shape ??= RowShape.Fingerprint(typeof(T), Columns);

    internal override IReadOnlyList<Column> Columns => [.. TypedColumns, Column.Marking, Column.Item, .. IsSearched ? Column.OfSearch : []];

    internal override bool IsSearched => Searched is not null;

    /// <summary>What stands in the table for dashboards; the API answers the whole row.</summary>
    protected abstract IReadOnlyList<Column<T>> Flat { get; }

    /// <summary>The texts of a row in which words are looked for; null when none are.</summary>
    protected virtual Func<T, IEnumerable<string?>>? Searched => null;

    private IReadOnlyList<Column<T>> TypedColumns => _columns ??= Flat;

    /// <summary>The rows of one negotiation; of several with one id the first stands.</summary>
    public IEnumerable<T> Project(string negotiation, Timeline timeline) => Project(negotiation, new FactIndex(timeline), RowScope.All);

    /// <summary>The same; where it is easy only those of some things, as the others are left out anyway.</summary>
    protected abstract IEnumerable<T> Project(string negotiation, FactIndex course, RowScope only);

    internal override IReadOnlyList<Row> Rows(string negotiation, FactIndex course, RowScope? only = null)
    {
        var wanted = only ?? RowScope.All;
        List<Row> rows = [];
        HashSet<string>? ids = null; // most often there is one row
        foreach (var row in Project(negotiation, course, wanted).Where(row => wanted.Has(row.Thing)))
            if (rows is [] || (ids ??= [rows[0].Id]).Add(row.Id))
                rows.Add(Stored(row, course.Timeline.Embargo.MarkingOf(row.RestsOn)));
        return rows;
    }

    private Row Stored(T row, Marking marking)
    {
        var columns = TypedColumns;
        var searched = Searched is { } texts ? SearchText.Of(texts(row)) : null;
        var values = new object?[columns.Count + 2 + (searched is null ? 0 : Column.OfSearch.Count)];
        for (var index = 0; index < columns.Count; index++)
            values[index] = columns[index].Value(row);
        values[columns.Count] = Vocabulary<Marking>.WordOf(marking);
        values[columns.Count + 1] = JsonSerializer.Serialize(row, Json.Options);
        if (searched is not null)
            (values[^3], values[^2], values[^1]) = (searched.Words, searched.Unspaced, searched.Grams);
        return new Row(row.Negotiation, row.Id, row.Thing, values);
    }
}

/// <summary>Something that a view shows; its id is its own in its negotiation.</summary>
public interface IProjectionRow
{
    string Negotiation { get; }

    string Id { get; }

    /// <summary>The thing that the row is of: that whose facts change it.</summary>
    string Thing => Id;

    /// <summary>
    /// The things of whose facts it shows something: the highest of their markings is that of the row.
    /// </summary>
    IEnumerable<string> RestsOn => [Thing];
}
