using System.Globalization;

namespace DiploTracker.Kernel;

/// <summary>A date: <c>2025</c>, <c>2025-08</c>, <c>2025-22</c>, <c>2025-33</c>, <c>2025-08-15</c>, XX for an unknown
/// month or day, a time after an exact day, and one suffix.</summary>
internal ref partial struct EdtfParser
{
    private const string YearExpected = "a date starts with a year of four digits, such as 2025";

    private bool TryDate(out EdtfDate date) => TryYear(out date) && TrySuffix(ref date);

    private bool TryYear(out EdtfDate date)
    {
        var start = _at;
        var year = 0;
        for (; _at < start + 4; _at++)
        {
            if (!char.IsAsciiDigit(Next)) return Fail(out date, YearExpected);
            year = year * 10 + Next - '0';
        }

        if (year == 0) return Fail(out date, "years are 0001 to 9999", start);
        if (char.IsAsciiDigit(Next)) return Fail(out date, "a year has four digits; then comes - and the month");
        return Takes('-') ? TryMonth(year, out date) : Read(out date, EdtfDate.Year(year));
    }

    private bool TryMonth(int year, out EdtfDate date)
    {
        var start = _at;
        if (Next == 'X')
        {
            if (!TryUnknown() || Takes('-') && !TryUnknown("the month is unknown, so the day is too; write XX"))
                return Stop(out date);
            return Read(out date, EdtfDate.Year(year));
        }

        if (!TryTwoDigits("a month is two digits, such as 08, or XX when it is unknown", out var month))
            return Stop(out date);
        if (month is >= EdtfDate.Spring and <= EdtfDate.Winter)
            return Next == '-'
                ? Fail(out date, "a season has no days; end the date here")
                : Read(out date, EdtfDate.Season(year, month));
        if (month is >= EdtfDate.FirstQuarter and <= EdtfDate.LastHalf)
            return Next == '-'
                ? Fail(out date, "a part of a year has no days; end the date here")
                : Read(out date, EdtfDate.Part(year, month));
        if (month is < 1 or > 12)
            return Fail(
                out date,
                "months are 01 to 12, seasons 21 to 24, quarters 33 to 36, thirds 37 to 39, halves 40 and 41",
                start);
        return Takes('-') ? TryDay(year, month, out date) : Read(out date, EdtfDate.Month(year, month));
    }

    private bool TryDay(int year, int month, out EdtfDate date)
    {
        var start = _at;
        if (Next == 'X') return TryUnknown() ? Read(out date, EdtfDate.Month(year, month)) : Stop(out date);
        if (!TryTwoDigits("a day is two digits, such as 05, or XX when it is unknown", out var day))
            return Stop(out date);
        var days = DateTime.DaysInMonth(year, month);
        if (day < 1 || day > days)
        {
            var name = DateTimeFormatInfo.InvariantInfo.GetMonthName(month);
            return Fail(out date, $"{name} {year} has {days} days; write 01 to {days}", start);
        }

        date = EdtfDate.Day(year, month, day);
        return !Takes('T') || TryTime(ref date);
    }

    private bool TryUnknown(string expected = "an unknown month or day is XX; for some days of it write a set")
    {
        if (!_text[_at..].StartsWith("XX")) return Fail(expected);
        _at += 2;
        return true;
    }

    private bool TrySuffix(ref EdtfDate date)
    {
        if (Next is not ('~' or '?' or '%')) return true;
        date = date with { Suffix = Next };
        _at++;
        return Next is not ('~' or '?' or '%') || Fail("one suffix is enough; % says both ~ and ?");
    }
}
