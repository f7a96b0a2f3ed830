using DiploTracker.Benchmarks.Harness;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>An append and a status while the log is small, and when it is large: on two databases, alternately.</summary>
internal sealed class Growth : Benchmark
{
    private const int Connections = 16;

    public override string Name => "growth";

    public override string Question => "appending and reading with a large log against a small one";

    public override string Rows => "events";

    public override async Task<Result> Run(Bench bench)
    {
        var small = bench.Settings.Events / 10;
        await using var few = await Grown(bench, small);
        await using var many = await Grown(bench, bench.Settings.Events);

        var name = $"{bench.Settings.Events:#,0}";
        var against = $"{small:#,0}";
        return new Result(
        [
            await bench.Alternate(name, "append", $"append at {against}", Goal.NoSlowerThan(1.2), () => Append(many), () => Append(few)),
            await bench.Alternate(name, "status", $"status at {against}", Goal.NoSlowerThan(1.2), () => Status(many), () => Status(few)),
            await bench.Alternate(name, "memory", $"memory at {against}", Goal.NoLargerThan(1.2), () => Memory(many), () => Memory(few)),
        ],
        [$"{Connections} connections. Statuses are of negotiations at random over the whole log, so most are read from it. Memory is that of the tracker after the load."]);

        Task<Sample> Append(Side side) => Load(side, connection =>
        {
            var (negotiation, command, body) = side.Talks.Next(connection, Connections);
            return HttpLoad.Post($"/api/negotiations/{negotiation}/{command}", body, Guid.NewGuid());
        });

        Task<Sample> Status(Side side) => Load(side, _ => HttpLoad.Get($"/api/negotiations/copy-{Random.Shared.Next(side.Copies)}-talks-{Random.Shared.Next(Side.Negotiations)}"));

        async Task<Sample> Memory(Side side) => await Status(side) with { Megabytes = ProcessorTime.Megabytes(side.Tracker.Id) };

        async Task<Sample> Load(Side side, Func<int, byte[]> next)
        {
            await HttpLoad.Run(side.Tracker.Address, Connections, bench.Settings.Duration / 4, next);
            return await bench.Cost(async () => (await HttpLoad.Run(side.Tracker.Address, Connections, bench.Settings.Duration, next)).Answered, side.Tracker.Id);
        }
    }

    private static async Task<Side> Grown(Bench bench, long events)
    {
        var connection = await bench.Database.New("growth");
        var tracker = await bench.Programs.Tracker(connection);
        var talks = new Talks(Side.Negotiations);
        await Post.Lines(bench.Http, tracker, talks.Opening());
        await HttpLoad.Run(tracker.Address, connections: 4, bench.Settings.Duration / 4, number =>
        {
            var (negotiation, command, body) = talks.Next(number, 4);
            return HttpLoad.Post($"/api/negotiations/{negotiation}/{command}", body, Guid.NewGuid());
        });
        var real = (long)(await BenchDatabase.Execute(connection, "select position from diplo.log_head"))!;
        var copies = (int)(events / real) + 1;
        // Rows as the tracker wrote them, under other keys and ids, at the positions that follow.
        await BenchDatabase.Execute(connection,
            $"""
            insert into mt_streams (id, version, timestamp, created, tenant_id, is_archived)
            select 'copy-' || n || '-' || id, version, timestamp, created, tenant_id, is_archived from mt_streams, generate_series(0, {copies - 1}) n;
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, headers, user_name, correlation_id, causation_id, is_archived)
            select seq_id + {real} * (n + 1), gen_random_uuid(), 'copy-' || n || '-' || stream_id, version, data, type,
                   timestamp + n * interval '1 microsecond', tenant_id, headers, user_name, correlation_id, causation_id, is_archived
            from generate_series(0, {copies - 1}) n, mt_events;
            update diplo.log_head set position = position * ({copies} + 1);
            select setval('mt_events_sequence', (select position from diplo.log_head));
            """);
        await BenchDatabase.Execute(connection, "vacuum analyze");
        return new Side(tracker, talks, copies);
    }

    private sealed record Side(ServerProcess Tracker, Talks Talks, int Copies) : IAsyncDisposable
    {
        public const int Negotiations = 100;

        public ValueTask DisposeAsync() => Tracker.DisposeAsync();
    }
}
