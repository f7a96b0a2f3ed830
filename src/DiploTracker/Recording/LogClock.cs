using DiploTracker.Negotiations;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// This node's estimate of the database's clock: the last reading, plus the time since then on this machine's monotonic
/// clock. A step of the database's clock does not affect it. The first reading is compared with this machine's time of
/// day.
/// </summary>
public sealed class LogClock(NpgsqlDataSource database, TimeProvider node)
{
    /// <summary>
    /// How far two clocks may be apart before one of them is considered wrong; append.sql has the same value.
    /// </summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    private Reading? _reading;

    /// <summary>
    /// The time by which embargoes are judged: the earlier of the database's clock and this machine's time of day.
    /// </summary>
    public async ValueTask<DateTimeOffset> Now(CancellationToken cancellation) =>
        await OfDatabase(cancellation) is var time && node.GetUtcNow() is var here && here < time ? here : time;

    /// <summary>The time by the clock of the database, by which facts are recorded.</summary>
    public async ValueTask<DateTimeOffset> OfDatabase(CancellationToken cancellation)
    {
        if (_reading is { } known)
            return known.Time + node.GetElapsedTime(known.Timestamp);

        await using var ask = database.CreateCommand("select clock_timestamp()");
        var time = (DateTime)(await ask.ExecuteScalarAsync(cancellation))!;
        Set(time);
        return new DateTimeOffset(time, TimeSpan.Zero);
    }

    /// <summary>The audience of a read now: embargoes are judged by <see cref="Now"/>.</summary>
    public async ValueTask<Audience> Audience(CancellationToken cancellation) => new(await Now(cancellation));

    /// <summary>The expected time of the database's clock, within <see cref="Tolerance"/>.</summary>
    internal DateTimeOffset Expected => _reading is { } known ? known.Time + node.GetElapsedTime(known.Timestamp) : node.GetUtcNow();

    /// <summary>Is there no reading yet to detect a step of the database's clock by?</summary>
    internal bool IsFirstReading => _reading is null;

    /// <summary>
    /// Takes a reading of the database's clock; false, and ignored, if that was set or disagrees with this machine's.
    /// </summary>
    internal bool Set(DateTime time)
    {
        if ((time - Expected.UtcDateTime).Duration() > Tolerance)
            return false;
        _reading = new Reading(new DateTimeOffset(time, TimeSpan.Zero), node.GetTimestamp());
        return true;
    }

    private sealed record Reading(DateTimeOffset Time, long Timestamp);
}
