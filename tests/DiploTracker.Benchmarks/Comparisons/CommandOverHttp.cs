using DiploTracker.Benchmarks.Harness;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>A command against the same row in a table with an audit trigger, both over HTTP, both with an idempotency key.</summary>
internal sealed class CommandOverHttp : Benchmark
{
    private const int Negotiations = 200;

    public override string Name => "command-http";

    public override string Question => "a command over HTTP against a row in a table with an audit trigger over HTTP";

    public override async Task<Result> Run(Bench bench)
    {
        await using var tracker = await bench.Programs.Tracker(await bench.Database.New("command"));
        var ours = new Talks(Negotiations);
        await Post.Lines(tracker, ours.Opening());

        var tables = await bench.Database.New("tables");
        await BenchDatabase.Execute(tables, Resource.Text("table.sql"));
        await BenchDatabase.Execute(tables,
            $"insert into tracked select 'talks-' || n, 0, 'open', '{{}}', 'local', clock_timestamp() from generate_series(0, {Negotiations - 1}) n");
        await using var table = await Programs.Alternative("table", tables);
        var theirs = new Talks(Negotiations);

        // Until both run compiled code: a lone connection would take minutes for it.
        await Load(bench, tracker, connections: 64, bench.Settings.Warmth, () => ours, "/api/negotiations");
        await Load(bench, table, connections: 64, bench.Settings.Warmth, () => theirs, "/facts");

        List<Comparison> comparisons = [];
        foreach (var connections in new[] { 1, 16, 64 })
        {
            var goal = Goal.AtLeast(connections == 1 ? 0.6 : 1.0);
            await Ours(bench.Settings.Duration / 4);
            await Theirs(bench.Settings.Duration / 4);
            comparisons.Add(await bench.Alternate(
                $"{connections}", "tracker", "table + audit trigger", goal, () => Ours(bench.Settings.Duration), () => Theirs(bench.Settings.Duration)));

            Task<Sample> Ours(TimeSpan duration) => Load(bench, tracker, connections, duration, () => ours, "/api/negotiations");
            Task<Sample> Theirs(TimeSpan duration) => Load(bench, table, connections, duration, () => theirs, "/facts");
        }
        return new Result(comparisons,
        [
            "Each negotiation belongs to one connection; every request has an idempotency key of its own, and every one is accepted.",
            "The table: one row a negotiation, updated; the trigger keeps each version of it; the key is checked and kept in the same statement.",
        ]);
    }

    private static async Task<Sample> Load(Bench bench, ServerProcess server, int connections, TimeSpan duration, Func<Talks> talks, string path)
    {
        (long Answered, double P50, double P99) load = default;
        var sample = await bench.Cost(async () => (load = await HttpLoad.Run(server.Address, connections, duration, Request)).Answered, server.Id);
        return sample with { P50 = load.P50, P99 = load.P99 };

        byte[] Request(int connection)
        {
            var (negotiation, command, body) = talks().Next(connection, connections);
            return HttpLoad.Post($"{path}/{negotiation}/{command}", body, Guid.NewGuid());
        }
    }
}
