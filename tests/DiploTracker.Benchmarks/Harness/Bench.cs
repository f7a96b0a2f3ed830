using System.Diagnostics;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>What every benchmark is given: the database, how long and how often to measure, and where the results go.</summary>
internal sealed class Bench(BenchDatabase database, Settings settings, Programs programs) : IDisposable
{
    public BenchDatabase Database => database;

    public Settings Settings => settings;

    public Programs Programs => programs;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromMinutes(30) };

    /// <summary>Measures both alternately, in turn, as often as the settings say. What has to be warm, the caller warms up.</summary>
    public async Task<Comparison> Alternate(string connections, string ours, string against, Goal goal, Func<Task<Sample>> us, Func<Task<Sample>> them)
    {
        List<Round> rounds = [];
        for (var round = 0; round < settings.Rounds; round++)
        {
            var areWeFirst = round % 2 == 0; // what grows meanwhile is not to be held against the second
            var first = await Settled(areWeFirst ? us : them);
            var second = await Settled(areWeFirst ? them : us);
            rounds.Add(areWeFirst ? new Round(first, second) : new Round(second, first));
            Console.WriteLine($"  {connections} | {ours} {Said(rounds[^1].Ours)} | {against} {Said(rounds[^1].Against)} | {goal.Ratio(rounds[^1]):0.00}");
        }
        return new Comparison(connections, ours, against, goal, rounds);
    }

    private async Task<Sample> Settled(Func<Task<Sample>> measure)
    {
        await database.Settle();
        return await measure();
    }

    /// <summary>Runs the work and says what it cost; the work gives how many operations it did.</summary>
    public async Task<Sample> Cost(Func<Task<long>> work, int? process = null)
    {
        var application = process ?? Environment.ProcessId;
        var (applicationBefore, databaseBefore) = (ProcessorTime.Of(application), ProcessorTime.OfPostgres(database.ProcessId));
        var clock = Stopwatch.StartNew();
        var operations = await work();
        return new Sample(
            operations, clock.Elapsed.TotalSeconds, ProcessorTime.Of(application) - applicationBefore,
            ProcessorTime.OfPostgres(database.ProcessId) - databaseBefore);
    }

    public void Dispose() => Http.Dispose();

    private static string Said(Sample sample) =>
        $"{sample.PerSecond:0.#}/s, CPU {sample.ApplicationMicroseconds:0} + {sample.DatabaseMicroseconds:0} us"
        + (sample.Megabytes is { } megabytes ? $", {megabytes:0} MB" : "")
        + (sample is { P50: { } p50, P99: { } p99 } ? $", p50 {p50:0.0} ms, p99 {p99:0.0} ms" : "")
        + (sample.Longest is { } longest ? $", longest {longest:0.0} ms" : "");
}

/// <summary>How a run is done.</summary>
/// <param name="Short">Only to see that each benchmark works: seconds, and no figures are kept.</param>
/// <param name="Events">How far the log grows in the benchmark of growth.</param>
/// <param name="Soak">How long the load of eight hours is pressed into.</param>
internal sealed record Settings(bool Short, int Rounds, TimeSpan Duration, long Events, TimeSpan Soak, string? Tracker, string Output)
{
    /// <summary>How long a server runs under load before it is measured.</summary>
    public TimeSpan Warmth => Short ? Duration : TimeSpan.FromSeconds(15);

    public static Settings Of(string[] args)
    {
        var brief = args.Contains("--short");
        return new Settings(
            brief,
            Rounds: int.Parse(Option("--rounds") ?? (brief ? "1" : "5")),
            TimeSpan.FromSeconds(double.Parse(Option("--seconds") ?? (brief ? "0.5" : "8"), System.Globalization.CultureInfo.InvariantCulture)),
            Events: long.Parse(Option("--events") ?? (brief ? "20000" : "5000000")),
            Soak: TimeSpan.FromMinutes(double.Parse(Option("--minutes") ?? (brief ? "0.05" : "10"), System.Globalization.CultureInfo.InvariantCulture)),
            Option("--tracker"),
            Option("--output") ?? Path.Combine(Repository.Root, "docs"));

        string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;
    }
}

internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string? folder) => folder is null ? throw new InvalidOperationException("Run it from within the repository.")
        : File.Exists(Path.Combine(folder, "DiploTracker.sln")) ? folder
        : Find(Path.GetDirectoryName(folder));
}
