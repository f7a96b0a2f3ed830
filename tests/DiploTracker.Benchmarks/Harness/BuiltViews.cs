using DiploTracker.Database;
using DiploTracker.Projections;
using DiploTracker.Recording;
using DiploTracker.Sealing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>Views with tables of their own, empty at first, that are taken along the log by hand.</summary>
internal sealed class BuiltViews : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly NpgsqlConnection _connection;
    private readonly Timelines _timelines; // of a tracker that has just started: it remembers nothing
    private readonly IReadOnlyList<ActiveBuild> _views;

    private BuiltViews(NpgsqlDataSource database, NpgsqlConnection connection, Keys keys, IReadOnlyList<ActiveBuild> views)
    {
        (_database, _connection, _views) = (database, connection, views);
        var commits = new Commits(new AppendDatabase(database), database, new RecordingSettings(), NullLogger<Commits>.Instance);
        _timelines = new Timelines(database, commits, keys, new NodeCache(new MemorySettings(), NullLogger<NodeCache>.Instance));
    }

    public static async Task<BuiltViews> In(string connectionString, Keys keys, IEnumerable<Projection> views)
    {
        var database = Pools.DataSource(connectionString);
        var connection = await database.OpenConnectionAsync();
        await ProjectionSchema.Prepare(connection, CancellationToken.None);
        List<ActiveBuild> built = [];
        foreach (var view in views)
            built.Add(new ActiveBuild(view, await ProjectionBuilds.Create(connection, view, lease: null, CancellationToken.None), lease: null));
        return new BuiltViews(database, connection, keys, built);
    }

    public async Task Take(long from, long to)
    {
        await new ProjectionUpdater(_database, _timelines, new LogClock(_database, new NodeClock()), NullLogger.Instance).Apply(_connection, _views, from, to, CancellationToken.None);
        if (_views.Any(view => view.Position != to))
            throw new InvalidOperationException("A view is not where it should be.");
        if (_views.SelectMany(view => view.SetAside.Values).FirstOrDefault() is { } left)
            throw new InvalidOperationException($"{left.View} leaves out {left.Negotiation}: {left.Reason}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var view in _views)
            await ProjectionBuilds.Drop(_connection, view.Build, lease: null, CancellationToken.None);
        await _connection.DisposeAsync();
        await _database.DisposeAsync();
    }
}
