using DiploTracker.Benchmarks.Alternatives;
using DiploTracker.Benchmarks.Harness;
using DiploTracker.Database;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>A view is built from the whole log, and from one that is five times as long.</summary>
internal sealed class ViewRebuild : Benchmark
{
    public override string Name => "view-rebuild";

    public override string Question => "a view that is built anew against reading all, folding in memory and COPYing documents";

    public override string Rows => "events";

    public override async Task<Result> Run(Bench bench)
    {
        await using var log = await InterleavedLog.In(bench, "rebuild");
        await using var database = Pools.DataSource(log.ConnectionString);
        await using var longer = await InterleavedLog.In(bench, "longer", times: 5);
        var loop = new DocumentLoop(database);
        await Ours(log); // what is compiled at the first use is not what is compared
        await Loop();
        return new Result(
        [
            await bench.Alternate($"{log.Events:#,0}", "meetings", "loop", Goal.AtLeast(0.3), () => Ours(log), Loop),
            await bench.Alternate($"{longer.Events:#,0}", "meetings", $"meetings of {log.Events:#,0}", Goal.NoSlowerThan(1.2), () => Ours(longer), () => Ours(log)),
        ],
        ["In process, events a second. The view makes its indexes and folds late facts and corrections; the loop folds single events in the order of the log."]);

        async Task<Sample> Ours(InterleavedLog log)
        {
            await using var built = await BuiltViews.In(log.ConnectionString, log.Keys, [new MeetingCalendar.MeetingProjection()]);
            return await bench.Cost(async () =>
            {
                await built.Take(0, log.Events);
                return log.Events;
            });
        }

        async Task<Sample> Loop()
        {
            await loop.Begin();
            return await bench.Cost(async () =>
            {
                await loop.Rebuild(log.Events);
                return log.Events;
            });
        }
    }
}
