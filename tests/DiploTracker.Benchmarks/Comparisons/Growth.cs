using DiploTracker.Benchmarks.Harness;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>An append and a status while the log is small, and when it is large: on two databases, alternately.</summary>
internal sealed class Growth : Benchmark
{
    private const int Connections = 16;

    private const int WorkingSet = 1_000;

    public override string Name => "growth";

    public override string Question => "appending and reading with a large log against a small one";

    public override string Rows => "events";

    public override async Task<Result> Run(Bench bench)
    {
        var small = bench.Settings.Events / 50;
        await using var few = await Grown(bench, small);
        await using var many = await Grown(bench, bench.Settings.Events);

        var name = $"{bench.Settings.Events:#,0}";
        var against = $"{small:#,0}";
        return new Result(
        [
            await bench.Alternate(name, "append", $"append at {against}", Goal.NoSlowerThan(1.2), () => Append(many), () => Append(few)),
            await bench.Alternate(name, "status", $"status at {against}", Goal.NoSlowerThan(1.2), () => Status(many), () => Status(few)),
            await bench.Alternate(name, "memory", $"memory at {against}", Goal.NoLargerThan(1.2), () => Memory(many), () => Memory(few)),
            await bench.Alternate(name, "status of any", $"status of any at {against}", Goal.ForTheRecord, () => AnyStatus(many), () => AnyStatus(few)),
        ],
        [
            $"{Connections} connections. The log is that of real facts, decided by the tracker, and their rows once more under other keys, laid there by SQL; it is sealed before anything is measured.",
            $"The statuses are of {WorkingSet} negotiations, spread over the whole log; those of any are of all at random, so most are read from the log where it is large and are in memory where it is small. Memory is that of the tracker after the load.",
        ]);

        Task<Sample> Append(Side side) => Load(side, connection =>
        {
            var (negotiation, command, body) = side.Talks.Next(connection, Connections);
            return HttpLoad.Post($"/api/negotiations/{negotiation}/{command}", body, Guid.NewGuid());
        });

        Task<Sample> Status(Side side) => Load(side, _ => side.StatusOf((int)((long)Random.Shared.Next(WorkingSet) * side.All / WorkingSet)));

        Task<Sample> AnyStatus(Side side) => Load(side, _ => side.StatusOf(Random.Shared.Next(side.All)));

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
        await Post.Lines(tracker, talks.Opening());
        await Facts(tracker, talks, each: bench.Settings.Short ? 2 : 15);
        var real = (long)(await BenchDatabase.Execute(connection, "select position from diplo.log_head"))!;
        var copies = (int)(events / real) + 1;
        // What is derived from the log is not what is measured: the views are told that they have it already.
        await BenchDatabase.Execute(BenchDatabase.AsAdministrator(connection),
            $"""
            begin;
            select from diplo.log_head for update;
            set local session_replication_role = replica;
            set local diplo.appending = 'on';
            insert into mt_streams (id, version, timestamp, created, tenant_id, is_archived)
            select 'copy-' || n || '-' || id, version, timestamp, created, tenant_id, is_archived from mt_streams, generate_series(0, {copies - 1}) n;
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, headers, user_name, correlation_id, causation_id, is_archived)
            select seq_id + {real} * (n + 1), id, 'copy-' || n || '-' || stream_id, version, data, type,
                   timestamp + n * interval '1 microsecond', tenant_id, headers, user_name, correlation_id, causation_id, is_archived
            from generate_series(0, {copies - 1}) n, (select * from mt_events order by seq_id) e;
            update diplo.views set position = position + {real} * {copies};
            update diplo.log_head set position = position + {real} * {copies};
            select setval('mt_events_sequence', (select position from diplo.log_head));
            commit;
            """);
        await BenchDatabase.Execute(connection, "vacuum analyze");
        await Sealed(connection);
        return new Side(tracker, talks, copies);
    }

    private static async Task Facts(ServerProcess tracker, Talks talks, int each)
    {
        var left = each * Side.Negotiations;
        while (left > 0)
        {
            var some = Math.Min(left, 1_000);
            var lines = Enumerable.Range(0, some).Select(_ => talks.Next(0, 1)).Select(next =>
                $$"""{"negotiation": "{{next.Negotiation}}", "command": "{{next.Command}}", {{next.Body[1..]}}""");
            await Post.Lines(tracker, string.Join('\n', lines));
            left -= some;
        }
    }

    private static async Task Sealed(string connection)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await BenchDatabase.Execute(connection, "select coalesce((select size from diplo.tree), 0) < position from diplo.log_head") is true)
            await look.WaitForNextTickAsync();
    }

    private sealed record Side(ServerProcess Tracker, Talks Talks, int Copies) : IAsyncDisposable
    {
        public const int Negotiations = 100;

        public int All => Copies * Negotiations;

        public byte[] StatusOf(int number) => HttpLoad.Get($"/api/negotiations/copy-{number / Negotiations}-talks-{number % Negotiations}");

        public ValueTask DisposeAsync() => Tracker.DisposeAsync();
    }
}
