using System.Text.Json;
using DiploTracker.Benchmarks.Harness;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Npgsql;
using Status = DiploTracker.Statuses.NegotiationStatus;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>What the length of a negotiation costs: the newest fact, a late one, a status at a moment.</summary>
internal sealed class LongNegotiations : Benchmark
{
    private static readonly DateTime Start = new(2025, 1, 2);

    public override string Name => "long-negotiations";

    public override string Question => "a fact and a status of a negotiation with many facts against one with few";

    public override string Rows => "facts";

    public override async Task<Result> Run(Bench bench)
    {
        var connection = await bench.Database.NewTracker("long");
        await using var tracker = await InProcess.Start(connection);
        var appends = bench.Settings.Short ? 10 : 400;
        int[] sizes = bench.Settings.Short ? [10, 100] : [10, 100, 1_000, 10_000];
        var streams = new Dictionary<int, Stream[]>();
        foreach (var size in sizes)
            streams[size] = [.. await Task.WhenAll(Enumerable.Range(0, Math.Clamp(4_000 / size, 2, 100)).Select(number => Stream.Of(tracker, size, number)))];
        var thousand = sizes.Length > 2 ? 1_000 : 100;

        await Newest(sizes[0]);
        List<Comparison> comparisons = [];
        foreach (var size in sizes[1..])
            comparisons.Add(await bench.Alternate($"{size}", "newest fact", $"newest fact after {sizes[0]}", Goal.NoSlowerThan(1.3),
                () => Newest(size), () => Newest(sizes[0])));
        comparisons.Add(await bench.Alternate($"{thousand}", "late fact, anywhere", "newest fact", Goal.NoSlowerThan(3),
            () => Append(thousand, stream => stream.Late(tracker)), () => Newest(thousand)));

        var read = streams[thousand][0];
        var asked = new[]
        {
            ("as of", new Moment(AsOf: Edtf.Of($"{Start.AddMinutes(thousand / 2):yyyy-MM-dd'T'HH:mm:ss'Z'}"))),
            ("as known at", new Moment(KnownAt: await RecordedAt(tracker.Database, read.Key, thousand / 2))),
        };
        foreach (var (name, moment) in asked)
            comparisons.Add(await bench.Alternate($"{thousand}", $"status {name}", "loading its events", Goal.NoSlowerThan(2),
                () => bench.Cost(() => Repeated(appends, async () =>
                {
                    var (known, _) = await tracker.Timelines.Current(read.Key, CancellationToken.None);
                    JsonSerializer.SerializeToUtf8Bytes(Status.Of(read.Key, known.Timeline.At(moment)), Json.Options);
                })),
                () => bench.Cost(() => Repeated(appends, () => Load(tracker.Database, read.Key)))));
        return new Result(comparisons,
        [
            "In process, one after the other. A late fact is placed anywhere in the negotiation, so half of the facts are decided again.",
            "Loading reads position, version, id, time, type and data of each event through Npgsql and makes nothing of them.",
        ]);

        Task<Sample> Newest(int size) => Append(size, stream => stream.Newest(tracker));

        Task<Sample> Append(int size, Func<Stream, Task> once) => bench.Cost(async () =>
        {
            for (var number = 0; number < appends; number++)
                await once(streams[size][number % streams[size].Length]);
            return appends;
        });
    }

    private static async Task<long> Repeated(int times, Func<Task> once)
    {
        for (var number = 0; number < times; number++)
            await once();
        return times;
    }

    private static async Task<DateTimeOffset> RecordedAt(NpgsqlDataSource database, string key, long version)
    {
        await using var select = database.CreateCommand($"select timestamp from mt_events where stream_id = '{key}' and version = {version}");
        return new DateTimeOffset((DateTime)(await select.ExecuteScalarAsync())!);
    }

    private static async Task Load(NpgsqlDataSource database, string key)
    {
        await using var select = database.CreateCommand("select seq_id, version, id, timestamp, type, data from mt_events where stream_id = $1 order by version");
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        await using var rows = await select.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            _ = (rows.GetInt64(0), rows.GetInt64(1), rows.GetGuid(2), rows.GetFieldValue<DateTimeOffset>(3), rows.GetString(4), rows.GetFieldValue<byte[]>(5));
    }

    private sealed class Stream(string key)
    {
        private int _facts;

        public string Key => key;

        public static async Task<Stream> Of(InProcess tracker, int facts, int number)
        {
            var stream = new Stream($"long-{facts}-{number}-0"); // the key of the only negotiation of these talks
            Command[] opening = [.. new Talks(1, $"long-{facts}-{number}").Opening().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Lines.Read(line).Command)];
            await tracker.Record(stream.Key, opening);
            while (stream._facts < facts - opening.Length)
                await tracker.Record(stream.Key, [.. Enumerable.Range(0, Math.Min(500, facts - opening.Length - stream._facts)).Select(_ => stream.Next())]);
            return stream;
        }

        public Task Newest(InProcess tracker) => tracker.Record(key, [Next()], Guid.NewGuid());

        // A statement can stand anywhere.
        public Task Late(InProcess tracker)
        {
            var number = 3 * _facts++;
            var (command, body) = Talks.Fact(number + 900_000, Start.AddSeconds(Random.Shared.Next(_facts * 60)));
            return tracker.Record(key, [InProcess.Read(command, body)], Guid.NewGuid());
        }

        private Command Next()
        {
            var (command, body) = Talks.Fact(_facts++);
            return InProcess.Read(command, body);
        }
    }
}
