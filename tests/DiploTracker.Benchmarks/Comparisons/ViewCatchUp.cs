using DiploTracker.Benchmarks.Alternatives;
using DiploTracker.Benchmarks.Harness;
using DiploTracker.Database;
using DiploTracker.Projections;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>Views that are far behind catch up to the end of the log: from its beginning, and from its middle.</summary>
internal sealed class ViewCatchUp : Benchmark
{
    public override string Name => "view-catch-up";

    public override string Question => "views that catch up on interleaved negotiations against a loop written by hand for one document";

    public override string Rows => "views";

    public override async Task<Result> Run(Bench bench)
    {
        await using var log = await InterleavedLog.In(bench, "catchup");
        await using var database = Pools.DataSource(log.ConnectionString);
        var loop = new DocumentLoop(database);
        Projection[] one = [new MeetingCalendar.MeetingProjection()], all = [.. new ProjectionCatalogue().All];
        var (beginning, middle) = (0L, log.Events / 2);
        await Ours(all, beginning); // what is compiled at the first use is not what is compared
        await Loop(beginning);
        return new Result(
        [
            await bench.Alternate("one, all of the log", "views", "loop", Goal.AtLeast(1.0), () => Ours(one, beginning), () => Loop(beginning)),
            await bench.Alternate("all, all of the log", "views", "loop", Goal.AtLeast(0.25), () => Ours(all, beginning), () => Loop(beginning)),
            await bench.Alternate("one, its second half", "views", "loop", Goal.ForTheRecord, () => Ours(one, middle), () => Loop(middle)),
            await bench.Alternate("all, its second half", "views", "loop", Goal.ForTheRecord, () => Ours(all, middle), () => Loop(middle)),
        ],
        [
            $"In process, events a second; {log.Events:#,0} events of which each page touches every negotiation. The loop reads pages of 5,000, loads the documents that they",
            "touch, applies the events one by one and upserts the documents by unnest: late facts and corrections it gets wrong. A view is folded from whole negotiations,",
            "so of the second half it reads the first as well.",
        ]);

        async Task<Sample> Ours(IEnumerable<Projection> views, long from)
        {
            await using var built = await BuiltViews.In(log.ConnectionString, log.Keys, views);
            if (from > 0)
                await built.Take(0, from);
            await bench.Database.Settle();
            return await bench.Cost(async () =>
            {
                await built.Take(from, log.Events);
                return log.Events - from;
            });
        }

        async Task<Sample> Loop(long from)
        {
            await loop.Begin();
            await loop.CatchUp(from);
            await bench.Database.Settle();
            return await bench.Cost(async () =>
            {
                await loop.CatchUp(log.Events);
                return log.Events - from;
            });
        }
    }
}
