using DiploTracker.Http;
using DiploTracker.Kernel;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>The order of the results, and the start of a page.</summary>
internal sealed partial class ProjectionQuery
{
    private readonly List<SortOrder> _orders = [];
    private SortOrder _order = SortOrder.ByKey;
    private bool _descending;
    private Projection? _view;

    /// <summary>Adds a sort order; the first is the default. The expression is never null.</summary>
    public ProjectionQuery Sort(string name, string expression, string type)
    {
        _orders.Add(new SortOrder(name, expression, type));
        return this;
    }

    /// <summary>Completes the query for a page of a view; a refusal if part of it is invalid.</summary>
    [Through(typeof(PageQuery))]
    [TakesQuery("sort", "The order; a minus before it turns it round.")]
    public Refusal? Finish(Projection view, PageQuery page)
    {
        _view = view;
        _known.UnionWith(["after", "limit"]);
        if (_orders is [var usual, ..])
            (_order, _descending) = (usual, usual.Name.StartsWith('-'));
        _known.Add("sort");
        if (query["sort"].ToString() is { Length: > 0 } order)
            Order(order);
        if (page.After is { } after)
            Begin(after);
        return Finish();
    }

    private string Id => _view?.ShownId ?? "t.id";

    /// <summary>The columns item, place in the order, negotiation, id.</summary>
    public string Select(int limit)
    {
        var direction = _descending ? "desc" : "asc";
        return
            $"""
            select {_item} as item, {_order.Expression} as place, t.negotiation, {Id} as id
            from {Table} t {_view?.Joined(Table)}
            where {Conditions}
            order by {_order.Expression} {direction}, t.negotiation {direction}, {Id} {direction} limit {limit}
            """;
    }

    public ProjectionItem RowOf(NpgsqlDataReader row) => new(row.GetString(ProjectionAnswer.Columns), new PageCursor(
        _view!.Name, _order.Plain, _descending, _order.Write(row, ProjectionAnswer.Columns + 1), row.GetString(ProjectionAnswer.Columns + 2), row.GetString(ProjectionAnswer.Columns + 3)).Write());

    private void Order(string text)
    {
        var name = text.StartsWith('-') ? text[1..] : text;
        if (_orders.Find(order => order.Plain == name) is { } known)
            (_order, _descending) = (known, text.StartsWith('-'));
        else
            Refuse("sort", $"'{name}' is none of {string.Join(", ", _orders.Select(order => order.Plain))}; a minus before it turns the order round");
    }

    private void Begin(string after)
    {
        if (PageCursor.Read(after) is not { } cursor || (cursor.View, cursor.Sort, cursor.Descending) != (_view!.Name, _order.Plain, _descending)
            || _order.Read(cursor.Place) is not { } place)
        {
            Refuse("after", "the cursor is that of another question; take it from `next` of the page before, and leave the order as it was");
            return;
        }
        Parameters.Add(new NpgsqlParameter { Value = place });
        var began = $"${Parameters.Count}";
        var negotiation = Add(cursor.Negotiation, NpgsqlTypes.NpgsqlDbType.Text);
        var id = Add(cursor.Id, NpgsqlTypes.NpgsqlDbType.Text);
        Where($"({_order.Expression}, t.negotiation, {Id}) {(_descending ? "<" : ">")} ({began}, {negotiation}, {id})");
    }
}

/// <summary>One row of a page, and the cursor of the page that begins after it.</summary>
internal sealed record ProjectionItem(string Json, string Cursor);
