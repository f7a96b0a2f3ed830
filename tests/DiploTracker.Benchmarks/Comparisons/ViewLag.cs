using System.Diagnostics;
using DiploTracker.Benchmarks.Harness;
using DiploTracker.Projections;
using DiploTracker.Recording;
using DiploTracker.Statements;
using Npgsql;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>How long a fact takes until all views show it, and what following costs.</summary>
internal sealed class ViewLag : Benchmark
{
    private const int Negotiations = 500, EventsPerSecond = 500, Writers = 16;

    /// <summary>
    /// By then what follows the log has caught up, what runs often has been compiled for good, and the database has cleared up
    /// after the load before.
    /// </summary>
    private static readonly TimeSpan UntilQuiet = TimeSpan.FromSeconds(60);

    /// <summary>Long enough for what an idle tracker does every ten seconds to be in it.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private static readonly Sample Demanded = Sample.Demanded(p50: 20, p99: 60, processors: 0.05);

    public override string Name => "view-lag";

    public override string Question => $"how long after its append a fact is in all views, at {EventsPerSecond} facts a second, and what following costs";

    public override string Rows => "load";

    public override async Task<Result> Run(Bench bench)
    {
        var duration = bench.Settings.Duration;
        await using var followed = await InProcess.Start(await bench.Database.NewTracker("followed"));
        await using var alone = await InProcess.Start(await bench.Database.NewTracker("alone"));
        var (ours, theirs) = (new Talks(Negotiations), new Talks(Negotiations));
        await followed.Open(ours);
        await alone.Open(theirs);
        await using var views = await followed.Follow();
        await Steady(followed, ours, bench.Settings.Warmth); // what is not compiled ahead here is compiled meanwhile
        await Steady(alone, theirs, bench.Settings.Warmth);

        var load = $"{EventsPerSecond} a second";
        List<Comparison> comparisons = [];
        var shown = await bench.Alternate(load, "in all views, p50", "demanded", Goal.AtMost(Measure.P50, 1), () => Shown(), () => Task.FromResult(Demanded));
        comparisons.Add(shown);
        comparisons.Add(shown with { Ours = "in all views, p99", Goal = Goal.AtMost(Measure.P99, 1) });
        comparisons.Add(await bench.Alternate(load, "append beside views, p50", "append without", Goal.ForTheRecord with { Measure = Measure.P50 },
            () => Steadily(followed, ours), () => Steadily(alone, theirs)));
        comparisons.Add(await bench.Alternate($"{Writers} writers", "appends beside views", "appends without", Goal.AtLeast(1.0),
            () => Beside(followed, ours), () => Fast(alone, theirs)));
        await views.DisposeAsync();
        comparisons.Add(await Pair("one", "appends beside one view", new StatementProjection(), Goal.ForTheRecord));
        comparisons.Add(await Pair("none", "appends followed by what writes nothing", new NoRows(), Goal.AtLeast(1.0)));
        await using var idle = await bench.Programs.Tracker(await bench.Database.New("idle"));
        await Post.Lines(idle, new Talks(Negotiations, "idle").Opening());
        await Task.Delay(bench.Settings.Short ? duration : UntilQuiet);
        comparisons.Add(await bench.Alternate("none", "processors of an idle tracker", "demanded", Goal.AtMost(Measure.Processors, 1),
            Idle, () => Task.FromResult(Demanded)));
        return new Result(comparisons,
        [
            $"In process: nine views over {Negotiations} negotiations; the time is from the answer to the append until the last view's position includes it, as asked every 2 ms.",
            "At full speed with as many writers as can be, appends and views share the two processors: a ratio below 1 there is the work of nine views. The one view is that of statements, which has the most rows; what it costs to follow the log by itself, how appends are seen and each step, is the row of a view that has none.",
            $"Idle is the whole tracker and its database with nothing to do for {UntilQuiet.TotalSeconds:0} seconds.",
        ]);

        // Each has negotiations of its own: those of one tracker would become more than it keeps in memory.
        async Task<Comparison> Pair(string name, string what, Projection view, Goal goal)
        {
            await using var beside = await InProcess.Start(await bench.Database.NewTracker($"beside_{name}"));
            await using var without = await InProcess.Start(await bench.Database.NewTracker($"without_{name}"));
            var (one, other) = (new Talks(Negotiations), new Talks(Negotiations));
            await beside.Open(one);
            await without.Open(other);
            await using var following = await beside.Follow(new ProjectionCatalogue([view]));
            var comparison = await bench.Alternate($"{Writers} writers", what, "appends without", goal, () => Beside(beside, one), () => Fast(without, other));
            await following.DisposeAsync();
            return comparison;
        }

        async Task<Sample> Shown()
        {
            using var stop = new CancellationTokenSource();
            var watching = Watch(followed.Database, stop.Token);
            List<(double Took, long Done, long Position)> appended = [];
            var sample = await bench.Cost(async () => (appended = await Steady(followed, ours, duration)).Count);
            var seen = await watching(appended.Max(one => one.Position));
            await stop.CancelAsync();
            double[] lags = [.. appended.Select(one => Math.Max(0, Stopwatch.GetElapsedTime(one.Done, seen.First(look => look.Position >= one.Position).At).TotalMilliseconds)).Order()];
            return Timed(sample, lags);
        }

        async Task<Sample> Steadily(InProcess tracker, Talks talks)
        {
            double[] took = [];
            var sample = await bench.Cost(async () => (took = [.. (await Steady(tracker, talks, duration)).Select(one => one.Took).Order()]).Length);
            return Timed(sample, took);
        }

        // What the views have put off is not to be done while the other is measured.
        async Task<Sample> Beside(InProcess tracker, Talks talks)
        {
            var sample = await Fast(tracker, talks);
            await UpToDate(tracker.Database);
            return sample;
        }

        Task<Sample> Fast(InProcess tracker, Talks talks) => bench.Cost(() => InProcess.Write(Writers, duration, writer => Append(tracker, talks, writer)));

        Task<Sample> Idle() => bench.Cost(async () =>
        {
            await Task.Delay(bench.Settings.Short ? duration : Quiet);
            return 1;
        }, idle.Id);
    }

