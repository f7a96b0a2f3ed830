using System.Diagnostics.Metrics;
using DiploTracker.Database;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Recording;

/// <summary>
/// May anything be recorded? Not if the log is not the one that was sealed, or if a clock is wrong. A finding about the
/// log is stored with the head, which every append checks: so all nodes stop, including one that has not noticed. The
/// state here is for reporting; the append decides for itself (append.sql).
/// </summary>
public sealed partial class RecordingGate : IDisposable
{
    /// <summary>The SQLSTATE of an append refused for a reason that this class reports.</summary>
    internal const string Refused = "DT001";

    private readonly RecordingDatabase _database;
    private readonly LogClock _clock;
    private readonly ILogger<RecordingGate> _logger;
    private readonly Meter _meter;
    private volatile Stop? _stop;

    public RecordingGate(RecordingDatabase database, LogClock clock, IMeterFactory meters, ILogger<RecordingGate> logger)
    {
        (_database, _clock, _logger, _meter) = (database, clock, logger, meters.Create(RecorderMetrics.Meter));
        _meter.CreateObservableGauge("diplo.recording.stopped", Measure, description: "1 for the reason why nothing is recorded, else 0.");
    }

    /// <summary>Why recording is stopped, as far as this node knows; null if it is not.</summary>
    public Stop? Stop => _stop;

    /// <summary>Asks the database; null if recording is allowed.</summary>
    public async Task<Stop?> Ask(CancellationToken cancellation)
    {
        await using var ask = _database.Source.CreateCommand(
            "select clock_timestamp(), h.recorded_at, h.stopped::text from (select) one left join diplo.log_head h on true");
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var (expected, isFirst) = (_clock.Expected, _clock.IsFirstReading);
        var database = row.GetFieldValue<DateTimeOffset>(0);
        var head = row.IsDBNull(1) ? database : row.GetFieldValue<DateTimeOffset>(1);
        Know(!row.IsDBNull(2) ? Recording.Stop.Read(row.GetString(2))
            : !_clock.Set(database.UtcDateTime) ? Recording.Stop.OfClock(database, expected, isFirst, Since(database))
            : head - database > LogClock.Tolerance ? Recording.Stop.OfHead(head, database) with { Since = Since(database) }
            : null);
        return _stop;
    }

    /// <summary>Stops recording on every node until an operator accepts the finding.</summary>
    /// <param name="stop">The finding; its time is taken from the database's clock.</param>
    /// <param name="incarnation">
    /// The incarnation it was found in: once an operator accepts, the log has another, and the finding no longer
    /// applies.
    /// </param>
    internal async Task Close(Stop stop, Guid? incarnation)
    {
        stop = stop with { Since = await _clock.OfDatabase(CancellationToken.None) };
        await using var close = _database.Source.CreateCommand(
            """
            insert into diplo.log_head ("only", position, recorded_at, stopped) values (true, 0, to_timestamp(0), $1)
            on conflict ("only") do update set stopped = excluded.stopped
            where log_head.stopped is null and log_head.incarnation = $2
            """);
        close.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stop.Written(), NpgsqlDbType = NpgsqlDbType.Jsonb });
        close.Parameters.Add(new NpgsqlParameter { Value = (object?)incarnation ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        await close.ExecuteNonQueryAsync();
        await Ask(CancellationToken.None);
    }

    public void Dispose() => _meter.Dispose();

    private DateTimeOffset Since(DateTimeOffset now) => _stop?.Since ?? now;

    private void Know(Stop? stop)
    {
        var before = _stop?.Reason;
        _stop = stop;
        if (stop is not null && stop.Reason != before)
            LogStopped(stop.Reason, stop.Detail);
        else if (stop is null && before is not null)
            LogGoesOn();
    }

    private IEnumerable<Measurement<int>> Measure()
    {
        foreach (var reason in Enum.GetValues<StopReason>())
            yield return new Measurement<int>(_stop?.Reason == reason ? 1 : 0, KeyValuePair.Create<string, object?>("reason", reason.ToString()));
    }

    [LoggerMessage(LogLevel.Critical, "Nothing is recorded any more ({Reason}): {Detail}")]
    private partial void LogStopped(StopReason reason, string detail);

    [LoggerMessage(LogLevel.Warning, "Recording goes on")]
    private partial void LogGoesOn();
}

/// <summary>Asks once a second, so that reads and health report a stop too.</summary>
internal sealed class RecordingWatch(RecordingGate gate, SchemaReady schema) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Between);
        while (await timer.WaitForNextTickAsync(stopping))
            try
            {
                if (schema.IsReady)
                    await gate.Ask(stopping);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                // The database does not answer, which others report.
            }
    }
}
