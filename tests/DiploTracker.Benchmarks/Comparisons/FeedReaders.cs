using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DiploTracker.Benchmarks.Harness;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>A tracker whose feed many read against one whose feed nobody reads: how long recording takes, and how long the events to the readers.</summary>
internal sealed class FeedReaders : Benchmark
{
    private const int Negotiations = 16;

    /// <summary>Facts a second: with 10,000 readers that is 100,000 events a second to be sent.</summary>
    private const int Rate = 10;

    public override string Name => "feed";

    public override string Question => "recording while many read the live feed against recording while nobody does";

    public override string Rows => "readers";

    public override async Task<Result> Run(Bench bench)
    {
        var count = bench.Settings.Short ? 200 : 10_000;
        await using var read = await bench.Programs.Tracker(await bench.Database.New("feed"));
        await using var unread = await bench.Programs.Tracker(await bench.Database.New("unread"));
        var (ours, theirs) = (new Talks(Negotiations), new Talks(Negotiations));
        await Harness.Post.Lines(read, ours.Opening());
        await Harness.Post.Lines(unread, theirs.Opening());
        using var readers = await FeedLoad.Connect(read.Address, count);

        List<(double P50, double P99)> took = [];
        await Record(bench, read, ours, readers);
        await Record(bench, unread, theirs, readers: null);
        took.Clear();
        var comparison = await bench.Alternate(
            count.ToString("#,0", CultureInfo.InvariantCulture), "with readers", "without", Goal.AtLeast(0.8),
            () => Record(bench, read, ours, readers), () => Record(bench, unread, theirs, readers: null));
        return new Result([comparison],
        [
            $"{Rate} facts a second, one after the other; per second is how many could be recorded so, from the time that each took. All readers are in one other process.",
            string.Create(CultureInfo.InvariantCulture,
                $"Every reader got every event once and in order. From sending a fact to having its event: p50 {Comparison.Median(took.Select(one => one.P50)):0} ms, p99 {Comparison.Median(took.Select(one => one.P99)):0} ms (goal: under 1,000); memory with readers {Comparison.Median(comparison.Rounds.Select(round => round.Ours.Megabytes!.Value)):0} MB (goal: under 600)."),
        ]);

        async Task<Sample> Record(Bench bench, ServerProcess server, Talks talks, FeedLoad? readers)
        {
            Dictionary<long, long> sent = [];
            List<double> milliseconds = [];
            var sample = await bench.Cost(async () =>
            {
                using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1) / Rate);
                for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < bench.Settings.Duration && await pace.WaitForNextTickAsync();)
                {
                    var start = Stopwatch.GetTimestamp();
                    sent[await Send(bench.Http, server, talks)] = start;
                    milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
                return milliseconds.Count;
            }, server.Id);
            if (readers is not null && await readers.Took(sent) is var all)
                took.Add((all[all.Length / 2], all[(int)(all.Length * 0.99)]));
            milliseconds.Sort();
            return sample with
            {
                Seconds = milliseconds.Sum() / 1_000,
                P50 = milliseconds[milliseconds.Count / 2],
                P99 = milliseconds[(int)(milliseconds.Count * 0.99)],
                Megabytes = ProcessorTime.Megabytes(server.Id),
            };
        }
    }

    private static async Task<long> Send(HttpClient http, ServerProcess server, Talks talks)
    {
        var (negotiation, command, body) = talks.Next(connection: 0, connections: 1);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var answer = await http.PostAsync(new Uri(server.Url, $"/api/negotiations/{negotiation}/{command}"), content);
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("position").GetInt64();
    }
}
