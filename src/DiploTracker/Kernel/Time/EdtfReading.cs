using System.Diagnostics.CodeAnalysis;

namespace DiploTracker.Kernel;

/// <summary>
/// The meaning of a text: its bounds, its precision, whether it floats (no offset anywhere), whether it is approximate,
/// and for a list its members in order of their starts.
/// </summary>
internal readonly record struct EdtfReading(
    EdtfSpan Hull, Precision Precision, bool Floating, bool Approximate, EdtfSpan[]? Members = null)
{
    private const long WidestWindow = 31 * TimeSpan.TicksPerDay;

    public static readonly EdtfReading Unreadable = new(
        new(EdtfSpan.Beginning, EdtfSpan.End, EdtfSpan.Beginning, EdtfSpan.End),
        Precision.Vague,
        Floating: true,
        Approximate: false);

    /// <summary>A field, so that <see cref="Spans"/> can refer to it in place.</summary>
    public readonly EdtfSpan Hull = Hull;

    /// <summary>The time spans that the date may lie in.</summary>
    [UnscopedRef]
    public ReadOnlySpan<EdtfSpan> Spans => Members is null ? new ReadOnlySpan<EdtfSpan>(in Hull) : Members;

    public static EdtfReading Of(EdtfDate date) =>
        new(Between(date, date), date.Precision, date.Floating, date.Approximate);

    /// <summary>From one date to another; null is an open end.</summary>
    public static EdtfReading Interval(EdtfDate? from, EdtfDate? to)
    {
        var (start, end) = (from, to) is ({ } a, { } b) ? (a.Beside(b), b.Beside(a)) : (from, to);
        return new(
            Between(start, end),
            start is { Exact: true } && end is { Exact: true } ? Precision.Day : Precision.Vague,
            (start ?? end) is { Floating: true },
            start is { Approximate: true } || end is { Approximate: true });
    }

    /// <summary>One day between two dates; null is an open end.</summary>
    public static EdtfReading Set(EdtfDate? from, EdtfDate? to)
    {
        var hull = Between(from, to);
        var vague = from is not { Qualified: false } || to is not { Qualified: false };
        return new(
            hull,
            WindowUnless(vague, hull),
            Floating: true,
            from is { Approximate: true } || to is { Approximate: true });
    }

    /// <summary>One day of several dates.</summary>
    public static EdtfReading List(List<EdtfDate> dates)
    {
        var members = new EdtfSpan[dates.Count];
        var (latest, qualified, approximate) = (dates[0].To, false, false);
        for (var i = 0; i < dates.Count; i++)
        {
            members[i] = Between(dates[i], dates[i]);
            latest = Math.Max(latest, dates[i].To);
            qualified |= dates[i].Qualified;
            approximate |= dates[i].Approximate;
        }

        Array.Sort(members, static (a, b) => a.From.CompareTo(b.From));
        var hull = members[0] with { To = latest, WallTo = latest };
        return new(hull, WindowUnless(qualified, hull), Floating: true, approximate, members);
    }

    private static Precision WindowUnless(bool vague, EdtfSpan hull) =>
        vague || hull.To - hull.From >= WidestWindow ? Precision.Vague : Precision.Window;

    private static EdtfSpan Between(EdtfDate? from, EdtfDate? to) => new(
        from?.From ?? EdtfSpan.Beginning,
        to?.To ?? EdtfSpan.End,
        from?.WallFrom ?? EdtfSpan.Beginning,
        to?.WallTo ?? EdtfSpan.End);
}
