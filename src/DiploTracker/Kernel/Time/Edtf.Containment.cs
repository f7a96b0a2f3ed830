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
        && EdtfSpan.Cover(_reading.Spans, EdtfSpan.At(moment), slack: 0, onTheWall: _reading.Floating);

    /// <summary>This lies within <paramref name="window"/>; an approximate window gives 7 days on each side.</summary>
    public bool Narrows(Edtf window) => window.Covers(this, window.IsApproximate ? Slack : 0);

    /// <summary>
    /// The first moment of this has come: for a time, that instant; for a bare date, when its day has begun anywhere on
    /// Earth (UTC+14).
    /// </summary>
    public bool HasComeBy(DateTimeOffset moment) =>
        Error is null && _reading.Hull.From <= moment.UtcTicks + (_reading.Floating ? EasternmostOffset : 0);

    private bool Covers(Edtf other, long slack)
    {
        if (Error is not null || other.Error is not null) return false;
        var onTheWall = _reading.Floating != other._reading.Floating;
        foreach (var span in other._reading.Spans)
            if (!EdtfSpan.Cover(_reading.Spans, span, slack, onTheWall)) return false;
        return true;
    }
}
