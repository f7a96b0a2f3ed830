using System.Diagnostics.Metrics;
using System.Diagnostics;
using DiploTracker.Audit;
using DiploTracker.Database;
using DiploTracker.Forgetting;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using DiploTracker.Recording;
using DiploTracker.Sealing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>The recorder as the tracker runs it, without HTTP.</summary>
internal sealed class InProcess : IAsyncDisposable
{
    private readonly string _keyFolder = Directory.CreateTempSubdirectory("diplo-bench-keys-").FullName;
    private readonly Keys _keys;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private readonly AppendDatabase _appends;
    private readonly LogSignal _signal = new();
    private readonly Outage _outage = new(NullLogger<Outage>.Instance);
    private readonly LogClock _clock;
    private readonly RecordingGate _gate;

    private InProcess(NpgsqlDataSource database, AppendDatabase appends)
    {
        (Database, _appends) = (database, appends);
        _keys = new Keys(_keyFolder);
        var node = new NodeCache(new MemorySettings(), NullLogger<NodeCache>.Instance);
        var commits = new Commits(appends, database, new RecordingSettings(), NullLogger<Commits>.Instance);
        Timelines = new Timelines(database, commits, _keys, node);
        _clock = new LogClock(database, new NodeClock());
        Log = new Log(commits, new RecordingDatabase(database), _clock, _keys);
        var meters = _meters.GetRequiredService<IMeterFactory>();
        _gate = new RecordingGate(new RecordingDatabase(database), _clock, meters, NullLogger<RecordingGate>.Instance);
        Recorder = new Recorder(Timelines, node, Log, _clock, _gate, _signal, new RecorderMetrics(meters), _outage, NullLogger<Recorder>.Instance);
    }

    public NpgsqlDataSource Database { get; }

    public Keys Keys => _keys;

    public Timelines Timelines { get; }

    public Log Log { get; }

    public Recorder Recorder { get; }

    public static async Task<InProcess> Start(string connectionString)
    {
        var tracker = new InProcess(Pools.DataSource(connectionString), Pools.AppendsTo(connectionString));
        await tracker.Recorder.StartAsync(CancellationToken.None);
        return tracker;
    }

    /// <summary>Follows the log with all views, or those given, until it is stopped, as the tracker does.</summary>
    public async Task<Following> Follow(ProjectionCatalogue? views = null)
    {
        using var schema = await Schema();
        var node = await WorkingNode.Start(Database.ConnectionString);
        var follower = new ProjectionDaemon(
            node.Database, Timelines, _clock, views ?? new ProjectionCatalogue(), _signal, new ProjectionDemand(), schema, node.Leases, _outage, NullLogger<ProjectionDaemon>.Instance);
        await follower.StartAsync(CancellationToken.None);
        return new Following(node, follower);
    }

    /// <summary>Publishes the end of the log to Marten's sequence until it is stopped, as the tracker does.</summary>
    public async Task<BackgroundService> Publish()
    {
        using var schema = await Schema();
        var publishing = new MartenSequence(new BackgroundDatabase(Database), _signal, schema, _outage);
        await publishing.StartAsync(CancellationToken.None);
        return publishing;
    }

    private async Task<SchemaReady> Schema()
    {
        await using var store = BenchDatabase.Store(Database.ConnectionString);
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("DIPLO_DATA", (string?)_keyFolder)]).Build();
        ISchemaStep[] steps =
            [new LogPreparation(_gate), new ErasurePreparation(_keys), new LogLoss(new AuditFolder(settings), _gate)];
        var schema = new SchemaReady(store, steps, Database, _outage, NullLogger<SchemaReady>.Instance);
        await schema.StartAsync(CancellationToken.None);
        return schema;
    }

    /// <summary>Opens the negotiations of some talks.</summary>
    public async Task Open(Talks talks)
    {
        foreach (var line in talks.Opening().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (negotiation, command) = Lines.Read(line);
            await Record(negotiation, [command]);
        }
    }

    /// <summary>Records commands in order; all must be accepted. Gives the position of the last.</summary>
    public async Task<long> Record(string negotiation, IReadOnlyList<Command> commands, Guid? key = null)
    {
        var outcome = await Recorder.Record(new Submission(negotiation, commands, Caller.Local, IdempotencyKey: key), CancellationToken.None);
        return outcome is Recorded { Events: not [], Position: var position }
            ? position
            : throw new InvalidOperationException($"Not recorded: {outcome}");
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
        await _meters.DisposeAsync();
        await _appends.Source.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(_keyFolder, recursive: true);
    }
}

/// <summary>Views that follow the log until this is disposed.</summary>
internal sealed class Following(WorkingNode node, ProjectionDaemon follower) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await follower.StopAsync(CancellationToken.None);
        follower.Dispose();
        await node.DisposeAsync();
    }
}
