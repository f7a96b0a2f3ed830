using System.Diagnostics;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// The clock of the database as this node knows it: what the database last said, and the time that has passed since by
/// the monotonic counter of this machine. The wall clock of the machine is never asked.
/// </summary>
public sealed class LogClock(NpgsqlDataSource database)
{
    private Reading? _reading;

    /// <summary>The time now, by the clock of the database.</summary>
    public async ValueTask<DateTimeOffset> Now(CancellationToken cancellation)
    {
        if (_reading is null)
        {
            await using var ask = database.CreateCommand("select clock_timestamp()");
            Set((DateTime)(await ask.ExecuteScalarAsync(cancellation))!);
        }
        return _reading!.Now;
    }

    /// <summary>What the database says now.</summary>
    public void Set(DateTime time) => _reading = new Reading(new DateTimeOffset(time, TimeSpan.Zero), Stopwatch.GetTimestamp());

    private sealed record Reading(DateTimeOffset Time, long Timestamp)
    {
        public DateTimeOffset Now => Time + Stopwatch.GetElapsedTime(Timestamp);
    }
}
