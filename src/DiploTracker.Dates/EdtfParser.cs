namespace DiploTracker.Kernel;

/// <summary>
/// Recursive descent over one text. This part parses the whole text: a date, a set <c>[a..b]</c>, <c>[a..]</c>,
/// <c>[..b]</c>, a list <c>[a,b,c]</c>, or an interval <c>a/b</c> of these with open ends; the other parts read dates
/// and times.
/// </summary>
internal ref partial struct EdtfParser(string text)
{
    private const string OpenEnd = "..";
    private const string Backwards = "the second date is before the first; write the earlier one first";

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private bool _zeroOffset;

    public EdtfError? Error { get; private set; }

    public bool TryRead(out EdtfReading reading) =>
        (_text.IsEmpty ? Fail(out reading, "the text is empty; write a date such as 2025-08-15")
            : TryDateOrInterval(out reading))
        && Ends(ref reading);

    /// <summary>The canonical spelling of the value just read.</summary>
    public readonly string Canonical(string text) =>
        _zeroOffset ? text.Replace("+00:00", "Z").Replace("-00:00", "Z") : text;

    private bool TryDateOrInterval(out EdtfReading reading)
    {
        if (Takes(OpenEnd))
        {
            if (!Takes('/')) return Fail(out reading, "an interval open at its start is written ../2025-08-15");
            return TryEnd(out var end, out _) ? Read(out reading, EdtfReading.Interval(null, end)) : Stop(out reading);
        }

        if (!TryEnd(out var from, out reading)) return Stop(out reading);
        if (!Takes('/')) return true;
        if (Takes(OpenEnd)) return Read(out reading, EdtfReading.Interval(from, null));
        if (AtEnd) return Fail(out reading, "the interval has no second date; write .. for an open end");
        var second = _at;
        if (!TryEnd(out var to, out _)) return Stop(out reading);
        return to.IsBefore(from)
            ? Fail(out reading, Backwards, second)
            : Read(out reading, EdtfReading.Interval(from, to));
    }

    /// <summary>A date or a set, by itself or as an end of an interval.</summary>
    private bool TryEnd(out EdtfDate end, out EdtfReading reading)
    {
        if (Takes('['))
        {
            if (!TrySet(out reading)) return Stop(out end);
            end = EdtfDate.OneOf(reading);
            return true;
        }

        if (!TryDate(out end)) return Stop(out reading);
        reading = EdtfReading.Of(end);
        return true;
    }

    private bool TrySet(out EdtfReading reading)
    {
        if (Takes(OpenEnd))
            return TryMember(out var last) && Closes()
                ? Read(out reading, EdtfReading.Set(null, last))
                : Stop(out reading);
        if (!TryMember(out var from)) return Stop(out reading);
        if (!Takes(OpenEnd)) return TryList(from, out reading);
        if (Takes(']')) return Read(out reading, EdtfReading.Set(from, null));
        var second = _at;
        if (!TryMember(out var to)) return Stop(out reading);
        if (to.IsBefore(from)) return Fail(out reading, Backwards, second);
        return Closes() ? Read(out reading, EdtfReading.Set(from, to)) : Stop(out reading);
    }

    private bool TryList(EdtfDate first, out EdtfReading reading)
    {
        if (Next == ']') return Fail(out reading, "a set of one date is that date; write it without brackets");
        if (Next != ',') return Fail(out reading, "after a date in a set comes .. or a comma or ]");
        List<EdtfDate> dates = [first];
        while (Takes(','))
        {
            if (!TryMember(out var date)) return Stop(out reading);
            dates.Add(date);
        }

        return Closes() ? Read(out reading, EdtfReading.List(dates)) : Stop(out reading);
    }

    private bool TryMember(out EdtfDate date)
    {
        var start = _at;
        if (!TryDate(out date)) return false;
        return date.Floating || Fail("a set holds dates without times; leave the time out", start);
    }

    private bool Closes() => Takes(']') || Fail("the set ends with ]; a set is one range a..b or a list a,b,c");

    private bool Ends(ref EdtfReading reading) =>
        AtEnd || Fail(out reading, "the date ends here; leave the rest out");
}
