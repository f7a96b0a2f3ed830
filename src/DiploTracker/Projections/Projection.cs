using System.Text;
using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Projections;

/// <summary>
/// A view across negotiations (a read model): one flat table, derived from each negotiation's timeline by a pure
/// function. Facts arrive late and corrections change earlier ones, so rows are never computed from single events.
/// </summary>
public abstract class Projection
{
    /// <summary>The name of its table for dashboards, and in the commands.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Raise it when the function returns other values. A changed shape of the rows needs nothing: the version includes
    /// it.
    /// </summary>
    public abstract int Revision { get; }

    /// <summary>
    /// The revision, with a fingerprint of the rows' shape in the last five digits. A new version is built beside the
    /// old one.
    /// </summary>
    public int Version => Revision * 100_000 + Shape;

    private protected virtual int Shape => 0;

    /// <summary>The meaning of one row: the comment on the table.</summary>
    public abstract string Meaning { get; }

    /// <summary>The columns after <c>negotiation</c> and <c>id</c>, which together are the key.</summary>
    internal abstract IReadOnlyList<Column> Columns { get; }

    /// <summary>Whether full-text search covers it.</summary>
    internal abstract bool IsSearched { get; }

    /// <summary>
    /// The columns that dashboards show after <c>negotiation</c> and <c>id</c>: stored ones, and ones computed on read,
    /// such as an age by the database clock.
    /// </summary>
    internal virtual IReadOnlyList<DashboardColumn> Shown => AsStored;

    /// <summary>The columns that dashboards show as stored.</summary>
    private protected IReadOnlyList<DashboardColumn> AsStored => [.. Columns.Where(column => column.IsShown).Select(column => new DashboardColumn(column.Name, $"t.{column.Name}", column.Meaning))];

    /// <summary>
    /// The SQL after <c>from {table} t</c> in every query, for views whose results combine several stored rows.
    /// </summary>
    internal virtual string Joined(string table) => "";

    /// <summary>The thing that a stored row <c>t</c> is about, as SQL.</summary>
    internal virtual string Thing => "t.id";

    /// <summary>The things whose rows are computed, of those that it shows; null for all.</summary>
    internal virtual IReadOnlyCollection<string>? Things(FactIndex course) => course.Scope.Things;

    /// <summary>The id of a result, as SQL.</summary>
    internal virtual string ShownId => "t.id";

    /// <summary>
    /// The indexes besides the key: <c>(earliest, negotiation, id)</c>, <c>using gin (participants)</c>.
    /// </summary>
    internal virtual IReadOnlyList<string> Indexes => [];

    /// <summary>
    /// The rows of the things in scope of one negotiation. No clock and no new ids: a rebuild returns the same rows.
    /// </summary>
    internal abstract IReadOnlyList<Row> Rows(string negotiation, FactIndex course);
}

/// <summary>A view with rows of type <typeparamref name="T"/>.</summary>
public abstract class Projection<T> : Projection where T : class, IProjectionRow
{
    private IReadOnlyList<Column<T>>? _columns;

    private int? _shape;

    private protected override int Shape => _shape ??= RowShape.Fingerprint(typeof(T), Columns);

    internal override IReadOnlyList<Column> Columns => [.. TypedColumns, Column.Marking, Column.Item, .. IsSearched ? Column.OfSearch : []];

    internal override bool IsSearched => Searched is not null;

    /// <summary>The columns of the table for dashboards; the API returns the whole row.</summary>
    protected abstract IReadOnlyList<Column<T>> Flat { get; }

    /// <summary>The texts of a row that full-text search covers, or null if there are none.</summary>
    protected virtual Func<T, IEnumerable<string?>>? Searched => null;

    private IReadOnlyList<Column<T>> TypedColumns => _columns ??= Flat;

    /// <summary>The rows of one negotiation; of several with the same id the first is kept.</summary>
    public IEnumerable<T> Project(string negotiation, Timeline timeline) => Project(negotiation, new FactIndex(timeline));

    protected abstract IEnumerable<T> Project(string negotiation, FactIndex course);

    internal override IReadOnlyList<Row> Rows(string negotiation, FactIndex course)
    {
        List<Row> rows = [];
        HashSet<string> ids = [];
        foreach (var row in Project(negotiation, course))
            if (ids.Add(row.Id))
                rows.Add(Stored(row, Vocabulary<Marking>.WordOf(course.Timeline.Embargo.MarkingOf(row.RestsOn))));
        return rows;
    }

    private Row Stored(T row, string marking)
    {
        var item = JsonSerializer.SerializeToUtf8Bytes(row, Json.Options);
        return new Row(row.Negotiation, row.Id, marking, item, () => Values(row, marking, Encoding.UTF8.GetString(item)));
    }

    private object?[] Values(T row, string marking, string item)
    {
        var columns = TypedColumns;
        var searched = Searched is { } texts ? SearchText.Of(texts(row)) : null;
        var values = new object?[columns.Count + 2 + (searched is null ? 0 : Column.OfSearch.Count)];
        for (var index = 0; index < columns.Count; index++)
            values[index] = columns[index].Value(row);
        (values[columns.Count], values[columns.Count + 1]) = (marking, item);
        if (searched is not null)
            (values[^3], values[^2], values[^1]) = (searched.Words, searched.Unspaced, searched.Grams);
        return values;
    }
}

/// <summary>
/// A row of a view; its id is unique within its negotiation. Columns and searched texts are functions of the row as the
/// API returns it: a row is written again only if that, or its marking, has changed.
/// </summary>
public interface IProjectionRow
{
    string Negotiation { get; }

    string Id { get; }

    /// <summary>The things whose facts the row shows; it takes the highest of their markings.</summary>
    IEnumerable<string> RestsOn => [Id];
}
