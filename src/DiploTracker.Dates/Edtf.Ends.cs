namespace DiploTracker.Kernel;

/// <summary>
/// An end of a date as a wall clock there shows it. Without an offset it is the beginning of a day, wherever that is.
/// </summary>
public readonly record struct WallClock(DateTime Time, TimeSpan? Offset);

/// <summary>
/// Where a date begins and ends by the wall clock: the day is that of the place, never derived from UTC.
/// </summary>
public sealed partial class Edtf
{
    /// <summary>Where it begins; null if that is open.</summary>
    public WallClock? Begins => _reading.Hull.From == EdtfSpan.Beginning
        ? null
        : OnTheWall(_reading.Hull.WallFrom, _reading.Hull.From, _reading.Hull.BeginsAtTime);

    /// <summary>
    /// Where it ends: for a time that moment, for days the beginning of the next day; null if that is open.
    /// </summary>
    public WallClock? Ends => _reading.Hull.To == EdtfSpan.End
        ? null
        : OnTheWall(_reading.Hull.WallTo, _reading.Hull.To, _reading.Hull.EndsAtTime);

    // The last tick of a day is rounded up to the next one; a time has no fractions of a second. No day follows 9999.
    private static WallClock OnTheWall(long wall, long instant, bool hasTime) => new(
        new DateTime(Math.Min(wall + wall % 2, DateTime.MaxValue.Date.Ticks)),
        hasTime ? TimeSpan.FromTicks(wall + wall % 2 - instant) : null);
}
