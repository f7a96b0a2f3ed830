using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using DiploTracker.Kernel;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>
/// A row's place in a sort order of a view. Clients return it unchanged; a forged one must not cause a database error,
/// so the place is parsed as the type it has there.
/// </summary>
internal sealed record PageCursor(string View, string Sort, bool Descending, string Place, string Negotiation, string Id)
{
    public string Write() =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(this)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>The cursor, or null if the text is not a valid one.</summary>
    public static PageCursor? Read(string text)
    {
        try
        {
            var base64 = text.Replace('-', '+').Replace('_', '/');
            var cursor = JsonSerializer.Deserialize<PageCursor>(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
            return cursor is { Place: not null, Negotiation: { } negotiation, Id: { } id } && !negotiation.Contains('\0') && !id.Contains('\0') ? cursor : null;
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>A sort order of a view; a minus before the name means descending by default.</summary>
/// <param name="Type">The SQL type of the expression.</param>
internal sealed partial record SortOrder(string Name, string Expression, string Type)
{
    public static readonly SortOrder ByKey = new("key", "''::text", "text");

    /// <summary>
    /// The type of the place of a date among other dates: <see cref="EdtfBound.InOrder"/>, or a tilde without a date.
    /// </summary>
    public const string OfDates = "place of a date";

    private const string RoundTrip = "O";

    /// <summary>The name without the minus.</summary>
    public string Plain => Name.TrimStart('-');

    /// <summary>The place of a row in this order, for a cursor.</summary>
    public string Write(NpgsqlDataReader row, int column) => Type switch
    {
        "timestamptz" => row.GetDateTime(column).ToString(RoundTrip, CultureInfo.InvariantCulture),
        "date" => row.GetFieldValue<DateOnly>(column).ToString(RoundTrip, CultureInfo.InvariantCulture),
        "double precision" => row.GetDouble(column).ToString(CultureInfo.InvariantCulture),
        _ => row.GetString(column),
    };

    /// <summary>The place in a cursor as a database value, or null if it is not a valid one.</summary>
    public object? Read(string place) => Type switch
    {
        "timestamptz" => DateTime.TryParseExact(place, RoundTrip, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            && (time.Kind == DateTimeKind.Utc || time == DateTime.MaxValue || time == DateTime.MinValue) ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : null,
        "date" => DateOnly.TryParseExact(place, RoundTrip, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        "double precision" => double.TryParse(place, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        OfDates => PlaceOfDate().IsMatch(place) ? place : null,
        _ => place.Contains('\0') ? null : place,
    };

    [GeneratedRegex("^(~|[0-9]{7}\\.[0-9]{19})$")]
    private static partial Regex PlaceOfDate();
}
