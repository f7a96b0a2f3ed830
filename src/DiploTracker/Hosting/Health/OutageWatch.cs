using System.Diagnostics;
using DiploTracker.Database;

namespace DiploTracker.Hosting.Health;

/// <summary>From the first failure on, checks every second whether the database works again.</summary>
internal sealed class OutageWatch(Outage outage, DatabaseProbe probe, IServiceProvider services) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (true)
        {
            await outage.Begun(stopping);
            ForgetConnections();
            using var timer = new PeriodicTimer(Between);
            do
                await timer.WaitForNextTickAsync(stopping);
            while (!await IsOver());
        }
    }

    /// <summary>If one connection was lost, all idle ones were: each would fail a later request.</summary>
    private void ForgetConnections()
    {
        if (outage.TakeCut())
            foreach (var pool in services.AllPools())
                pool.Clear();
    }

    private async Task<bool> IsOver()
    {
        ForgetConnections();
        var asOf = Stopwatch.GetTimestamp();
        return await probe.State() is { Unread: null, Unwritten: null } && outage.IsOver(asOf);
    }
}
