using System.Diagnostics;
using System.Globalization;
using DiploTracker.Benchmarks.Alternatives;
using DiploTracker.Benchmarks.Comparisons;
using DiploTracker.Benchmarks.Harness;

namespace DiploTracker.Benchmarks;

/// <summary>
/// Runs all comparisons, or those that are named, and writes docs/performance.md and docs/performance.json. With
/// <c>--short</c> only to see that they work. <c>world 20000</c> writes so many negotiations as lines for /api/commands.
/// </summary>
internal static class Benchmarks
{
    private static readonly Benchmark[] All =
    [
        new CommandOverHttp(), new CommandInProcess(), new Import(), new StatusOverHttp(), new ViewLag(), new MartenDaemon(), new ViewCatchUp(), new ViewRebuild(), new FeedReaders(),
        new LongNegotiations(), new Growth(), new Startup(), new Soak(), new Stages(), new Auditing(), new Fairness(),
    ];

    private static async Task<int> Main(string[] args)
    {
        if (args is ["serve", "table"])
            await TableService.Serve([]);
        else if (args is ["serve", "bare"])
            await BareService.Serve([]);
        else if (args is ["world", var negotiations])
            foreach (var line in World.Lines(int.Parse(negotiations, CultureInfo.InvariantCulture), DateOnly.FromDateTime(DateTime.UtcNow)))
                Console.Out.WriteLine(line);
        else
            return await Run(args);
        return 0;
    }

    private static async Task<int> Run(string[] args)
    {
        string[] named = [.. args.TakeWhile(word => !word.StartsWith("--", StringComparison.Ordinal))];
        if (named.FirstOrDefault(name => All.All(benchmark => benchmark.Name != name)) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no benchmark '{unknown}'; there are: {string.Join(", ", All.Select(benchmark => benchmark.Name))}");
            return 2;
        }

        var settings = Settings.Of(args);
        await using var database = await BenchDatabase.Start();
        using var programs = new Programs(settings);
        using var bench = new Bench(database, settings, programs);
        var report = new Report(settings.Output);
        foreach (var benchmark in All.Where(benchmark => named is [] || named.Contains(benchmark.Name)))
        {
            Console.WriteLine($"{benchmark.Name}: {benchmark.Question}");
            var began = Stopwatch.GetTimestamp();
            var result = await benchmark.Run(bench);
            Console.WriteLine($"{benchmark.Name}: done in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
            if (!settings.Short)
                report.Keep(benchmark, result, settings, await database.Settings());
        }
        return 0;
    }
}

/// <summary>Something that is compared.</summary>
internal abstract class Benchmark
{
    public abstract string Name { get; }

    public abstract string Question { get; }

    /// <summary>What the rows of the table differ in.</summary>
    public virtual string Rows => "connections";

    public abstract Task<Result> Run(Bench bench);
}

/// <summary>What a benchmark gave.</summary>
/// <param name="Notes">What has to be known to read it.</param>
public sealed record Result(IReadOnlyList<Comparison> Comparisons, IReadOnlyList<string> Notes)
{
    public IReadOnlyList<Stage> Stages { get; init; } = [];
}

/// <summary>What one step of the way of a command costs.</summary>
public sealed record Stage(string Name, double Microseconds, double Bytes);
