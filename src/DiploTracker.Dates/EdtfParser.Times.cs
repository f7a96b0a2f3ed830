namespace DiploTracker.Kernel;

/// <summary>A time after a day: <c>T10:00</c> or <c>T10:00:00</c> and its offset, <c>Z</c> or <c>-08:00</c>. With
/// or without seconds it is an instant; <c>T24:00</c> is the end of the day. Fractions of a second are not in the
/// subset.</summary>
internal ref partial struct EdtfParser
{
    private bool TryTime(ref EdtfDate date)
    {
        if (!TryUpTo(24, "hours are two digits, 00 to 24", out var hour)) return false;
        if (!Takes(':')) return Fail("after the hour come a colon and the minutes, such as 10:00");
        var (most, after) = hour == 24 ? (0, "after the hour 24 come only zeros") : (59, null);
        if (!TryUpTo(most, after ?? "minutes are two digits, 00 to 59", out var minute)) return false;
        var second = 0;
        if (Takes(':') && !TryUpTo(most, after ?? "seconds are two digits, 00 to 59", out second)) return false;
        if (Next is '.' or ',') return Fail("fractions of a second are not kept; leave them out");
        if (!TryOffset(out var offset)) return false;
        date = date.AtTime(new TimeSpan(hour, minute, second).Ticks, offset);
        return true;
    }

    private bool TryOffset(out long offset)
    {
        offset = 0;
        if (Takes('Z')) return true;
        if (Next is not ('+' or '-')) return Fail("a time needs its offset from UTC, Z or such as +03:00");
        var start = _at;
        var west = Next == '-';
        _at++;
        if (!TryUpTo(14, "the hours of an offset are two digits, 00 to 14", out var hours)) return false;
        if (!Takes(':')) return Fail("after the hours of an offset come a colon and the minutes, such as +03:00");
        if (!TryUpTo(59, "the minutes of an offset are two digits, 00 to 59", out var minutes)) return false;
        if (hours == 14 && minutes > 0) return Fail("offsets are -14:00 to +14:00", start);
        offset = new TimeSpan(hours, minutes, seconds: 0).Ticks * (west ? -1 : 1);
        _zeroOffset |= offset == 0;
        return true;
    }

    private bool TryUpTo(int most, string expected, out int value)
    {
        var start = _at;
        return TryTwoDigits(expected, out value) && (value <= most || Fail(expected, start));
    }
}
