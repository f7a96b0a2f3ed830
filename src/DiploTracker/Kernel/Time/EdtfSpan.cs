namespace DiploTracker.Kernel;

/// <summary>
/// A span of time with inclusive ends, in ticks since 0001-01-01: as instants, and as wall-clock times at its ends. For
/// a bare date the two are the same. An open end is the minimum or maximum long.
/// </summary>
internal readonly record struct EdtfSpan(long From, long To, long WallFrom, long WallTo)
{
    public const long Beginning = long.MinValue;
    public const long End = long.MaxValue;

    public static EdtfSpan At(DateTimeOffset moment) =>
        new(moment.UtcTicks, moment.UtcTicks, moment.Ticks, moment.Ticks);

    /// <summary>
    /// Do the <paramref name="spans"/>, in order of their starts and each widened by <paramref name="slack"/> ticks on
    /// both sides, cover every moment of <paramref name="other"/>?
    /// </summary>
    public static bool Cover(ReadOnlySpan<EdtfSpan> spans, EdtfSpan other, long slack, bool onTheWall)
    {
        // Between two offsets the wall clock may run backwards.
        var reached = onTheWall ? Math.Min(other.WallFrom, other.WallTo) : other.From;
        var last = onTheWall ? Math.Max(other.WallFrom, other.WallTo) : other.To;
        foreach (var span in spans)
        {
            if (Before(onTheWall ? span.WallFrom : span.From, slack) > reached) return false;
            var to = After(onTheWall ? span.WallTo : span.To, slack);
            if (to >= last) return true;
            reached = Math.Max(reached, to + 1);
        }

        return false;
    }

    private static long Before(long from, long slack) => from == Beginning ? Beginning : from - slack;

    private static long After(long to, long slack) => to == End ? End : to + slack;
}
