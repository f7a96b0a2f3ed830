using System.Diagnostics;
using DiploTracker.Database;
using DiploTracker.Nodes;
using DiploTracker.Recording;
using DiploTracker.Sealing;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>
/// Keeps the views up to date with the log. Of all nodes one works on a view, the one that has the lease on it; another
/// takes it over within seconds. Positions are without gaps and committed in order, so what lies between a view and the
/// head of the log is all there is to do.
/// </summary>
internal sealed partial class ProjectionDaemon(
    BackgroundDatabase background, Timelines timelines, LogClock clock, ProjectionCatalogue catalogue, LogSignal signal, ProjectionDemand wanted, SchemaReady schema,
    Leases leases, Outage outage, ILogger<ProjectionDaemon> logger)
    : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly ProjectionThrottle _pace = new();
    private readonly HeadPoller _watch = new(signal);
    private readonly SemaphoreSlim _wanted = wanted.Listen();
    private readonly ProjectionUpdater _applier = new(background.Source, timelines, clock, logger);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var again = new PeriodicTimer(BetweenLooks);
        do
        {
            try
            {
                if (schema.IsReady)
                    await Follow(stopping);
            }
            catch (Exception failure) when (failure is NpgsqlException or CheckpointConflictException or LeaseLostException or KeysUnavailableException or UnauthorizedAccessException or IOException or TimeoutException or AggregateException)
            {
                if (!outage.Report(failure))
                    LogAgain(failure.GetBaseException().Message);
            }
        }
        while (await again.WaitForNextTickAsync(stopping));
    }

    private async Task Follow(CancellationToken stopping)
    {
        await using var connection = await background.Source.OpenConnectionAsync(stopping);
        await using var shift = new LeasedProjections(connection, catalogue, leases);
        await ProjectionSchema.Prepare(connection, stopping);
        // Rows and position are lost together when the database dies, and made again: no commit of theirs has to wait
        // for the disk. And it takes longer to plan how a few rows are written than to write them; a plan that is kept
        // must not read whole tables because they were nearly empty when it was made.
        await ProjectionBuilds.Execute(
            connection, "set synchronous_commit = off; set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off", stopping);
        await _applier.FindOpenings(stopping);

        var looked = 0L;
        var longWay = Task.CompletedTask;
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                if (Stopwatch.GetElapsedTime(looked) > BetweenLooks)
                {
                    await shift.Look(stopping);
                    await _applier.OpenWhatIsDue(connection, Near(shift), stopping);
                    await _applier.TryAgain(connection, Near(shift), stopping);
                    looked = Stopwatch.GetTimestamp();
                }
                if (!await _pace.Pause(() => HeadPoller.Head(connection, stopping), _wanted, stopping))
                    continue;

                var began = Stopwatch.GetTimestamp();
                var ahead = Near(shift) is { Count: > 0 } near ? await _applier.Look(connection, PositionOf(near), stopping) : PendingRange.Nothing;
                var head = ahead.Head;
                if (longWay.IsCompleted)
                {
                    await longWay;
                    longWay = StartLongWay(shift, ahead, stopping);
                }
                if (await Step(connection, Near(shift), ahead, stopping))
                {
                    _watch.Moved();
                    await shift.SwitchWhatHasCaughtUp(head, stopping);
                    _pace.Stepped(began, ahead.To - ahead.From, head);
                }
                else
                    await _watch.Wait(stopping);
            }
        }
        finally
        {
            await longWay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it failed with the same connection to the database, or was stopped
        }
    }

    private static List<ActiveBuild> Near(LeasedProjections shift) => [.. shift.Views.Except(shift.OnALongWay)];

    /// <summary>Where most views stand: nearly always all do.</summary>
    private static long PositionOf(List<ActiveBuild> views) => views.GroupBy(view => view.Position).MaxBy(together => together.Count())!.Key;

    /// <summary>Takes a range into all views that stand at its start; false when there was nothing to do.</summary>
    private async Task<bool> Step(NpgsqlConnection connection, IReadOnlyList<ActiveBuild> views, PendingRange ahead, CancellationToken stopping)
    {
        var hasMoved = false;
        foreach (var together in views.GroupBy(view => view.Position).ToList())
        {
            var from = together.Key;
            if (from < ahead.Head)
            {
                if (from == ahead.From)
                    await _applier.Apply(connection, [.. together], ahead, stopping);
                else
                    await _applier.Apply(connection, [.. together], from, Math.Min(ahead.Head, from + ProjectionUpdater.LongRange), stopping);
                hasMoved = true;
            }
            else if (together.Any(view => view.MaySwitch))
                hasMoved = true;
        }
        return hasMoved;
    }

    /// <summary>
    /// Views that are far behind go their way on connections of their own, so that the others stay fresh.
    /// </summary>
    private Task StartLongWay(LeasedProjections shift, PendingRange ahead, CancellationToken stopping)
    {
        var behind = shift.Views.Where(view => _applier.IsLong(view.Position, ahead))
            .GroupBy(view => view.Position).FirstOrDefault()?.ToList() ?? [];
        shift.OnALongWay = behind;
        return behind is [] ? Task.CompletedTask : Task.Run(async () =>
        {
            await using var connection = await background.Source.OpenConnectionAsync(stopping);
            await _applier.Apply(connection, behind, behind[0].Position, ahead.Head, stopping);
        }, stopping);
    }

    [LoggerMessage(LogLevel.Warning, "The views are not followed for a moment ({Reason}); trying again")]
    private partial void LogAgain(string reason);
}
