using System.Diagnostics;
using DiploTracker.Benchmarks.Harness;
using Npgsql;
using Outside;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>How long a fact takes until a program beside the tracker has projected it with Marten's daemon, also while appends roll back.</summary>
internal sealed class MartenDaemon : Benchmark
{
    private const int Negotiations = 500;

    /// <summary>Where the last of the two shards is: the projection and the subscription of the example.</summary>
    private const string Position =
        "select coalesce(min(last_seq_id) filter (where name in ('ActivityProjection:All', 'Outbox:All')), 0) from mt_event_progression having count(*) > 0 "
        + "union all select 0 limit 1";

    /// <summary>One statement in fifty that inserts events fails, and with it the whole group.</summary>
    private const string RollBack =
        """
        create function roll_back() returns trigger language plpgsql as $$ begin raise exception 'rolled back' using errcode = '40001'; end $$;
        create trigger roll_back before insert on mt_events for each statement when (random() < 0.02) execute function roll_back();
        """;

    private static readonly Sample Demanded = Sample.Demanded(p50: 100, p99: 250);

    public override string Name => "marten-daemon";

    public override string Question => "how long after its append Marten's daemon has projected a fact in a program beside the tracker, at 500 facts a second";

    public override string Rows => "load";

    public override async Task<Result> Run(Bench bench)
    {
        List<Comparison> comparisons = [];
        foreach (var (load, rollsBack) in new[] { ("500 a second", false), ("500 a second, 2 % of the appends roll back", true) })
        {
            await using var tracker = await InProcess.Start(await bench.Database.NewTracker(rollsBack ? "rolling" : "daemon"));
            using var publishing = await tracker.Publish();
            var talks = new Talks(Negotiations);
            await tracker.Open(talks);
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.AddProjections(tracker.Database.ConnectionString);
            using var outside = builder.Build();
            await outside.StartAsync();
            if (rollsBack)
                await BenchDatabase.Execute(tracker.Database.ConnectionString, RollBack);
            await Projected(tracker.Database, await ViewLag.Steady(tracker, talks, bench.Settings.Warmth, mayFail: rollsBack));

            var projected = await bench.Alternate(load, "projected, p50", "demanded", Goal.AtMost(Measure.P50, 1), () => Lag(tracker, talks, rollsBack), () => Task.FromResult(Demanded));
            comparisons.Add(projected);
            comparisons.Add(projected with { Ours = "projected, p99", Goal = Goal.AtMost(Measure.P99, 1) });
            await outside.StopAsync();
            await publishing.StopAsync(CancellationToken.None);
        }
        return new Result(comparisons,
        [
            "The program of docs/marten.md, in this process: a projection that counts and a subscription that fills an outbox, polling every 20 ms. "
            + "The time is from the answer to the append until the position of both includes the fact, as asked every 2 ms.",
        ]);

        async Task<Sample> Lag(InProcess tracker, Talks talks, bool rollsBack)
        {
            using var stop = new CancellationTokenSource();
            var watching = ViewLag.Watch(tracker.Database, stop.Token, Position);
            List<(double Took, long Done, long Position)> appended = [];
            var sample = await bench.Cost(async () => (appended = await ViewLag.Steady(tracker, talks, bench.Settings.Duration, mayFail: rollsBack)).Count);
            var seen = await watching(appended.Max(one => one.Position));
            await stop.CancelAsync();
            return ViewLag.Timed(sample,
                [.. appended.Select(one => Math.Max(0, Stopwatch.GetElapsedTime(one.Done, seen.First(look => look.Position >= one.Position).At).TotalMilliseconds)).Order()]);
        }
    }

    private static async Task Projected(NpgsqlDataSource database, List<(double Took, long Done, long Position)> appended)
    {
        using var stop = new CancellationTokenSource();
        await ViewLag.Watch(database, stop.Token, Position)(appended.Max(one => one.Position));
        await stop.CancelAsync();
    }
}
