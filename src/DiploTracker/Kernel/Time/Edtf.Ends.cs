namespace DiploTracker.Kernel;

/// <summary>
/// An end of a date as a clock on the wall there shows it. Without an offset it is the beginning of a day, wherever
/// that is.
/// </summary>
public readonly record struct WallClock(DateTime Time, TimeSpan? Offset);

/// <summary>
/// Where a date begins and ends on the wall: the day is that of the place, never one derived from UTC.
/// </summary>
public sealed partial class Edtf
{
    /// <summary>Where it begins; null when that is open.</summary>
    public WallClock? Begins => _reading.Hull.From == EdtfSpan.Beginning ? null : OnTheWall(_reading.Hull.WallFrom, _reading.Hull.From);

    /// <summary>
    /// Where it is over: for a time that moment, for days the beginning of the day after; null when that is open.
    /// </summary>
    public WallClock? Ends => _reading.Hull.To == EdtfSpan.End ? null : OnTheWall(_reading.Hull.WallTo, _reading.Hull.To);

    // The last tick of a day is rounded up to the next one; a time has no fractions of a second. After 9999 there is no
    // day.
    private WallClock OnTheWall(long wall, long instant) => new(
        new DateTime(Math.Min(wall + wall % 2, DateTime.MaxValue.Date.Ticks)),
        _reading.Floating ? null : TimeSpan.FromTicks(wall - instant));
}
