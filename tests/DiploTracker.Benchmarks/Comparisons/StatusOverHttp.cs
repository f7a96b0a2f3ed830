using DiploTracker.Benchmarks.Alternatives;
using DiploTracker.Benchmarks.Harness;
using Npgsql;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>A status by its key against a bare endpoint that reads the same JSON from a table, and against one that does nothing.</summary>
internal sealed class StatusOverHttp : Benchmark
{
    private const int Connections = 16;

    public override string Name => "status-http";

    public override string Question => "a status by key over HTTP against a bare Kestrel that reads the same JSON by key";

    public override string Rows => "keys";

    public override async Task<Result> Run(Bench bench)
    {
        await using var tracker = await bench.Programs.Tracker(await bench.Database.New("status"));
        var histories = Histories.Multiplied(copies: bench.Settings.Short ? 2 : 250);
        await Post.Lines(tracker, string.Join('\n', histories.Lines), mayRefuse: true);

        var documents = await bench.Database.New("documents");
        await BenchDatabase.Execute(documents, BareService.Table);
        await using (var database = NpgsqlDataSource.Create(documents))
            foreach (var key in histories.Keys)
            {
                await using var insert = database.CreateCommand("insert into documents values ($1, $2::jsonb)");
                insert.Parameters.AddWithValue(key);
                insert.Parameters.AddWithValue(await bench.Http.GetStringAsync(new Uri(tracker.Url, $"/api/negotiations/{key}")));
                await insert.ExecuteNonQueryAsync();
            }
        await using var bare = await Programs.Alternative("bare", documents);

        List<Comparison> comparisons = [];
        foreach (var (name, keys) in new[] { ($"{histories.Keys.Count} at random", histories.Keys), ("one", [histories.Keys[0]]) })
        {
            byte[][] ours = [.. keys.Select(key => HttpLoad.Get($"/api/negotiations/{key}"))];
            byte[][] theirs = [.. keys.Select(key => HttpLoad.Get($"/documents/{key}"))];
            comparisons.Add(await bench.Alternate(name, "tracker", "bare select by key", Goal.AtLeast(0.9), () => Load(tracker, ours), () => Load(bare, theirs)));
        }
        byte[][] often = [HttpLoad.Get($"/api/negotiations/{histories.Keys[0]}")], nothing = [HttpLoad.Get("/empty")];
        comparisons.Add(await bench.Alternate("one", "tracker", "an empty GET", Goal.AtLeast(0.5), () => Load(tracker, often), () => Load(bare, nothing)));
        return new Result(comparisons,
        [
            $"{Connections} connections. No answer is staler than the moment it was asked for: the tracker asks the log whether what it has in",
            "memory is the newest. Requests that come while it asks share the next question.",
        ]);

        async Task<Sample> Load(ServerProcess server, byte[][] requests)
        {
            (long Answered, double P50, double P99) load = default;
            await HttpLoad.Run(server.Address, Connections, bench.Settings.Duration / 4, _ => requests[Random.Shared.Next(requests.Length)]);
            var sample = await bench.Cost(async () => (load = await HttpLoad.Run(
                server.Address, Connections, bench.Settings.Duration, _ => requests[Random.Shared.Next(requests.Length)])).Answered, server.Id);
            return sample with { P50 = load.P50, P99 = load.P99 };
        }
    }
}
