using System.Runtime.Versioning;
using DiploTracker.Audit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DiploTracker.IntegrationTests.Faults;

/// <summary>A pair for the tests of a class, each on a database of its own; each leaves it as it was, with the standby required.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StandbyFixture : IAsyncLifetime
{
    private PostgresPair? _pair;

    internal PostgresPair Pair => _pair!;

    public async ValueTask InitializeAsync()
    {
        _pair = await PostgresPair.StartAsync();
        await _pair.RequireStandbyAsync();
    }

    /// <summary>A tracker that waits a second for a commit.</summary>
    internal static TrackerNode Node(string database) => new(database, port: 0, ("Recording:CommitWait", "00:00:01"));

    /// <summary>The log has its name: no other commit of the node waits for the standby than those of the test.</summary>
    internal static Task UntilNamedAsync(TrackerNode node)
    {
        var folder = node.Services.GetRequiredService<AuditFolder>();
        return Folder.UntilAsync(() => folder.SealedLog() is not null, "the log has its name");
    }

    public async ValueTask DisposeAsync()
    {
        if (_pair is not null)
            await _pair.DisposeAsync();
    }
}
