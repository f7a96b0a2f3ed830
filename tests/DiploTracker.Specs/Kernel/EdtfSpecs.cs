using System.Text.Json;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Kernel;

public sealed class EdtfSpecs
{
    [Theory]
    [InlineData("2025-08-15", "2025-08-15T00:00:00Z", "2025-08-15T23:59:59.9999999Z")]
    [InlineData("2025-08-15T10:00-08:00", "2025-08-15T18:00:00Z", "2025-08-15T18:00:00Z")]
    [InlineData("2025-08-15T10:00:30Z", "2025-08-15T10:00:30Z", "2025-08-15T10:00:30Z")]
    [InlineData("2025-08", "2025-08-01T00:00:00Z", "2025-08-31T23:59:59.9999999Z")]
    [InlineData("2024-02-XX", "2024-02-01T00:00:00Z", "2024-02-29T23:59:59.9999999Z")]
    [InlineData("2025", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59.9999999Z")]
    [InlineData("2025-XX", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59.9999999Z")]
    [InlineData("2025-XX-XX", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59.9999999Z")]
    [InlineData("2025-21", "2025-03-01T00:00:00Z", "2025-05-31T23:59:59.9999999Z")]
    [InlineData("2025-22", "2025-06-01T00:00:00Z", "2025-08-31T23:59:59.9999999Z")]
    [InlineData("2025-23", "2025-09-01T00:00:00Z", "2025-11-30T23:59:59.9999999Z")]
    [InlineData("2023-24", "2023-12-01T00:00:00Z", "2024-02-29T23:59:59.9999999Z")]
    [InlineData("2025-08-15/2025-09", "2025-08-15T00:00:00Z", "2025-09-30T23:59:59.9999999Z")]
    [InlineData("2025-08-15T20:00-08:00/2025-08-15", "2025-08-16T04:00:00Z", "2025-08-16T07:59:59.9999999Z")]
    [InlineData("2025-08-15/2025-08-15T20:00+03:00", "2025-08-14T21:00:00Z", "2025-08-15T17:00:00Z")]
    [InlineData("[2025-08-17,2025-08-11,2025-08-13]", "2025-08-11T00:00:00Z", "2025-08-17T23:59:59.9999999Z")]
    public void a_date_lies_between_its_bounds(string text, string earliest, string latest)
    {
        var date = Edtf.Parse(text);
        date.Earliest.ShouldBe(DateTimeOffset.Parse(earliest));
        date.Latest.ShouldBe(DateTimeOffset.Parse(latest));
        date.Earliest.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("../2025-08-07", true, false)]
    [InlineData("2022-02/..", false, true)]
    [InlineData("[..2025-08-07]", true, false)]
    [InlineData("[2022-02..]", false, true)]
    [InlineData("0001-01-01T00:00+14:00", true, false)]
    [InlineData("9999-12-31T23:59-14:00", false, true)]
    [InlineData("9999-24", false, true)]
    public void an_open_end_or_one_beyond_the_calendar_is_the_least_or_greatest_instant(
        string text, bool atStart, bool atEnd)
    {
        (Edtf.Parse(text).Earliest == DateTimeOffset.MinValue).ShouldBe(atStart);
        (Edtf.Parse(text).Latest == DateTimeOffset.MaxValue).ShouldBe(atEnd);
    }

    [Theory]
    [InlineData("2025-08-07", Precision.Day)]
    [InlineData("2025-08-15T10:00-08:00", Precision.Time)]
    [InlineData("2021-06", Precision.Window)]
    [InlineData("2021-06-XX", Precision.Window)]
    [InlineData("2021", Precision.Vague)]
    [InlineData("2021-XX", Precision.Vague)]
    [InlineData("2021-XX-XX", Precision.Vague)]
    [InlineData("2021-23", Precision.Vague)]
    [InlineData("2019-02-27/2019-02-28", Precision.Day)]
    [InlineData("2014-01-01/2014-12-31", Precision.Day)]
    [InlineData("2025-08-15T10:00Z/2025-08-16", Precision.Day)]
    [InlineData("2019-02/2019-03", Precision.Vague)]
    [InlineData("2019-02-27~/2019-02-28", Precision.Vague)]
    [InlineData("2019-02-27/..", Precision.Vague)]
    [InlineData("../2025-08-07", Precision.Vague)]
    [InlineData("[2025-08-11..2025-08-17]", Precision.Window)]
    [InlineData("[2025-08-01..2025-08-31]", Precision.Window)]
    [InlineData("[2025-08-01..2025-09-01]", Precision.Vague)]
    [InlineData("[2018-03-09..2018-05-31]", Precision.Vague)]
    [InlineData("[2018-05..2018-06]", Precision.Vague)]
    [InlineData("[2019-02-20~..2019-02-28]", Precision.Vague)]
    [InlineData("[2025-08-08..2025-08-17~]", Precision.Vague)]
    [InlineData("[2025-08-08..2025-08-17?]", Precision.Vague)]
    [InlineData("[2025-08-08..]", Precision.Vague)]
    [InlineData("[..2025-08-08]", Precision.Vague)]
    [InlineData("[2025-08-08,2025-08-15]", Precision.Window)]
    [InlineData("[2025-08-08,2025-09-15]", Precision.Vague)]
    [InlineData("[2025-08-08,2025-08-15?]", Precision.Vague)]
    [InlineData("2025-08-07~", Precision.Vague)]
    [InlineData("2025-08-07?", Precision.Vague)]
    [InlineData("2025-08%", Precision.Vague)]
    [InlineData("2025-08-15T10:00Z~", Precision.Vague)]
    public void precision_follows_from_the_form(string text, Precision precision)
    {
        Edtf.Parse(text).Precision.ShouldBe(precision);
        Edtf.Parse(text).IsExact.ShouldBe(precision is Precision.Day or Precision.Time);
    }

    [Theory]
    [InlineData("2025-08-06~", true)]
    [InlineData("2025-08-06%", true)]
    [InlineData("2025-08-06?", false)]
    [InlineData("2025-08-06", false)]
    [InlineData("[2025-08-08..2025-08-17~]", true)]
    [InlineData("[2025-08-08,2025-08-17%]", true)]
    [InlineData("2025-08-08/2025-08-17~", true)]
    [InlineData("2025-08-08?/..", false)]
    public void approximate_is_a_tilde_or_a_percent_sign_anywhere(string text, bool approximate) =>
        Edtf.Parse(text).IsApproximate.ShouldBe(approximate);

    [Theory]
    [InlineData("2025-08-15T10:00+00:00", "2025-08-15T10:00Z")]
    [InlineData("2025-08-15T10:00:00-00:00", "2025-08-15T10:00:00Z")]
    [InlineData("2025-08-15T10:00+00:00~/2025-08-15T11:00+00:00", "2025-08-15T10:00Z~/2025-08-15T11:00Z")]
    [InlineData("2025-08-15T10:00-08:00", "2025-08-15T10:00-08:00")]
    [InlineData("2025-08-15T10:00:00Z", "2025-08-15T10:00:00Z")]
    [InlineData("[2025-08-17,2025-08-11]", "[2025-08-17,2025-08-11]")]
    public void the_canonical_text_writes_a_zero_offset_as_Z_and_keeps_all_else(string text, string canonical)
    {
        var date = Edtf.Parse(text);
        date.Text.ShouldBe(canonical);
        date.ToString().ShouldBe(canonical);
        date.ShouldBe(Edtf.Parse(canonical));
        (date == Edtf.Parse(canonical)).ShouldBeTrue();
    }

    [Fact]
    public void the_day_of_a_moment_is_its_day_in_UTC()
    {
        var day = Edtf.Day(DateTimeOffset.Parse("2025-08-06T20:00-08:00"));
        day.ShouldBe(Edtf.Parse("2025-08-07"));
        (day.Earliest, day.Latest, day.Precision).ShouldBe(
            (Edtf.Parse("2025-08-07").Earliest, Edtf.Parse("2025-08-07").Latest, Precision.Day));
    }

    [Fact]
    public void dates_are_ordered_by_earliest_then_latest_then_text()
    {
        string[] ordered =
        [
            "../2020", "2025", "2025-07", "2025-08-01", "2025-08", "2025-08-XX", "2025-08?", "2025-08-01/..",
            "2025-08-02",
        ];
        ordered.Reverse().Select(Edtf.Parse).Order().Select(date => date.Text).ShouldBe(ordered);
    }

    [Fact]
    public void a_date_is_a_JSON_string_and_a_bad_one_is_read_with_its_error()
    {
        JsonSerializer.Serialize(Edtf.Parse("2025-08-15T10:00-08:00")).ShouldBe("\"2025-08-15T10:00-08:00\"");
        JsonSerializer.Deserialize<Edtf>("\"[2018-05..2018-06]\"").ShouldBe(Edtf.Parse("[2018-05..2018-06]"));
        JsonSerializer.Deserialize<Edtf>("\"2025-13-40\"")!.Error!.Position.ShouldBe(5);
        JsonSerializer.Deserialize<Edtf>("null").ShouldBeNull();
    }

    [Theory]
    [InlineData("20250815")]
    [InlineData("{}")]
    [InlineData("[\"2025\"]")]
    [InlineData("true")]
    [InlineData("\"\\ud800\"")]
    public void a_JSON_token_that_is_no_string_is_refused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Edtf>(json));
}
