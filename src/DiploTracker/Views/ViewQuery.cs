using System.Text.Json;
using System.Xml;
using DiploTracker.Hosting.Http;
using DiploTracker.Hosting.OpenApi;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Views;

/// <summary>
/// A question to a view, from the query of a request: filters that all must hold, an order, and where the page begins. The
/// cursor is the place of the last row in that order, so pages do not shift while others write. A parameter that the
/// question does not know is refused: a typing error would give everything.
/// </summary>
internal sealed partial class ViewQuery(IQueryCollection query)
{
    /// <summary>Stands for the table, which is known only when the question is put.</summary>
    public const string Table = "<table>";

    private readonly List<string> _conditions = ["true"];
    private readonly HashSet<string> _known = [];
    private readonly List<SortOrder> _orders = [];
    private string _item = "t.item";
    private SortOrder _order = SortOrder.ByKey;
    private bool _descending;
    private Refusal? _refusal;

    public List<NpgsqlParameter> Parameters { get; } = [];

    /// <summary>Rows with one of the given texts in a column: <c>negotiation=a,b</c>.</summary>
    public ViewQuery Text(string name, string? column = null) => Given(name, text =>
        Where($"t.{column ?? name} = any ({Add(Split(text), NpgsqlDbType.Array | NpgsqlDbType.Text)})"));

    /// <summary>Rows with one of the given words of a closed vocabulary.</summary>
    public ViewQuery Word<T>(string name) where T : struct, Enum => Given(name, text =>
    {
        if (Split(text).FirstOrDefault(word => !new Word<T>(word).IsKnown) is { } unknown)
            Refuse(name, $"'{unknown}' is none of {Vocabulary<T>.Words}");
        else
            Where($"t.{name} = any ({Add(Split(text), NpgsqlDbType.Array | NpgsqlDbType.Text)})");
    });

    /// <summary>Rows with all of the given texts in a list: <c>party=USA,RUS</c> is between the two.</summary>
    public ViewQuery Has(string name, string column) => Given(name, text =>
        Where($"t.{column} @> {Add(Split(text), NpgsqlDbType.Array | NpgsqlDbType.Text)}"));

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public ViewQuery Flag(string name, string condition) => Given(name, text =>
    {
        if (text is "true" or "false")
            Where(text == "true" ? condition : $"not ({condition})");
        else
            Refuse(name, "true or false is expected");
    });

    /// <summary>Rows whose date may lie between <c>from</c> and <c>to</c> (EDTF): its bounds overlap theirs. Rows without a date are left out.</summary>
    [TakesQuery("from", "Only those whose date may be then or later; one without a date is left out.", Type = typeof(Edtf))]
    [TakesQuery("to", "Only those whose date may be then or earlier; one without a date is left out.", Type = typeof(Edtf))]
    public ViewQuery Dates(string earliest = "earliest", string latest = "latest")
    {
        Given("from", text => Where($"{Of(latest)} >= {Add(Date("from", text).Earliest)}"));
        return Given("to", text => Where($"{Of(earliest)} <= {Add(Date("to", text).Latest)}"));
    }

    /// <summary>Rows for which more (or less) than a duration (ISO 8601: P3D) lies between now and a time, by the clock of the database.</summary>
    public ViewQuery Age(string name, string condition) => Given(name, text =>
    {
        try
        {
            Where(condition.Replace("$", Add(XmlConvert.ToTimeSpan(text), NpgsqlDbType.Interval)));
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            Refuse(name, $"a duration is expected, as ISO 8601 writes it (P3D, PT12H), not '{text}'");
        }
    });

    /// <summary>Any other condition.</summary>
    public ViewQuery When(string name, Func<string, string> condition) => Given(name, text => Where(condition(Add(text, NpgsqlDbType.Text))));

    /// <summary>Rows with a text that the route names.</summary>
    public ViewQuery Is(string expression, string text) => Where($"{expression} = {Add(text, NpgsqlDbType.Text)}");

    public ViewQuery Where(string condition)
    {
        _conditions.Add(condition);
        return this;
    }

    /// <summary>An order that can be asked for; the first is the usual one. The expression is never null.</summary>
    public ViewQuery Sort(string name, string expression, string type)
    {
        _orders.Add(new SortOrder(name, expression, type));
        return this;
    }

    /// <summary>A member of the answer that is not stored but found when it is asked for: stored it is null, in this place.</summary>
    public ViewQuery Answer(string member, string json)
    {
        // Inside a text of the row its quotes would be escaped: this is found once.
        _item = $"replace({_item}, '\"{member}\":null', '\"{member}\":' || coalesce({json}, 'null'))";
        return this;
    }