    /// <summary>Until the last of the views has reached the head of the log.</summary>
    private static async Task UpToDate(NpgsqlDataSource database)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        await using var ask = database.CreateCommand("select (select min(position) from diplo.views) < (select position from diplo.log_head)");
        while ((bool)(await ask.ExecuteScalarAsync())!)
            await tick.WaitForNextTickAsync();
    }

    internal static Sample Timed(Sample sample, double[] sorted) =>
        sample with { P50 = sorted[sorted.Length / 2], P99 = sorted[(int)(sorted.Length * 0.99)] };

    private static async Task<long> Append(InProcess tracker, Talks talks, int writer)
    {
        var (negotiation, command, body) = talks.Next(writer, Writers);
        return await tracker.Record(negotiation, [InProcess.Read(command, body)], Guid.NewGuid());
    }

    /// <summary>Appends at an even pace, whether or not the ones before have been answered.</summary>
    internal static async Task<List<(double Took, long Done, long Position)>> Steady(InProcess tracker, Talks talks, TimeSpan duration, bool mayFail = false)
    {
        var began = Stopwatch.GetTimestamp();
        List<Task<(double, long, long)>> all = [];
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (await tick.WaitForNextTickAsync() && Stopwatch.GetElapsedTime(began) is var elapsed && elapsed < duration)
            while (all.Count < elapsed.TotalSeconds * EventsPerSecond)
                all.Add(Once(all.Count % Writers));
        return [.. (await Task.WhenAll(all)).Where(one => one.Item3 > 0)];

        async Task<(double, long, long)> Once(int writer)
        {
            var asked = Stopwatch.GetTimestamp();
            var position = 0L;
            try
            {
                position = await Append(tracker, talks, writer);
            }
            catch (RecordingUnavailableException) when (mayFail)
            {
                // Rolled back, which is what is measured.
            }
            return (Stopwatch.GetElapsedTime(asked).TotalMilliseconds, Stopwatch.GetTimestamp(), position);
        }
    }

    /// <summary>Asks again and again how far the last of the views is; what it gives waits for a position and tells when each was seen.</summary>
    /// <param name="ask">The question for the position.</param>
    internal static Func<long, Task<List<(long At, long Position)>>> Watch(
        NpgsqlDataSource database, CancellationToken stop, string ask = "select min(position) from diplo.views")
    {
        List<(long At, long Position)> seen = [];
        var watching = Task.Run(async () =>
        {
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
            await using var connection = await database.OpenConnectionAsync(stop);
            await using var question = new NpgsqlCommand(ask, connection);
            await question.PrepareAsync(stop);
            while (await tick.WaitForNextTickAsync(stop))
            {
                var position = (long)(await question.ExecuteScalarAsync(stop))!;
                lock (seen)
                    seen.Add((Stopwatch.GetTimestamp(), position));
            }
        }, stop);
        return async last =>
        {
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (await tick.WaitForNextTickAsync(CancellationToken.None))
            {
                if (watching.IsFaulted)
                    await watching;
                lock (seen)
                    if (seen is [.., var now] && now.Position >= last)
                        return [.. seen];
            }
            throw new InvalidOperationException("The timer has ended.");
        };
    }

    /// <summary>A view that follows the log and has nothing to show.</summary>
    private sealed class NoRows : Projection
    {
        public override string Name => "nothing";

        public override int Revision => 1;

        public override string Meaning => "Nothing.";

        internal override IReadOnlyList<Column> Columns => [Column.Marking, Column.Item];

        internal override bool IsSearched => false;

        internal override IReadOnlyList<Row> Rows(string negotiation, FactIndex course) => [];
    }
}
