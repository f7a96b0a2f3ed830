using DiploTracker.Kernel;
using NpgsqlTypes;

namespace DiploTracker.Projections;

/// <summary>A column of a view's table.</summary>
/// <param name="Meaning">The comment on the column.</param>
public record Column(string Name, ColumnType Type, string Meaning)
{
    /// <summary>The row as the API returns it.</summary>
    internal static readonly Column Item = new("item", ColumnType.Text, "The row as the API answers it (JSON).");

    /// <summary>The columns for full-text search, with the values of <see cref="SearchText"/>.</summary>
    internal static readonly IReadOnlyList<Column> OfSearch =
    [
        new("words", ColumnType.Texts, "The words of the row in lower case, without diacritics, and their stems."),
        new("unspaced", ColumnType.Text, "Its texts so, where something in them is written without spaces between words; else empty."),
        new("grams", ColumnType.Texts, "The letters and pairs of letters of what is written so."),
    ];

    /// <summary>The marking of the row's content; dashboards show rows up to GREEN.</summary>
    internal static readonly Column Marking = new("marking", ColumnType.Text, "The highest TLP 2.0 marking of the facts behind the row: CLEAR or GREEN.");

    /// <summary>It serves queries only: the place of the row in an order.</summary>
    internal bool IsInternal { get; init; }

    /// <summary>The end of the name of a column that holds a label as it is compared.</summary>
    internal const string OfLabel = "_folded";

    internal bool IsShown => !IsInternal && this != Item && this != Marking && !OfSearch.Contains(this);

    internal string Sql => Type switch
    {
        ColumnType.Text => "text collate \"C\"",
        ColumnType.Texts => "text[]",
        ColumnType.Integer => "integer",
        ColumnType.Number => "double precision",
        ColumnType.Flag => "boolean",
        ColumnType.Date => "date",
        _ => "timestamptz",
    };

    internal NpgsqlDbType DbType => Type switch
    {
        ColumnType.Text => NpgsqlDbType.Text,
        ColumnType.Texts => NpgsqlDbType.Text | NpgsqlDbType.Array,
        ColumnType.Integer => NpgsqlDbType.Integer,
        ColumnType.Number => NpgsqlDbType.Double,
        ColumnType.Flag => NpgsqlDbType.Boolean,
        ColumnType.Date => NpgsqlDbType.Date,
        _ => NpgsqlDbType.TimestampTz,
    };
}

public enum ColumnType { Text, Texts, Integer, Number, Flag, Date, Time }

/// <summary>A column and the function that reads its value from a row.</summary>
public sealed record Column<T>(string Name, ColumnType Type, string Meaning, Func<T, object?> Value) : Column(Name, Type, Meaning)
{
    public static Column<T> Text(string name, Func<T, string?> value, string meaning) => new(name, ColumnType.Text, meaning, value);

    public static Column<T> Word<TWord>(string name, Func<T, TWord?> value, string meaning) where TWord : struct, Enum =>
        new(name, ColumnType.Text, meaning, row => value(row) is { } word ? Vocabulary<TWord>.WordOf(word) : null);

    public static Column<T> Texts(string name, Func<T, IEnumerable<string>> value, string meaning) =>
        new(name, ColumnType.Texts, meaning, row => value(row).ToArray());

    /// <summary>A label as it is compared: <see cref="Folded"/>. Named as the label, with <see cref="Column.OfLabel"/>.</summary>
    public static Column<T> Compared(string name, Func<T, string?> label) =>
        new(name + OfLabel, ColumnType.Text, $"{name} as it is compared.",
            row => label(row) is { } given ? Folded.Of(given) : null) { IsInternal = true };

    /// <summary>The same of a list of labels.</summary>
    public static Column<T> ComparedEach(string name, Func<T, IEnumerable<string>> labels) =>
        new(name + OfLabel, ColumnType.Texts, $"{name} as it is compared.", row => labels(row).Select(Folded.Of).ToArray())
        {
            IsInternal = true,
        };

    public static Column<T> Integer(string name, Func<T, int?> value, string meaning) => new(name, ColumnType.Integer, meaning, row => value(row));

    public static Column<T> Number(string name, Func<T, double?> value, string meaning) => new(name, ColumnType.Number, meaning, row => value(row));

    public static Column<T> Flag(string name, Func<T, bool> value, string meaning) => new(name, ColumnType.Flag, meaning, row => value(row));

    public static Column<T> Date(string name, Func<T, DateOnly> value, string meaning) => new(name, ColumnType.Date, meaning, row => value(row));

    /// <summary>From when on a date has passed, by the clock; infinity when its end is open.</summary>
    public static Column<T> Passed(string name, Func<T, Edtf?> date, string of) =>
        Time(name, row => date(row)?.Last.PassedAt, $"From then on {of} has passed: a day once it has ended everywhere.");

    /// <summary>An instant; the ends of open dates are -infinity and infinity.</summary>
    public static Column<T> Time(string name, Func<T, DateTimeOffset?> value, string meaning) =>
        new(name, ColumnType.Time, meaning, row => value(row) is { } time ? InMicroseconds(time) : null);

    /// <summary>
    /// The days of a date, each at its own place, and its instants where it has times: queries compare days with days
    /// and instants with instants. The last column is its place among other dates.
    /// </summary>
    public static IReadOnlyList<Column<T>> Days(string prefix, Func<T, Edtf?> date, string of) =>
    [
        new($"{prefix}first_day", ColumnType.Date, $"The first day of {of}, at its own place; -infinity when open.",
            row => DayOf(date(row), Math.Min)),
        new($"{prefix}last_day", ColumnType.Date, $"The last day of {of}, at its own place; infinity when open.",
            row => DayOf(date(row), Math.Max)),
        new($"{prefix}first_time", ColumnType.Time, $"The instant at which {of} begins; null without a time.",
            row => TimeOf(date(row)?.First)),
        new($"{prefix}last_time", ColumnType.Time, $"The instant at which {of} ends; null without a time.",
            row => TimeOf(date(row)?.Last)),
        new($"{prefix}in_order", ColumnType.Text, $"The place of {of}: by its first day, within it by instants.",
            row => date(row)?.First.InOrder) { IsInternal = true },
    ];

    // Between two offsets a later instant may lie on an earlier day.
    private static object? DayOf(Edtf? date, Func<int, int, int> of) => date is null ? null
        : of(date.First.Day, date.Last.Day) switch
        {
            int.MinValue => DateOnly.MinValue,
            int.MaxValue => DateOnly.MaxValue,
            var day => DateOnly.FromDayNumber(day),
        };

    private static object? TimeOf(EdtfBound? bound) => bound is { Instant: { } ticks }
        ? new DateTime(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay), DateTimeKind.Utc)
        : null;

    // The database stores microseconds; rounding up would turn the end of a day into the next day.
    private static DateTime InMicroseconds(DateTimeOffset time) =>
        time.UtcTicks == DateTime.MaxValue.Ticks ? DateTime.MaxValue : new DateTime(time.UtcTicks - time.UtcTicks % 10, DateTimeKind.Utc);
}

/// <summary>A column that dashboards show: an expression over the stored columns of the table <c>t</c>.</summary>
internal sealed record DashboardColumn(string Name, string Sql, string Meaning);
