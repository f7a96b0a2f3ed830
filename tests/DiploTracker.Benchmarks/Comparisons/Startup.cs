using System.Net.Http.Headers;
using System.Text;
using DiploTracker.Benchmarks.Alternatives;
using DiploTracker.Benchmarks.Harness;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>From the start of the process, on a database that is there, to the first answered command; and idle memory.</summary>
internal sealed class Startup : Benchmark
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    public override string Name => "startup";

    public override string Question => "the published tracker against a bare Kestrel with Npgsql, from start to the first answered command";

    public override string Rows => "what";

    public override async Task<Result> Run(Bench bench)
    {
        var existing = await bench.Database.New("startup");
        var talks = new Talks(1);
        await using (var tracker = await bench.Programs.Tracker(existing))
            await Post.Lines(tracker, talks.Opening());
        var documents = await bench.Database.New("documents");
        await BenchDatabase.Execute(documents, BareService.Table);

        var comparison = await bench.Alternate("start", "tracker", "bare Kestrel + Npgsql", Goal.NoSlowerThan(2.5),
            async () =>
            {
                var (negotiation, command, body) = talks.Next(0, 1);
                var assembly = await bench.Programs.TrackerAssembly();
                return await FirstAnswer(bench, () => ServerProcess.Launch(assembly, [], existing), $"/api/negotiations/{negotiation}/{command}", body);
            },
            () => FirstAnswer(bench, () => Programs.LaunchAlternative("bare", documents), "/documents/first", """{"first": true}"""));
        return new Result([comparison, comparison with { Connections = "idle memory", Goal = Goal.NoLargerThan(2) }],
            [$"Memory is what is resident {Idle.TotalSeconds:0} seconds after the first answer."]);
    }

    private static async Task<Sample> FirstAnswer(Bench bench, Func<ServerProcess> launch, string path, string body)
    {
        ServerProcess? server = null;
        try
        {
            var sample = await bench.Cost(async () =>
            {
                server = launch();
                using var answer = await server.FirstAnswer(bench.Http, () => new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, path))
                {
                    Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
                });
                answer.EnsureSuccessStatusCode();
                return 1;
            });
            using var idle = new PeriodicTimer(Idle);
            await idle.WaitForNextTickAsync();
            return sample with { ApplicationCpu = ProcessorTime.Of(server!.Id), Megabytes = ProcessorTime.Megabytes(server.Id) };
        }
        finally
        {
            if (server is not null)
                await server.DisposeAsync();
        }
    }
}
