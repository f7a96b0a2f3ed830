namespace DiploTracker.Kernel;

/// <summary>
/// Containment of dates. A bare date is a calendar day at its own place, wherever that is: it is compared with a time
/// by the wall clock of that time's own offset, never through UTC; two times are compared as instants.
/// </summary>
public sealed partial class Edtf
{
    private const long Slack = 7 * TimeSpan.TicksPerDay;
    private const long EasternmostOffset = 14 * TimeSpan.TicksPerHour;

    /// <summary>Every possible moment of <paramref name="other"/> lies within this.</summary>
    public bool Contains(Edtf other) => Covers(other, slack: 0);

    public bool Contains(DateTimeOffset moment) =>
        Error is null
        && EdtfSpan.Cover(_reading.Spans, EdtfSpan.At(moment), slack: 0);

    /// <summary>
    /// The same date, however it is written: <c>16T07:30Z</c> is <c>16T10:30+03:00</c>, <c>2025-10</c> is
    /// <c>2025-10-XX</c>, and a set is a set in any order.
    /// </summary>
    public bool Means(Edtf other) =>
        Equals(other) || Error is null && other.Error is null && _reading.Means(other._reading);

    /// <summary>Every day that <paramref name="other"/> may be on, each at its own place, is a day of this.</summary>
    public bool HoldsDaysOf(Edtf other)
    {
        if (Error is not null || other.Error is not null) return false;
        foreach (var span in other._reading.Spans)
            if (!HoldsDays(span)) return false;
        return true;
    }

    /// <summary>Some day that <paramref name="other"/> may be on is a day of this.</summary>
    public bool SharesDaysWith(Edtf other)
    {
        if (Error is not null || other.Error is not null) return false;
        foreach (var one in _reading.Spans)
            foreach (var another in other._reading.Spans)
                if (one.FirstDay <= another.LastDay && another.FirstDay <= one.LastDay) return true;
        return false;
    }

    private bool HoldsDays(EdtfSpan other)
    {
        var reached = other.FirstDay;
        foreach (var span in _reading.Spans)
        {
            if (span.FirstDay > reached) return false;
            if (span.LastDay >= other.LastDay) return true;
            reached = Math.Max(reached, span.LastDay + 1);
        }

        return false;
    }

    /// <summary>This lies within <paramref name="window"/>; an approximate window gives 7 days on each side.</summary>
    public bool Narrows(Edtf window) => window.Covers(this, window.IsApproximate ? Slack : 0);

    /// <summary>
    /// The first moment of this has come: for a time, that instant; for a bare date, when its day has begun anywhere on
    /// Earth (UTC+14).
    /// </summary>
    public bool HasComeBy(DateTimeOffset moment) =>
        Error is null && (_reading.Hull.BeginsAtTime
            ? _reading.Hull.From <= moment.UtcTicks
            : _reading.Hull.WallFrom <= moment.UtcTicks + EasternmostOffset);

    private bool Covers(Edtf other, long slack)
    {
        if (Error is not null || other.Error is not null) return false;
        foreach (var span in other._reading.Spans)
            if (!EdtfSpan.Cover(_reading.Spans, span, slack)) return false;
        return true;
    }
}
