using System.Globalization;
using System.Text.RegularExpressions;

namespace DiploTracker.Kernel;

/// <summary>One date of an EDTF text that has been read already, by its parts as they were written.</summary>
/// <param name="Part">A month, a season (21 to 24), or a quarter, third or half of the year (33 to 41).</param>
/// <param name="IsOneDay">The day is there but unknown, <c>XX</c>: some day of the month or of the year.</param>
/// <param name="Time">With its offset, in words; empty without one.</param>
internal readonly partial record struct DatePiece(
    int Year, int? Part, int? Day, bool IsOneDay, string Time, string Suffix)
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    private static readonly string[] Ordinals = ["first", "second", "third", "fourth"];

    public bool IsPlainDay => Day is not null && Time.Length == 0 && Suffix.Length == 0;

    public static DatePiece Of(string text)
    {
        var parts = Parts().Match(text).Groups;
        return new DatePiece(
            int.Parse(parts["year"].ValueSpan, English), Number(parts["part"]), Number(parts["day"]),
            IsOneDay: parts["part"].Value == "XX" || parts["day"].Value == "XX",
            parts["time"].Success ? $" at {parts["time"].Value} {Zone(parts["zone"].Value)}" : "",
            parts["suffix"].Value);
    }

    public bool IsInMonthOf(DatePiece other) => (Year, Part) == (other.Year, other.Part);

    /// <summary>The date with the day of the week in a format of .NET, and how sure it is.</summary>
    public string Words(string weekday) => Qualified + (Day is null ? Period : Date(weekday + "d MMMM yyyy") + Time);

    public string DayAlone(string weekday) => Date(weekday is "" ? "%d" : weekday + "d");

    /// <summary>With the preposition that it takes: on a day, in a month, around what is approximate.</summary>
    public string Adverb() => Suffix switch
    {
        "~" or "%" => Words("dddd "),
        "?" => $"perhaps {(this with { Suffix = "" }).Adverb()}",
        _ => $"{(Day is null && !IsOneDay ? "in" : "on")} {Words("dddd ")}",
    };

    /// <summary>Two dates with a word between them; the month and year that they share are said once.</summary>
    public static string Range(DatePiece first, DatePiece last, string link, string weekday) =>
        first == last ? last.Words(weekday)
        : first.IsOn(last) ? $"{first.Words(weekday)} {link} {last.Time[" at ".Length..]}"
        : $"{first.Before(last, weekday)} {link} {last.Words(weekday)}";

    private bool IsOn(DatePiece other) => IsInMonthOf(other) && Day == other.Day
        && Time.Length > 0 && other.Time.Length > 0 && Suffix.Length == 0 && other.Suffix.Length == 0;

    private string Before(DatePiece last, string weekday) =>
        !IsPlainDay || !last.IsPlainDay
            ? IsPlainMonth && last.IsPlainMonth && Year == last.Year ? MonthName(Part!.Value) : Words(weekday)
        : IsInMonthOf(last) ? DayAlone(weekday)
        : Year == last.Year ? Date(weekday + "d MMMM")
        : Words(weekday);

    private bool IsPlainMonth => Part is <= 12 && Day is null && !IsOneDay && Suffix.Length == 0;

    private string Qualified => Suffix switch
    {
        "~" => "around ",
        "?" => "perhaps ",
        "%" => "perhaps around ",
        _ => "",
    };

    private string Period => (IsOneDay ? "one day in " : "") + Part switch
    {
        null => Year.ToString(English),
        21 => $"spring {Year}",
        22 => $"summer {Year}",
        23 => $"autumn {Year}",
        24 => $"winter {Year}–{(Year + 1) % 100:00}",
        >= 40 => $"the {Ordinals[Part.Value - 40]} half of {Year}",
        >= 37 => $"the {Ordinals[Part.Value - 37]} third of {Year}",
        >= 33 => $"the {Ordinals[Part.Value - 33]} quarter of {Year}",
        _ => $"{MonthName(Part.Value)} {Year}",
    };

    private static string MonthName(int month) => English.DateTimeFormat.GetMonthName(month);

    private string Date(string format) => new DateOnly(Year, Part!.Value, Day!.Value).ToString(format, English);

    private static int? Number(Group digits) =>
        digits.Success && digits.Value != "XX" ? int.Parse(digits.ValueSpan, English) : null;

    private static string Zone(string offset) => offset == "Z" ? "UTC" : $"(UTC{offset.Replace('-', '\u2212')})";

    [GeneratedRegex(
        @"^(?<year>\d{4})(-(?<part>\d\d|XX)(-(?<day>\d\d|XX)"
        + @"(T(?<time>\d\d:\d\d(:(?!00)\d\d)?)(:00)?(?<zone>Z|[+-]\d\d:\d\d))?)?)?(?<suffix>[~?%])?$")]
    private static partial Regex Parts();
}
