using DiploTracker.Benchmarks.Alternatives;
using DiploTracker.Benchmarks.Harness;
using DiploTracker.Hosting;
using DiploTracker.Views;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>Views that stand in the middle of the log catch up to its end.</summary>
internal sealed class ViewCatchUp : Benchmark
{
    public override string Name => "view-catch-up";

    public override string Question => "views that catch up on interleaved negotiations against a loop written by hand for one document";

    public override string Rows => "views";

    public override async Task<Result> Run(Bench bench)
    {
        var log = await InterleavedLog.In(bench, "catchup");
        await using var database = Storage.DataSource(log.ConnectionString);
        var loop = new DocumentLoop(database);
        var middle = log.Events / 2;

        List<Comparison> comparisons = [];
        foreach (var (name, views, goal) in new (string, View[], double)[] { ("meetings", [new MeetingCalendar.MeetingCalendar()], 1.0), ("all", [.. new ViewCatalogue().All], 0.25) })
            comparisons.Add(await bench.Alternate(name, "views", "loop", Goal.AtLeast(goal), () => Ours(views), Loop));
        return new Result(comparisons,
        [
            $"In process, events a second. Both stand at position {middle:#,0} of {log.Events:#,0}. The loop reads pages of 5,000 events, loads the documents that they touch,",
            "applies the events one by one and upserts the documents by unnest: it gets late facts and corrections wrong. A view is folded from whole negotiations.",
        ]);

        async Task<Sample> Ours(IEnumerable<View> views)
        {
            await using var built = await BuiltViews.In(log.ConnectionString, views);
            await built.Take(0, middle);
            await bench.Database.Settle();
            return await bench.Cost(async () =>
            {
                await built.Take(middle, log.Events);
                return log.Events - middle;
            });
        }

        async Task<Sample> Loop()
        {
            await loop.Begin();
            await loop.CatchUp(middle);
            await bench.Database.Settle();
            return await bench.Cost(async () =>
            {
                await loop.CatchUp(log.Events);
                return log.Events - middle;
            });
        }
    }
}