    /// <summary>Ends the question; a refusal when something in it cannot be understood.</summary>
    [TakesQuery("sort", "The order; a minus before it turns it round.")]
    public Refusal? Finish(PageQuery page)
    {
        _known.UnionWith(["after", "limit"]);
        Given("sort", Order);
        if (_orders is [var usual, ..] && _order == SortOrder.ByKey && !query.ContainsKey("sort"))
            (_order, _descending) = (usual with { Name = usual.Name.TrimStart('-') }, usual.Name.StartsWith('-'));
        if (page.After is { } after)
            Begin(after);
        return Finish();
    }

    /// <summary>The same for a question that is answered whole, by negotiation and id.</summary>
    public Refusal? Finish()
    {
        if (query.Keys.FirstOrDefault(key => !_known.Contains(key)) is { } unknown)
            Refuse(unknown, $"there is no such filter here; there are {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        return _refusal;
    }

    /// <summary>Item, place in the order, negotiation, id.</summary>
    public string Select(int limit)
    {
        var direction = _descending ? "desc" : "asc";
        return
            $"""
            select {_item} as item, ({_order.Expression})::text as place, t.negotiation, t.id
            from {Table} t
            where {string.Join(" and ", _conditions)}
            order by {_order.Expression} {direction}, t.negotiation {direction}, t.id {direction} limit {limit}
            """;
    }

    public ViewItem RowOf(NpgsqlDataReader row) => new(row.GetString(ViewAnswer.Columns), CursorOf(
        _order.Name, _descending, row.GetString(ViewAnswer.Columns + 1), row.GetString(ViewAnswer.Columns + 2), row.GetString(ViewAnswer.Columns + 3)));

    private void Order(string text)
    {
        var name = text.TrimStart('-');
        if (_orders.Find(order => order.Name.TrimStart('-') == name) is { } known)
            (_order, _descending) = (known with { Name = name }, text.StartsWith('-'));
        else
            Refuse("sort", $"'{name}' is none of {string.Join(", ", _orders.Select(order => order.Name.TrimStart('-')))}; a minus before it turns the order round");
    }

    private void Begin(string after)
    {
        if (ReadCursor(after) is not { } cursor || cursor.Sort != _order.Name || cursor.Descending != _descending)
        {
            Refuse("after", "the cursor is that of another question; take it from `next` of the page before");
            return;
        }
        var place = Add(cursor.Place, NpgsqlDbType.Text);
        var negotiation = Add(cursor.Negotiation, NpgsqlDbType.Text);
        var id = Add(cursor.Id, NpgsqlDbType.Text);
        Where($"({_order.Expression}, t.negotiation, t.id) {(_descending ? "<" : ">")} ({place}::{_order.Type}, {negotiation}, {id})");
    }

    private ViewQuery Given(string name, Action<string> take)
    {
        _known.Add(name);
        if (query[name].ToString() is { Length: > 0 } text)
            take(text);
        return this;
    }

    private Edtf Date(string name, string text)
    {
        var date = Edtf.Of(text);
        if (date.Error is not null)
            _refusal ??= Refusals.EdtfInvalid(name, date);
        return date;
    }

    private void Refuse(string name, string why) => _refusal ??= Refusals.Malformed(name, why);

    private string Add(DateTimeOffset time) =>
        Add(time.UtcTicks == DateTime.MaxValue.Ticks ? DateTime.MaxValue : time.UtcDateTime, NpgsqlDbType.TimestampTz);

    private string Add(object value, NpgsqlDbType type)
    {
        Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
        return $"${Parameters.Count}";
    }

    private static string Of(string column) => $"t.{column}";

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string CursorOf(string sort, bool descending, string place, string negotiation, string id) =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new Cursor(sort, descending, place, negotiation, id)))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private Cursor? ReadCursor(string text)
    {
        try
        {
            var base64 = text.Replace('-', '+').Replace('_', '/');
            var cursor = JsonSerializer.Deserialize<Cursor>(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
            return cursor is { Place: not null, Negotiation: not null, Id: not null } && _order.CanBe(cursor.Place) ? cursor : null;
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            return null;
        }
    }

    private sealed record Cursor(string Sort, bool Descending, string Place, string Negotiation, string Id);

    private sealed record SortOrder(string Name, string Expression, string Type)
    {
        public static readonly SortOrder ByKey = new("key", "''::text", "text");

        /// <summary>A cursor that somebody made up must not become an error of the database.</summary>
        public bool CanBe(string place) => !place.Contains('\0') && Type switch
        {
            "timestamptz" => place is "infinity" or "-infinity" || DateTimeOffset.TryParse(place, System.Globalization.CultureInfo.InvariantCulture, out _),
            "date" => DateOnly.TryParse(place, System.Globalization.CultureInfo.InvariantCulture, out _),
            "double precision" => double.TryParse(place, System.Globalization.CultureInfo.InvariantCulture, out _),
            _ => true,
        };
    }
}

/// <summary>One row of a page, and the cursor of the page that begins after it.</summary>
internal sealed record ViewItem(string Json, string Cursor);
