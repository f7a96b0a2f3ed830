using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Kernel;

public sealed class EdtfErrorSpecs
{
    private const string Months =
        "months are 01 to 12, seasons 21 to 24, quarters 33 to 36, thirds 37 to 39, halves 40 and 41";

    [Theory]
    [InlineData("", 0, "the text is empty; write a date such as 2025-08-15")]
    [InlineData("tomorrow", 0, "a date starts with a year of four digits, such as 2025")]
    [InlineData("0000", 0, "years are 0001 to 9999")]
    [InlineData("-044", 0, "a date starts with a year of four digits, such as 2025")]
    [InlineData("20255", 4, "a year has four digits; then comes - and the month")]
    [InlineData("20250815", 4, "a year has four digits; then comes - and the month")]
    [InlineData("2025-13-40", 5, Months)]
    [InlineData("2025-00", 5, Months)]
    [InlineData("2025-25", 5, Months)]
    [InlineData("2025-32", 5, Months)]
    [InlineData("2025-42", 5, Months)]
    [InlineData("2025-33-01", 7, "a part of a year has no days; end the date here")]
    [InlineData("2025-8-15", 6, "a month is two digits, such as 08, or XX when it is unknown")]
    [InlineData("2025-", 5, "a month is two digits, such as 08, or XX when it is unknown")]
    [InlineData("2025-22-01", 7, "a season has no days; end the date here")]
    [InlineData("2025-02-30", 8, "February 2025 has 28 days; write 01 to 28")]
    [InlineData("2024-02-30", 8, "February 2024 has 29 days; write 01 to 29")]
    [InlineData("2025-08-00", 8, "August 2025 has 31 days; write 01 to 31")]
    [InlineData("2025-08-1X", 9, "a day is two digits, such as 05, or XX when it is unknown")]
    [InlineData("2025-08-X5", 8, "an unknown month or day is XX; for some days of it write a set")]
    [InlineData("2025-XX-15", 8, "the month is unknown, so the day is too; write XX")]
    [InlineData("2025-xx", 5, "write a capital X")]
    [InlineData("2025-08-15~?", 11, "one suffix is enough; % says both ~ and ?")]
    [InlineData("2025-08-15t10:00Z", 10, "write a capital T")]
    [InlineData("2025-08-15T10:00", 16, "a time needs its offset from UTC, Z or such as +03:00")]
    [InlineData("2025-08-15T10:00z", 16, "write a capital Z")]
    [InlineData("2025-08-15T10Z", 13, "after the hour come a colon and the minutes, such as 10:00")]
    [InlineData("2025-08-15T25:00Z", 11, "hours are two digits, 00 to 24")]
    [InlineData("2025-08-15T24:01Z", 14, "after the hour 24 come only zeros")]
    [InlineData("2025-08-15T24:00:01Z", 17, "after the hour 24 come only zeros")]
    [InlineData("2025-08-15T10:60Z", 14, "minutes are two digits, 00 to 59")]
    [InlineData("2025-08-15T10:00:60Z", 17, "seconds are two digits, 00 to 59")]
    [InlineData("2025-08-15T10:00:00.5Z", 19, "fractions of a second are not kept; leave them out")]
    [InlineData("2025-08-15T10:00+15:00", 17, "the hours of an offset are two digits, 00 to 14")]
    [InlineData("2025-08-15T10:00+14:30", 16, "offsets are -14:00 to +14:00")]
    [InlineData("2025-08-15T10:00+03", 19, "after the hours of an offset come a colon and the minutes, such as +03:00")]
    [InlineData("2025-08-XXT10:00Z", 10, "the date ends here; leave the rest out")]
    [InlineData("2025-08-15abc", 10, "the date ends here; leave the rest out")]
    [InlineData("2025-08-15/", 11, "the interval has no second date; write .. for an open end")]
    [InlineData("2025-08-15/2025-08-14", 11, "the second date is before the first; write the earlier one first")]
    [InlineData("2025-08-15T10:00Z/2025-08-15T11:00+02:00", 18,
        "the second date is before the first; write the earlier one first")]
    [InlineData("2025-08-15T20:00-08:00/2025-08-14", 23,
        "the second date is before the first; write the earlier one first")]
    [InlineData("../..", 3, "a date starts with a year of four digits, such as 2025")]
    [InlineData("..2025", 2, "an interval open at its start is written ../2025-08-15")]
    [InlineData("2025/2026/2027", 9, "the date ends here; leave the rest out")]
    [InlineData("[2025-08-17..2025-08-11]", 13, "the second date is before the first; write the earlier one first")]
    [InlineData("[2025-08-17]", 11, "a set of one date is that date; write it without brackets")]
    [InlineData("[2025-08-17", 11, "after a date in a set comes .. or a comma or ]")]
    [InlineData("[2025..2026", 11, "the set ends with ]; a set is one range a..b or a list a,b,c")]
    [InlineData("[2025..2026,2028]", 11, "the set ends with ]; a set is one range a..b or a list a,b,c")]
    [InlineData("[2025,2026..2028]", 10, "the set ends with ]; a set is one range a..b or a list a,b,c")]
    [InlineData("[2025..2026]~", 12, "the date ends here; leave the rest out")]
    [InlineData("[..]", 3, "a date starts with a year of four digits, such as 2025")]
    [InlineData("[2025-08-15T10:00Z..2025-08-16]", 1, "a set holds dates without times; leave the time out")]
    [InlineData(" 2025", 0, "a date holds no white space; leave it out")]
    [InlineData("2025-08-15 ", 10, "a date holds no white space; leave it out")]
    [InlineData("2025 -08", 4, "a date holds no white space; leave it out")]
    [InlineData("٢٠٢٥", 0, "use the digits 0-9; ٢ is of another script")]
    [InlineData("2025-0٨", 6, "use the digits 0-9; ٨ is of another script")]
    [InlineData("2025–08", 4, "use the plain hyphen - between year, month and day")]
    [InlineData("2025\u221208", 4, "use the plain hyphen - between year, month and day")]
    [InlineData("2025\0", 4, "the date ends here; leave the rest out")]
    public void a_bad_text_is_refused_where_it_is_wrong_and_says_how_to_mend_it(
        string text, int position, string message)
    {
        Edtf.Of(text).Error.ShouldBe(new EdtfError(position, message));
        Edtf.Of(text).Text.ShouldBe(text);
    }

    [Fact]
    public void parsing_a_bad_text_names_the_position() =>
        Should.Throw<FormatException>(() => Edtf.Parse("2025-13")).Message
            .ShouldBe("\"2025-13\" is not EDTF, at position 5: " + Months);

    [Fact]
    public void a_bad_date_spans_all_time_but_holds_nothing_and_never_comes()
    {
        var bad = Edtf.Of("soon");
        (bad.Earliest, bad.Latest, bad.Precision).ShouldBe(
            (DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Precision.Vague));
        bad.Contains(bad).ShouldBeFalse();
        bad.Contains(DateTimeOffset.UnixEpoch).ShouldBeFalse();
        bad.Narrows(Edtf.Parse("2025")).ShouldBeFalse();
        Edtf.Parse("2025").Narrows(bad).ShouldBeFalse();
        bad.HasComeBy(DateTimeOffset.MaxValue).ShouldBeFalse();
        Edtf.TryParse("soon", out var value, out var error).ShouldBeFalse();
        value.ShouldBeNull();
        error.ShouldBe(bad.Error);
    }
}
