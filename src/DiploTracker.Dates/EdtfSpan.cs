namespace DiploTracker.Kernel;

/// <summary>
/// A span of time with inclusive ends, in ticks since 0001-01-01: as instants, and as wall-clock times at its ends. For
/// a bare date the two are the same. An open end is the minimum or maximum long.
/// </summary>
internal readonly record struct EdtfSpan(
    long From, long To, long WallFrom, long WallTo, bool BeginsAtTime = false, bool EndsAtTime = false)
{
    public const long Beginning = long.MinValue;
    public const long End = long.MaxValue;

    public EdtfBound First => From == Beginning ? EdtfBound.Beginning
        : new(EdtfBound.DayOf(WallFrom), BeginsAtTime ? From : null);

    public EdtfBound Last => To == End ? EdtfBound.End
        : new(EdtfBound.DayOf(WallTo), EndsAtTime ? To : null);

    // Between two offsets the wall clock may run backwards.
    public int FirstDay => Math.Min(First.Day, Last.Day);

    public int LastDay => Math.Max(First.Day, Last.Day);

    public static EdtfSpan At(DateTimeOffset moment) =>
        new(moment.UtcTicks, moment.UtcTicks, moment.Ticks, moment.Ticks, BeginsAtTime: true, EndsAtTime: true);

    /// <summary>
    /// Do the <paramref name="spans"/>, in order of their starts and each widened by <paramref name="slack"/> ticks on
    /// both sides, cover every moment of <paramref name="other"/>? Two ends with a time are compared as instants, all
    /// others on the wall clock.
    /// </summary>
    public static bool Cover(ReadOnlySpan<EdtfSpan> spans, EdtfSpan other, long slack)
    {
        var reached = Math.Min(other.WallFrom, other.WallTo);
        var last = Math.Max(other.WallFrom, other.WallTo);
        foreach (var span in spans)
        {
            if (span.BeginsAtTime && other.BeginsAtTime
                ? Before(span.From, slack) > other.From
                : Before(span.WallFrom, slack) > reached) return false;
            if (span.EndsAtTime && other.EndsAtTime
                ? After(span.To, slack) >= other.To
                : After(span.WallTo, slack) >= last) return true;
            reached = Math.Max(reached, After(span.WallTo, slack) + 1);
        }

        return false;
    }

    /// <summary>The same span, however its ends are written.</summary>
    public bool Means(EdtfSpan other) =>
        (BeginsAtTime, EndsAtTime) == (other.BeginsAtTime, other.EndsAtTime)
        && (BeginsAtTime ? From == other.From : WallFrom == other.WallFrom)
        && (EndsAtTime ? To == other.To : WallTo == other.WallTo);

    private static long Before(long from, long slack) => from == Beginning ? Beginning : from - slack;

    private static long After(long to, long slack) => to == End ? End : to + slack;
}
