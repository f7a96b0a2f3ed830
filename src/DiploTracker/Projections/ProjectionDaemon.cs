using System.Diagnostics;
using DiploTracker.Database;
using DiploTracker.Nodes;
using DiploTracker.Recording;
using DiploTracker.Sealing;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>
/// Keeps the views up to date with the log. One node works on each view, the one that holds its lease; another takes
/// over within seconds. Positions have no gaps and commit in order, so the work left is what lies between a view's
/// checkpoint and the head of the log.
/// </summary>
internal sealed partial class ProjectionDaemon(
    BackgroundDatabase background, Timelines timelines, LogClock clock, ProjectionCatalogue catalogue, LogSignal signal, ProjectionDemand wanted, SchemaReady schema,
    Leases leases, Outage outage, ILogger<ProjectionDaemon> logger)
    : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private static readonly (TimeSpan Least, TimeSpan Most)
        AfterFew = (TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1.5)), AfterMany = (TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(10));

    private const long Many = 1_000;

    private readonly HeadPoller _watch = new(signal);
    private readonly SemaphoreSlim _wanted = wanted.Listen();
    private readonly ProjectionUpdater _applier = new(background.Source, timelines, clock, logger);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        timelines.Keys.Changed += WordForms.Forget;
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
        // Rows and checkpoint are lost together if the database crashes, and rebuilt, so no commit waits for the disk.
        // Planning the write of a few rows costs more than the write, so plans are kept; one made while tables were
        // nearly empty must not scan them whole.
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
                    await _wanted.WaitAsync(PauseAfter(Stopwatch.GetElapsedTime(began), ahead.To - ahead.From), stopping);
                }
                else
                    await _watch.Wait(stopping);
            }
        }
        finally
        {
            await longWay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it failed on the same database, or was stopped
        }
    }

    /// <summary>
    /// The pause after a step, unless a caller waits for the views: as long as the step took, so that one step takes many
    /// appends; after a step with many events four times as long, which leaves the processors to the appends. At fewer
    /// than 600 events a second even the shortest of those pauses is followed by a step with less than many, so it does
    /// not keep itself long.
    /// </summary>
    private static TimeSpan PauseAfter(TimeSpan step, long events) => events > Many
        ? TimeSpan.FromTicks(Math.Clamp(4 * step.Ticks, AfterMany.Least.Ticks, AfterMany.Most.Ticks))
        : TimeSpan.FromTicks(Math.Clamp(step.Ticks, AfterFew.Least.Ticks, AfterFew.Most.Ticks));

    private static List<ActiveBuild> Near(LeasedProjections shift) => [.. shift.Views.Except(shift.OnALongWay)];

    /// <summary>The position at which most views are; nearly always all of them.</summary>
    private static long PositionOf(List<ActiveBuild> views) => views.GroupBy(view => view.Position).MaxBy(together => together.Count())!.Key;

    /// <summary>Applies a range to all views at its start; false if there was nothing to do.</summary>
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
    /// Views that are far behind catch up on a connection of their own, so that the others stay fresh.
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
