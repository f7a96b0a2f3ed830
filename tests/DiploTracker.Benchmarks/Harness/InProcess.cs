using System.Diagnostics;
using System.Diagnostics.Metrics;
using DiploTracker.Hosting;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>The recorder as the tracker runs it, without HTTP.</summary>
internal sealed class InProcess : IAsyncDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private InProcess(NpgsqlDataSource database)
    {
        Database = database;
        Timelines = new Timelines(database);
        var clock = new LogClock(database);
        Log = new Log(database, clock);
        var metrics = new RecorderMetrics(_meters.GetRequiredService<IMeterFactory>());
        Recorder = new Recorder(Timelines, Log, clock, new LogSignal(), metrics, NullLogger<Recorder>.Instance);
    }

    public NpgsqlDataSource Database { get; }

    public Timelines Timelines { get; }

    public Log Log { get; }

    public Recorder Recorder { get; }

    public static async Task<InProcess> Start(string connectionString)
    {
        var tracker = new InProcess(Storage.DataSource(connectionString));
        await tracker.Recorder.StartAsync(CancellationToken.None);
        return tracker;
    }

    /// <summary>Records commands in order; all must be accepted.</summary>
    public async Task Record(string negotiation, IReadOnlyList<Command> commands, Guid? key = null)
    {
        var outcome = await Recorder.Record(new Submission(negotiation, commands, Caller.Local, IdempotencyKey: key), CancellationToken.None);
        if (outcome is not Recorded { Events: not [] })
            throw new InvalidOperationException($"Not recorded: {outcome}");
    }

    public static Command Read(string command, string body)
    {
        var (read, refusal) = CommandJson.Read(Language.Routes[command], System.Text.Encoding.UTF8.GetBytes(body));
        return read ?? throw new InvalidOperationException(refusal!.Detail);
    }

    /// <summary>So many writers, each with one operation under way, for so long; gives how many were done.</summary>
    public static async Task<long> Write(int writers, TimeSpan duration, Func<int, Task> once)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var done = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var count = 0L;
            for (; Stopwatch.GetTimestamp() < end; count++)
                await once(writer);
            return count;
        })));
        return done.Sum();
    }

    public async ValueTask DisposeAsync()
    {
        await Recorder.StopAsync(CancellationToken.None);
        Timelines.Dispose();
        await _meters.DisposeAsync();
        await Database.DisposeAsync();
    }
}
