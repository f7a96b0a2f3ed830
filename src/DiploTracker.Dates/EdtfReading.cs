using System.Diagnostics.CodeAnalysis;

namespace DiploTracker.Kernel;

/// <summary>
/// The meaning of a text: its bounds, its precision, whether it is one day out of a set, whether it is approximate or
/// uncertain, and for a list its members in order of their starts.
/// </summary>
internal readonly record struct EdtfReading(
    EdtfSpan Hull, Precision Precision, bool Approximate, bool IsSet = false, bool Uncertain = false,
    EdtfSpan[]? Members = null)
{
    private const long WidestWindow = 31 * TimeSpan.TicksPerDay;

    public static readonly EdtfReading Unreadable = new(
        new(EdtfSpan.Beginning, EdtfSpan.End, EdtfSpan.Beginning, EdtfSpan.End),
        Precision.Vague,
        Approximate: false);

    /// <summary>A field, so that <see cref="Spans"/> can refer to it in place.</summary>
    public readonly EdtfSpan Hull = Hull;

    /// <summary>The time spans that the date may lie in.</summary>
    [UnscopedRef]
    public ReadOnlySpan<EdtfSpan> Spans => Members is null ? new ReadOnlySpan<EdtfSpan>(in Hull) : Members;

    public static EdtfReading Of(EdtfDate date) =>
        new(Between(date, date), date.Precision, date.Approximate, Uncertain: date.Uncertain);

    /// <summary>From one date to another; null is an open end.</summary>
    public static EdtfReading Interval(EdtfDate? from, EdtfDate? to)
    {
        var (start, end) = (from, to) is ({ } a, { } b) ? (a.Beside(b), b.Beside(a)) : (from, to);
        return new(
            Between(start, end),
            start is { Exact: true } && end is { Exact: true } ? Precision.Day : Precision.Vague,
            start is { Approximate: true } || end is { Approximate: true },
            Uncertain: start is { Uncertain: true } || end is { Uncertain: true });
    }

    /// <summary>One day between two dates; null is an open end.</summary>
    public static EdtfReading Set(EdtfDate? from, EdtfDate? to)
    {
        var hull = Between(from, to);
        var vague = from is not { Qualified: false } || to is not { Qualified: false };
        return new(
            hull,
            WindowUnless(vague, hull),
            from is { Approximate: true } || to is { Approximate: true },
            IsSet: true,
            Uncertain: from is { Uncertain: true } || to is { Uncertain: true });
    }

    /// <summary>One day of several dates.</summary>
    public static EdtfReading List(List<EdtfDate> dates)
    {
        var members = new EdtfSpan[dates.Count];
        var (latest, qualified, approximate, uncertain) = (dates[0].To, false, false, false);
        for (var i = 0; i < dates.Count; i++)
        {
            members[i] = Between(dates[i], dates[i]);
            latest = Math.Max(latest, dates[i].To);
            qualified |= dates[i].Qualified;
            approximate |= dates[i].Approximate;
            uncertain |= dates[i].Uncertain;
        }

        Array.Sort(members, static (a, b) => a.From.CompareTo(b.From));
        var hull = members[0] with { To = latest, WallTo = latest };
        return new(hull, WindowUnless(qualified, hull), approximate, IsSet: true, uncertain, members);
    }

    /// <summary>The same date: the same days or instants, known as precisely.</summary>
    public bool Means(EdtfReading other)
    {
        if ((IsSet, Precision, Approximate, Uncertain)
            != (other.IsSet, other.Precision, other.Approximate, other.Uncertain)) return false;
        var (mine, others) = (Joined(Spans), Joined(other.Spans));
        if (mine.Count != others.Count) return false;
        for (var i = 0; i < mine.Count; i++)
            if (!mine[i].Means(others[i])) return false;
        return true;
    }

    /// <summary>Spans that touch or overlap as one: a set of two days in a row is a range.</summary>
    private static List<EdtfSpan> Joined(ReadOnlySpan<EdtfSpan> spans)
    {
        List<EdtfSpan> joined = [];
        foreach (var span in spans)
            if (joined is [.., var last] && span.From <= last.To + 1)
                joined[^1] = span.To <= last.To ? last : last with { To = span.To, WallTo = span.WallTo };
            else
                joined.Add(span);
        return joined;
    }

    private static Precision WindowUnless(bool vague, EdtfSpan hull) =>
        vague || hull.To - hull.From >= WidestWindow ? Precision.Vague : Precision.Window;

    // From 24:00 of a day to that day: it begins at the first instant after the day, and ends there too.
    private static EdtfSpan Between(EdtfDate? from, EdtfDate? to) => new(
        from?.From ?? EdtfSpan.Beginning,
        Math.Max(to?.To ?? EdtfSpan.End, from?.From ?? EdtfSpan.Beginning),
        from?.WallFrom ?? EdtfSpan.Beginning,
        to?.WallTo ?? EdtfSpan.End,
        from is { HasTime: true },
        to is { HasTime: true });
}
