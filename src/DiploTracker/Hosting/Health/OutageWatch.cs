using System.Diagnostics;
using DiploTracker.Recording;

namespace DiploTracker.Hosting.Health;

/// <summary>From the first failure on, looks every second whether the database does its work again.</summary>
internal sealed class OutageWatch(Outage outage, DatabaseProbe probe, IServiceProvider services) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (true)
        {
            if (await outage.Begun(stopping))
                foreach (var pool in services.Pools())
                    pool.Clear(); // else each connection that is idle now would fail a request of its own later
            using var timer = new PeriodicTimer(Between);
            do
                await timer.WaitForNextTickAsync(stopping);
            while (!await IsOver());
        }
    }

    private async Task<bool> IsOver()
    {
        var asOf = Stopwatch.GetTimestamp();
        return await probe.State() is { Unread: null, Unwritten: null } && outage.IsOver(asOf);
    }
}
