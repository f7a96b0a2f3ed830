using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Projections;

/// <summary>
/// A query on a view, from a request: filters that must all hold, a sort order, and the start of the page. The cursor
/// is the place of the last row in that order, so pages do not shift while others write. An unknown parameter is
/// refused: a typo would otherwise return everything.
/// </summary>
internal sealed partial class ProjectionQuery(IQueryCollection query)
{
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(365_000);

    /// <summary>Placeholder for the table, which is known only when the query runs.</summary>
    public const string Table = "<table>";

    private readonly List<string> _conditions = ["true"];
    private readonly HashSet<string> _known = [];
    private readonly List<TakesQueryAttribute> _described = [];
    private string _item = "t.item";
    private Refusal? _refusal;

    public List<NpgsqlParameter> Parameters { get; } = [];

    /// <summary>The parameters that the query takes; built on an empty query, it describes itself.</summary>
    public IReadOnlyList<TakesQueryAttribute> Described => _described;

    public string Conditions => string.Join(" and ", _conditions);

    /// <summary>Rows with one of the given texts in a column: <c>negotiation=a,b</c>.</summary>
    public ProjectionQuery Text(string name, string description, string? expression = null) =>
        GivenList(name, description, texts => Where(AnyOf(expression ?? $"t.{name}", texts)));

    /// <summary>
    /// Rows with one of the given texts, each parsed first; <paramref name="read"/> returns null for an invalid text.
    /// </summary>
    public ProjectionQuery Text(
        string name, string description, string expression, Func<string, IReadOnlyList<string>?> read, string expected) =>
        GivenList(name, description, texts =>
    {
        if (Array.Find(texts, text => read(text) is null) is { } unknown)
            Refuse(name, $"{expected} is expected, not '{unknown}'");
        else
            Where(AnyOf(expression, [.. texts.SelectMany(text => read(text)!)]));
    });

    /// <summary>Rows with one of the given labels in a column, however they are spelt.</summary>
    public ProjectionQuery Label(string name, string description) => GivenList(name, description, texts =>
        Where(AnyOf($"t.{name}{Column.OfLabel}", [.. texts.Select(Folded.Of)])));

    /// <summary>Rows with all of the given labels in a list, however they are spelt.</summary>
    public ProjectionQuery HasLabels(string name, string description) => GivenList(name, description, texts =>
        Where($"t.{name}{Column.OfLabel} @> {Add(texts.Select(Folded.Of).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)}"));

    /// <summary>Rows with one of the given words of a closed vocabulary.</summary>
    /// <param name="problem">The problem of an unknown word, if it has one of its own.</param>
    public ProjectionQuery Word<T>(string name, string description, Problem? problem = null) where T : struct, Enum =>
        Words<T>(name, description, words => Where(AnyOf($"t.{name}", words)), problem);

    /// <summary>Rows that meet the condition of one of the given words.</summary>
    public ProjectionQuery Word<T>(string name, string description, Func<T, string> condition) where T : struct, Enum =>
        Words<T>(name, description, words => Where($"({string.Join(" or ", words.Select(word => condition(Vocabulary<T>.ByWord[word])))})"));

    /// <summary>Rows with all of the given texts in a list: <c>party=USA,RUS</c> means between the two.</summary>
    public ProjectionQuery Has(string name, string description, string column) => GivenList(name, description, texts =>
        Where($"t.{column} @> {Add(texts, NpgsqlDbType.Array | NpgsqlDbType.Text)}"));

    /// <summary>Rows that meet a condition for each of the given texts.</summary>
    public ProjectionQuery Each(string name, string description, Func<string, string> condition) => GivenList(name, description, texts =>
    {
        foreach (var text in texts)
            Where(condition(Add(text, NpgsqlDbType.Text)));
    });

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public ProjectionQuery Flag(string name, string description, string condition) =>
        Given(new(name, description) { Type = typeof(bool) }, text =>
    {
        if (text is "true" or "false")
            Where(text == "true" ? condition : $"not ({condition})");
        else
            Refuse(name, "true or false is expected");
    });

    /// <summary>
    /// Rows whose date may lie between <c>from</c> and <c>to</c> (EDTF): days are compared with days, each at its own
    /// place, and instants with instants. Rows without a date are left out.
    /// </summary>
    /// <param name="prefix">That of the columns of the date: <see cref="Column{T}.Days"/>.</param>
    /// <param name="isIndexed">Is the range of its days indexed? It finds a few days among many years.</param>
    public ProjectionQuery Dates(string prefix = "", bool isIndexed = false) => Between(
        (from, to) =>
        {
            var (firstDay, lastDay) = ($"t.{prefix}first_day", $"t.{prefix}last_day");
            if (isIndexed && (from ?? to) is not null)
                Where($"{firstDay} is not null and daterange({firstDay}, {lastDay}, '[]') "
                    + $"&& daterange({Widened(from, -2)}, {Widened(to, 2)}, '[]')");
            if (from is { } begin)
                Where(Compared($"t.{prefix}last_time", lastDay, ">=", begin));
            if (to is { } end)
                Where(Compared($"t.{prefix}first_time", firstDay, "<=", end));
        });

    /// <summary>Rows whose span of days, without times, may lie between <c>from</c> and <c>to</c>.</summary>
    public ProjectionQuery Days(string firstDay, string lastDay) => Between(
        (from, to) =>
        {
            if (from is { } begin)
                Where($"{lastDay} >= {Add(DayOf(begin), NpgsqlDbType.Date)}");
            if (to is { } end)
                Where($"{firstDay} <= {Add(DayOf(end), NpgsqlDbType.Date)}");
        });

