using System.Diagnostics.Metrics;
using DiploTracker.Database;
using DiploTracker.Nodes;
using Microsoft.Extensions.Logging.Abstractions;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>What a node has to do the work that one does for all: connections of its own, and leases that it renews.</summary>
internal sealed class WorkingNode : IAsyncDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private WorkingNode(string connectionString)
    {
        var node = Node.ThisProcess();
        Database = Pools.BackgroundTo(node.Connection(connectionString));
        Leases = new Leases(Database, node, _meters.GetRequiredService<IMeterFactory>(), NullLogger<Leases>.Instance);
    }

    public BackgroundDatabase Database { get; }

    public Leases Leases { get; }

    public static async Task<WorkingNode> Start(string connectionString)
    {
        var node = new WorkingNode(connectionString);
        await node.Leases.StartAsync(CancellationToken.None);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await Leases.StopAsync(CancellationToken.None);
        Leases.Dispose();
        await Database.Source.DisposeAsync();
        await _meters.DisposeAsync();
    }
}
