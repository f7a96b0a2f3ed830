using DiploTracker.Negotiations;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// The clock of the database as this node knows it: what the database last said, and the time that has passed since on
/// the running clock of this machine. A step of the database's clock does not change it; before the database was asked,
/// it is compared with the time of day of this machine.
/// </summary>
public sealed class LogClock(NpgsqlDataSource database, TimeProvider node)
{
    /// <summary>
    /// How far two clocks may be apart before one of them is taken for wrong; the same stands in append.sql.
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

    /// <summary>For whom is read now: embargoes are judged by <see cref="Now"/>.</summary>
    public async ValueTask<Audience> Audience(CancellationToken cancellation) => new(await Now(cancellation));

    /// <summary>What the clock of the database must say now, give or take <see cref="Tolerance"/>.</summary>
    internal DateTimeOffset Expected => _reading is { } known ? known.Time + node.GetElapsedTime(known.Timestamp) : node.GetUtcNow();

    /// <summary>Is there nothing yet to tell a step of the database's clock by?</summary>
    internal bool IsFirstReading => _reading is null;

    /// <summary>
    /// What the database says now; false, and not taken, when its clock was set or is not that of this machine.
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
