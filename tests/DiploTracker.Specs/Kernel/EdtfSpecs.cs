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
    [InlineData("2025-33", "2025-01-01T00:00:00Z", "2025-03-31T23:59:59.9999999Z")]
    [InlineData("2025-36", "2025-10-01T00:00:00Z", "2025-12-31T23:59:59.9999999Z")]
    [InlineData("2025-37", "2025-01-01T00:00:00Z", "2025-04-30T23:59:59.9999999Z")]
    [InlineData("2025-39", "2025-09-01T00:00:00Z", "2025-12-31T23:59:59.9999999Z")]
    [InlineData("2025-40", "2025-01-01T00:00:00Z", "2025-06-30T23:59:59.9999999Z")]
    [InlineData("2025-41", "2025-07-01T00:00:00Z", "2025-12-31T23:59:59.9999999Z")]
    [InlineData("2025-08-15T24:00Z", "2025-08-16T00:00:00Z", "2025-08-16T00:00:00Z")]
    [InlineData("2025-08-15T24:00:00-08:00", "2025-08-16T08:00:00Z", "2025-08-16T08:00:00Z")]
    [InlineData("2025-08-15/[2025-08-18..2025-08-20]", "2025-08-15T00:00:00Z", "2025-08-20T23:59:59.9999999Z")]
    [InlineData("[2025-08-11,2025-08-13]/2025-08-20", "2025-08-11T00:00:00Z", "2025-08-20T23:59:59.9999999Z")]
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
    [InlineData("2025-08-15T23:30-08:00", "2025-08-15", true, "2025-08-15", true)]
    [InlineData("2025-08-15T24:00Z", "2025-08-15", true, "2025-08-15", true)]
    [InlineData("2025-08-15T00:30+09:00", "2025-08-15", true, "2025-08-15", true)]
    [InlineData("2025-08", "2025-08-01", false, "2025-08-31", false)]
    [InlineData("2025-08-15/2025-08-16T18:00+03:00", "2025-08-15", false, "2025-08-16", true)]
    [InlineData("2025-08-15T18:00-08:00/2025-08-16", "2025-08-15", true, "2025-08-16", false)]
    [InlineData("../2025-08-07", null, false, "2025-08-07", false)]
    [InlineData("2025-08-07T01:00+14:00/..", "2025-08-07", true, null, false)]
    [InlineData("[2025-08-17,2025-08-11]", "2025-08-11", false, "2025-08-17", false)]
    [InlineData("0001-01-01T00:00+14:00", "0001-01-01", true, "0001-01-01", true)]
    [InlineData("9999", "9999-01-01", false, "9999-12-31", false)]
    public void an_end_lies_on_the_day_that_was_written(
        string text, string? first, bool beginsWithTime, string? last, bool endsWithTime)
    {
        var date = Edtf.Parse(text);
        ($"{date.First.Date:O}", date.First.Instant is not null).ShouldBe((first ?? "", beginsWithTime));
        ($"{date.Last.Date:O}", date.Last.Instant is not null).ShouldBe((last ?? "", endsWithTime));
    }

    [Theory]
    [InlineData("2025-08-16T07:30Z", "2025-08-16T10:30+03:00", true)]
    [InlineData("2025-08-16T07:30Z", "2025-08-16T07:30:00Z", true)]
    [InlineData("2025-08-15T23:30-08:00", "2025-08-16T07:30Z", true)]
    [InlineData("2025-08-15T24:00Z", "2025-08-16T00:00Z", true)]
    [InlineData("2025-08-16T07:30Z/2025-08-16T09:00Z", "2025-08-16T10:30+03:00/2025-08-16T09:00:00Z", true)]
    [InlineData("2025-10", "2025-10-XX", true)]
    [InlineData("2025", "2025-XX-XX", true)]
    [InlineData("[2025-08-11,2025-08-17]", "[2025-08-17,2025-08-11]", true)]
    [InlineData("[2025-08-11,2025-08-17]", "[2025-08-17,2025-08-11,2025-08-17]", true)]
    [InlineData("[2025-08-11..2025-08-13]", "[2025-08-13,2025-08-12,2025-08-11]", true)]
    [InlineData("2025-08-15", "2025-08-15/2025-08-15", true)]
    [InlineData("2025-08-16T07:30Z", "2025-08-16T07:31Z", false)]
    [InlineData("2025-08-16", "2025-08-16T00:00Z", false)]
    [InlineData("2025-08-16", "2025-08-16?", false)]
    [InlineData("2025?", "2025", false)]
    [InlineData("2025~", "2025%", false)]
    [InlineData("[2025-08-11..2025-08-17]", "2025-08-11/2025-08-17", false)]
    [InlineData("[2025-08-11,2025-08-17]", "[2025-08-11..2025-08-17]", false)]
    [InlineData("2025-08-15T10:00Z/2025-08-16", "2025-08-15T10:00Z/2025-08-16T23:59Z", false)]
    [InlineData("2025-08-15", "soon", false)]
    [InlineData("soon", "soon", true)]
    public void dates_are_equal_in_meaning_and_not_in_spelling(string one, string other, bool equal)
    {
        Edtf.Of(one).Means(Edtf.Of(other)).ShouldBe(equal);
        Edtf.Of(other).Means(Edtf.Of(one)).ShouldBe(equal);
    }

    [Theory]
    [InlineData("[2025-08-11,2025-08-14]", "2025-08-12", false, false)]
    [InlineData("[2025-08-11,2025-08-14]", "2025-08-14", true, true)]
    [InlineData("[2025-08-11,2025-08-12]", "2025-08-11/2025-08-12", true, true)]
    [InlineData("2025-08-15", "2025-08-15T23:30-08:00", true, true)]
    [InlineData("2025-08-16", "2025-08-15T23:30-08:00", false, false)]
    [InlineData("2025-08-15T10:00Z", "2025-08-15T23:30-08:00", true, true)]
    [InlineData("2025-08-15", "2025-08", false, true)]
    [InlineData("2025-08/..", "2025-09-01", true, true)]
    [InlineData("../2025-08", "2025-09-01", false, false)]
    [InlineData("2025-08", "soon", false, false)]
    public void days_lie_among_days(string date, string other, bool all, bool some)
    {
        Edtf.Of(date).HoldsDaysOf(Edtf.Of(other)).ShouldBe(all);
        Edtf.Of(date).SharesDaysWith(Edtf.Of(other)).ShouldBe(some);
    }

    [Fact]
    public void bounds_are_compared_as_instants_where_both_have_a_time_and_else_by_days()
    {
        After("2025-08-15T23:30-08:00", "2025-08-16T07:00Z").ShouldBeTrue();
        After("2025-08-15T23:30-08:00", "2025-08-16").ShouldBeFalse();
        After("2025-08-16", "2025-08-15T23:30-08:00").ShouldBeTrue();
        After("2025-08-15T01:00+09:00", "2025-08-14").ShouldBeTrue();
        After("../2025", "0001").ShouldBeFalse();

        static bool After(string one, string other) => Edtf.Parse(one).First.IsAfter(Edtf.Parse(other).First);
    }

    [Fact]
    public void the_place_in_an_order_is_that_of_the_day_and_within_it_of_the_instant()
    {
        string[] ordered =
        [
            "../2025", "0001-01-01T00:00+14:00", "2025-08-15", "2025-08-15T08:00+09:00", "2025-08-15T01:00Z",
            "2025-08-15T23:30-08:00", "2025-08-16", "2025-08-16T00:30+14:00", "9999-12-31",
        ];
        ordered.Reverse().OrderBy(text => Edtf.Parse(text).First.InOrder, StringComparer.Ordinal).ShouldBe(ordered);
        Edtf.Parse("2025/..").Last.InOrder.ShouldBe("9999999.0000000000000000000");
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

    [Theory]
    [InlineData("2025-08-15T10:00-08:00", "2025-08-15T18:00:00Z")]
    [InlineData("2025-08-15", "2025-08-16T12:00:00Z")] // the day ends last at UTC-12
    [InlineData("2025-08-15T10:00-08:00/2025-08-15", "2025-08-16T12:00:00Z")]
    [InlineData("2025-08", "2025-09-01T12:00:00Z")]
    [InlineData("2025-08-15/..", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("9999", "9999-12-31T23:59:59.9999999Z")]
    public void a_day_has_passed_once_it_has_everywhere(string text, string passed) =>
        Edtf.Parse(text).Last.PassedAt.ShouldBe(DateTimeOffset.Parse(passed));

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