    /// <summary>Sorts by a date: by its first day, and by instants within a day; rows without one come last.</summary>
    public ProjectionQuery SortByDate(string name, string prefix = "") =>
        Sort(name, InOrder($"t.{prefix}"), SortOrder.OfDates);

    /// <summary>The expression by which rows are sorted by a date, for indexes.</summary>
    public static string InOrder(string prefix = "") => $"coalesce({prefix}in_order, '~')";

    private ProjectionQuery Between(Action<EdtfBound?, EdtfBound?> add)
    {
        EdtfBound? from = null, to = null;
        Given(
            new("from", "Only those whose date may be then or later; one without a date is left out.")
            {
                Type = typeof(Edtf),
            },
            text => from = Date("from", text).First);
        Given(
            new("to", "Only those whose date may be then or earlier; one without a date is left out.")
            {
                Type = typeof(Edtf),
            },
            text => to = Date("to", text).Last);
        if (from is { } begin && to is { } end && begin.IsAfter(end))
            Refuse("to", "it lies before `from`");
        add(from, to);
        return this;
    }

    private string Compared(string time, string day, string sign, EdtfBound bound)
    {
        var byDay = $"{day} {sign} {Add(DayOf(bound), NpgsqlDbType.Date)}";
        return bound.Instant is not { } ticks ? byDay
            : $"case when {time} is null then {byDay} else {time} {sign} {Add(Edtf.Instant(ticks))} end";
    }

    // Two offsets may place one instant on two days; the days of instants are compared exactly afterwards.
    private string Widened(EdtfBound? bound, int by) => bound switch
    {
        null => "null",
        { Instant: null } day => Add(DayOf(day), NpgsqlDbType.Date),
        { Day: var day } => Add(
            DateOnly.FromDayNumber(Math.Clamp(day + by, 0, DateOnly.MaxValue.DayNumber)), NpgsqlDbType.Date),
    };

    private static DateOnly DayOf(EdtfBound bound) =>
        bound.Date ?? (bound == EdtfBound.Beginning ? DateOnly.MinValue : DateOnly.MaxValue);

    /// <summary>
    /// Rows for which more (or less) than a duration (ISO 8601: P3D) lies between a time and now, by the database
    /// clock.
    /// </summary>
    public ProjectionQuery Age(string name, string description, string condition) => Given(new(name, description), text =>
    {
        if (Duration(text) is { } duration)
            Where(condition.Replace("$", Add(duration, NpgsqlDbType.Interval)));
        else
            Refuse(name, $"a duration is expected, as ISO 8601 writes it (P3D, P2W, PT12H), of a thousand years at most, not '{text}'");
    });

    /// <summary>Rows with a text from the route.</summary>
    public ProjectionQuery Is(string expression, string text) => Where($"{expression} = {Add(text, NpgsqlDbType.Text)}");

    public ProjectionQuery Where(string condition)
    {
        _conditions.Add(condition);
        return this;
    }

    /// <summary>A member of the answer that is computed on read; the stored row has null in its place.</summary>
    public ProjectionQuery Answer(string member, string json)
    {
        // Inside a text of the row the quotes would be escaped, so this matches only once.
        _item = $"replace({_item}, '\"{member}\":null', '\"{member}\":' || coalesce({json}, 'null'))";
        return this;
    }

    /// <summary>
    /// Completes a query that is answered whole, by negotiation and id; a refusal if part of it is invalid.
    /// </summary>
    public Refusal? Finish()
    {
        if (query.Keys.FirstOrDefault(key => !_known.Contains(key)) is { } unknown)
            Refuse(unknown, $"there is no such filter here; there are {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        return _refusal;
    }

    private ProjectionQuery Given(TakesQueryAttribute taken, Action<string> take)
    {
        _known.Add(taken.Name);
        _described.Add(taken);
        if (query[taken.Name].ToString() is { Length: > 0 } text)
            take(text);
        return this;
    }

    private ProjectionQuery GivenList(string name, string description, Action<string[]> take) =>
        GivenList(new(name, description) { Type = typeof(IReadOnlyList<string>) }, take);

    // "party=," means the same as "party=".
    private ProjectionQuery GivenList(TakesQueryAttribute taken, Action<string[]> take) => Given(taken, text =>
    {
        if (Split(text) is { Length: > 0 } texts)
            take(texts);
    });

    private ProjectionQuery Words<T>(string name, string description, Action<string[]> take, Problem? problem = null)
        where T : struct, Enum =>
        GivenList(new(name, description) { Type = typeof(IReadOnlyList<T>) }, words =>
    {
        if (Array.Find(words, word => !new Word<T>(word).IsKnown) is not { } unknown)
            take(words);
        else if (problem is not null)
            _refusal ??= Refusals.UnknownWord(problem, name, new Word<T>(unknown));
        else
            Refuse(name, $"'{unknown}' is none of {Vocabulary<T>.Words}");
    });

    private string AnyOf(string expression, string[] texts) => $"{expression} = any ({Add(texts, NpgsqlDbType.Array | NpgsqlDbType.Text)})";

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

    private static TimeSpan? Duration(string text)
    {
        try
        {
            var duration = Weeks().Match(text) is { Success: true } weeks
                ? TimeSpan.FromDays(7 * int.Parse(weeks.Groups[1].Value, CultureInfo.InvariantCulture))
                : XmlConvert.ToTimeSpan(text);
            return duration >= TimeSpan.Zero && duration <= LongestAge ? duration : null;
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            return null;
        }
    }

    // ISO 8601 has weeks, XML Schema does not.
    [GeneratedRegex("^P([0-9]{1,5})W$")]
    private static partial Regex Weeks();

    // Names and ids are stored in the normal form NFC.
    private static string[] Split(string text) => Characters.Mended(text).Normalize()
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
