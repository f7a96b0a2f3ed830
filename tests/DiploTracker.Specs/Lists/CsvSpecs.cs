using System.Text;
using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.MeetingCalendar;
using DiploTracker.NegotiationHistory;
using DiploTracker.ProposalBoard;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Lists;

/// <summary>Lists as CSV: the columns, the cells, and what a spreadsheet would take for a formula.</summary>
public sealed class CsvSpecs
{
    private sealed record Inner(string By, IReadOnlyList<string> To);

    private sealed record Line(string Text, int? Number, bool IsSo, Inner One, IReadOnlyList<Inner> Several, IReadOnlyDictionary<string, Inner> Each, DateTimeOffset? At);

    [Fact]
    public void columns_are_those_of_the_rows_with_dotted_names() => CsvColumns.Of(typeof(Line)).Names.ShouldBe(
        ["text", "number", "isSo", "one.by", "one.to", "several.by", "several.to", "each.key", "each.by", "each.to", "at"]);

    [Fact]
    public void lists_are_joined_and_maps_are_columns_of_keys_and_values() => Csv(new Line(
            "a", -5, IsSo: true, new("x", ["y", "z"]), [new("p", ["q"]), new("r", ["s", "t"])],
            new Dictionary<string, Inner> { ["RUS"] = new("k", []), ["USA"] = new("l", ["m"]) }, At: null))
        .ShouldBe("a,-5,true,x,y; z,p; r,\"q; s, t\",RUS; USA,k; l,; m,\r\n");

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("said \"no\", twice", "\"said \"\"no\"\", twice\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("قمة", "قمة")]
    public void a_text_never_becomes_a_formula(string text, string cell) =>
        Csv(new Line(text, null, false, new("", []), [], new Dictionary<string, Inner>(), null)).ShouldStartWith($"{cell},,false,");

    [Fact]
    public void it_begins_with_a_mark_by_which_spreadsheets_know_UTF8() =>
        Bytes("[]").ShouldBe([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(string.Join(',', CsvColumns.Of(typeof(Line)).Names)), 0x0D, 0x0A]);

    [Fact]
    public void the_rows_of_views_and_histories_have_a_column_for_each_value()
    {
        foreach (var name in (string[])["negotiation", "by", "answers.key", "answers.answer", "owed.silence", "dissent.aspect", "concerns.id", "age"])
            CsvColumns.Of(typeof(BoardProposal)).Names.ShouldContain(name);
        foreach (var name in (string[])["version", "phrase.text", "basis.via", "data", "correction.reason"])
            CsvColumns.Of(typeof(HistoryItem)).Names.ShouldContain(name);
        CsvColumns.Of(typeof(CalendarMeeting)).Names.ShouldContain("venue.place");
    }

    private static string Csv(Line line) =>
        Encoding.UTF8.GetString(Bytes(JsonSerializer.Serialize(new[] { line }, Json.Options))).Split("\r\n", 2)[1];

    private static byte[] Bytes(string items)
    {
        using var json = JsonDocument.Parse(items);
        return CsvAnswers.Rows(CsvColumns.Of(typeof(Line)), json.RootElement);
    }
}
