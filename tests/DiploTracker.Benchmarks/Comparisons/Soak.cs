using System.Globalization;
using DiploTracker.Benchmarks.Harness;
using Npgsql;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>
/// What eight hours bring to a team that records five commands each second, pressed into ten minutes: what the tracker and
/// the database hold on to at the end against what they held in the middle.
/// </summary>
internal sealed class Soak : Benchmark
{
    private const int Connections = 16;

    private const int Negotiations = 2_000;

    private const int Looks = 10;

    private const int Commands = 5 * 8 * 60 * 60;

    public override string Name => "soak";

    public override string Question => "the end of a long load against its middle";

    public override string Rows => "commands";

    public override async Task<Result> Run(Bench bench)
    {
        var connection = await bench.Database.New("soak");
        await using var tracker = await bench.Programs.Tracker(connection);
        var talks = new Talks(Negotiations);
        await Post.Lines(tracker, talks.Opening());

        var perSecond = Commands * 4.0 / 3 / bench.Settings.Soak.TotalSeconds;
        List<Held> looks = [];
        List<string> notes = [$"{Connections} connections, {Negotiations:#,0} negotiations: three commands, then a status. Dead rows are those of all tables; the head of the log is one row, changed by each append."];
        for (var look = 0; look < Looks; look++)
        {
            var sample = await bench.Cost(
                async () => (await HttpLoad.Run(tracker.Address, Connections, bench.Settings.Soak / Looks, Next, perSecond)).Answered, tracker.Id);
            looks.Add(await Look(connection, sample with { Megabytes = ProcessorTime.Megabytes(tracker.Id) }));
            notes.Add(looks[^1].ToString());
            Console.WriteLine($"  {looks[^1]}");
        }
        var (middle, end) = (looks[Looks / 2], looks[^1]);
        var commands = looks.Sum(look => look.Sample.Operations) * 3 / 4;
        return new Result(
        [
            Row("throughput", Goal.NoSlowerThan(1.2), look => look.Sample),
            Row("resident memory", Goal.NoLargerThan(1.2), look => look.Sample),
            Row("connections to the database", Goal.NoLargerThan(1.2), look => look.Sample with { Megabytes = look.Connections }),
            Row("kB of the head of the log", Goal.NoLargerThan(1.5), look => look.Sample with { Megabytes = look.HeadKilobytes }),
        ], notes);

        Comparison Row(string what, Goal goal, Func<Held, Sample> of) => new(
            commands.ToString("#,0", CultureInfo.InvariantCulture), $"{what}, end", $"{what}, middle", goal, [new Round(of(end), of(middle))]);

        byte[] Next(int connection)
        {
            var (negotiation, command, body) = talks.Next(connection, Connections);
            return Random.Shared.Next(4) == 0
                ? HttpLoad.Get($"/api/negotiations/{negotiation}")
                : HttpLoad.Post($"/api/negotiations/{negotiation}/{command}", body, Guid.NewGuid());
        }
    }

    private static async Task<Held> Look(string connection, Sample sample)
    {
        await using var database = NpgsqlDataSource.Create(connection + ";Pooling=false");
        await using var ask = database.CreateCommand(
            """
            select (select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()),
                   (select coalesce(sum(n_dead_tup), 0)::bigint from pg_stat_user_tables), (select coalesce(sum(n_live_tup), 0)::bigint from pg_stat_user_tables),
                   pg_total_relation_size('diplo.log_head') / 1024
            """);
        await using var row = await ask.ExecuteReaderAsync();
        await row.ReadAsync();
        return new Held(sample, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
    }

    private sealed record Held(Sample Sample, long Connections, long DeadRows, long LiveRows, long HeadKilobytes)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Sample.PerSecond:0} a second, {Sample.Megabytes:0} MB, {Connections} connections, {DeadRows:#,0} dead rows beside {LiveRows:#,0} live ones, the head takes {HeadKilobytes} kB.");
    }
}
