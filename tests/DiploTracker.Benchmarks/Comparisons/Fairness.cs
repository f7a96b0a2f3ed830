using System.Globalization;
using System.Text;
using DiploTracker.Benchmarks.Harness;
using DiploTracker.Negotiations;

namespace DiploTracker.Benchmarks.Comparisons;

/// <summary>
/// The heaviest requests that are accepted, one after the other over one connection, and how long the commands of another
/// negotiation take meanwhile.
/// </summary>
internal sealed class Fairness : Benchmark
{
    /// <summary>No request delays a command of another negotiation by more, in milliseconds.</summary>
    private const double LongestDelay = 250;

    private static readonly DateTime Start = new(2025, 1, 2);

    public override string Name => "fairness";

    public override string Question => "a command of one negotiation while another is sent the heaviest requests";

    public override string Rows => "heavy request";

    public override async Task<Result> Run(Bench bench)
    {
        var connection = await bench.Database.New("fairness");
        var facts = bench.Settings.Short ? 200 : 10_000;
        await using var tracker = await bench.Programs.Tracker(connection);
        var talks = new Talks(1, "other");
        await Post.Lines(tracker, talks.Opening());
        var busy = await Busy.Of(tracker, facts, "busy");
        await Beside(TimeSpan.FromTicks(bench.Settings.Warmth.Ticks / 3), () => null);

        List<Comparison> comparisons = [];
        foreach (var (name, next) in new (string, Func<byte[]?>)[]
        {
            ("none", () => null),
            ("a late fact", busy.LateFact),
            ($"a batch of {Limits.Batch:#,0} late facts", busy.LateBatch),
            ("a correction of the first statement", busy.Correction),
            ($"an opening with {Limits.List} parties", busy.Opening),
            ($"{Limits.Basis} bases, each with {Limits.Via} carriers", busy.ManyBases),
            ($"a batch of {Limits.BatchBytes >> 20} MB", busy.LargeBatch),
            ("a status as of the middle, explained", () => busy.Status),
        })
            await Measure(name, next);
        await Cold();
        return new Result(comparisons,
        [
            $"The busy negotiation has {facts:#,0} facts at first. Its requests go over one connection, each as soon as the one before is answered; the commands of the other negotiation over another, as fast as they are answered.",
            "A late fact and those of a batch can stand anywhere in the negotiation. Where it is not in memory, the tracker has just been started, and the first command to it is late.",
        ]);

        async Task Measure(string name, Func<byte[]?> next) => comparisons.Add(
            await bench.Alternate(name, "command beside it, longest", "demanded", Goal.AtMost(Harness.Measure.Longest, 1),
                () => Beside(bench.Settings.Duration, next), () => Task.FromResult(Sample.Demanded() with { Longest = LongestDelay })));

        async Task<Sample> Beside(TimeSpan duration, Func<byte[]?> next)
        {
            double[] milliseconds = [];
            var sample = await bench.Cost(async () =>
            {
                var heavy = HttpLoad.Times(tracker.Address, 1, duration, _ => next());
                milliseconds = await HttpLoad.Times(tracker.Address, 1, duration, _ => OneOf(talks));
                await heavy;
                return milliseconds.Length;
            }, tracker.Id);
            return sample with { P50 = HttpLoad.At(milliseconds, 0.5), P99 = HttpLoad.At(milliseconds, 0.99), Longest = milliseconds[^1] };
        }

        // A tracker of its own for each round: what is loaded once stays in memory.
        async Task Cold() => comparisons.Add(
            await bench.Alternate("a late fact where the negotiation is not in memory", "command beside it, longest", "demanded", Goal.AtMost(Harness.Measure.Longest, 1),
                async () =>
                {
                    await using var fresh = await bench.Programs.Tracker(connection);
                    await HttpLoad.Times(fresh.Address, 1, bench.Settings.Duration / 2, _ => OneOf(talks));
                    double[] milliseconds = [];
                    var sample = await bench.Cost(async () =>
                    {
                        byte[]? one = busy.LateFact();
                        var heavy = HttpLoad.Times(fresh.Address, 1, bench.Settings.Duration, _ => Interlocked.Exchange(ref one, null));
                        milliseconds = await HttpLoad.Times(fresh.Address, 1, bench.Settings.Duration / 2, _ => OneOf(talks));
                        await heavy;
                        return milliseconds.Length;
                    }, fresh.Id);
                    return sample with { P50 = HttpLoad.At(milliseconds, 0.5), P99 = HttpLoad.At(milliseconds, 0.99), Longest = milliseconds[^1] };
                },
                () => Task.FromResult(Sample.Demanded() with { Longest = LongestDelay })));
    }

    private static byte[] OneOf(Talks talks)
    {
        var (negotiation, command, body) = talks.Next(0, 1);
        return HttpLoad.Post($"/api/negotiations/{negotiation}/{command}", body, Guid.NewGuid());
    }

    /// <summary>A long negotiation and the heaviest requests to it.</summary>
    private sealed class Busy(string key, int facts, string firstStatement)
    {
        private int _number;

        public byte[] Status { get; } = HttpLoad.Get($"/api/negotiations/{key}?explain=true&asOf={Start.AddMinutes(facts / 2):yyyy-MM-dd'T'HH:mm:ss'Z'}");

        public static async Task<Busy> Of(ServerProcess tracker, int facts, string prefix)
        {
            var talks = new Talks(1, prefix);
            await Post.Lines(tracker, talks.Opening());
            var lines = new StringBuilder();
            for (var number = 0; number < facts - 5; number++)
            {
                var (negotiation, command, body) = talks.Next(0, 1);
                lines.Append(CultureInfo.InvariantCulture, $$"""{"negotiation": "{{negotiation}}", "command": "{{command}}", {{body[1..]}}""").Append('\n');
            }
            await Post.Lines(tracker, lines.ToString());
            using var http = new HttpClient { BaseAddress = tracker.Url };
            var history = System.Text.Json.Nodes.JsonNode.Parse(await http.GetStringAsync($"/api/negotiations/{talks.Key(0)}/history?order=recorded&limit=10"))!;
            var first = history["items"]!.AsArray().First(item => (string?)item!["command"] == "RecordStatement")!;
            return new Busy(talks.Key(0), facts, (string)first["id"]!);
        }

        public byte[] LateFact() => Request("record-statement", Statement());

        public byte[] LateBatch() => Request("commands", $"[{string.Join(',', Enumerable.Range(0, Limits.Batch).Select(_ => Named(Statement())))}]");

        public byte[] LargeBatch() => Request("commands",
            $"[{string.Join(',', Enumerable.Range(0, Limits.BatchBytes / 20_200).Select(_ => Named(Statement($", \"quote\": \"{new string('q', 19_900)}\""))))}]");

        public byte[] Correction() => Request("correct",
            $$"""{"fact": "{{firstStatement}}", "mode": "Amended", "reason": "a misprint", "replacement": {"quote": "Corrected {{++_number}} times"}, "occurred": "2026-12-01"}""");

        public byte[] ManyBases() => Request("record-statement", Statement(
            $", \"basis\": [{string.Join(',', Enumerable.Range(0, Limits.Basis).Select(basis => $$"""{"speaker": "Agency {{basis}}", "via": [{{string.Join(',', Enumerable.Range(0, Limits.Via).Select(via => $"\"Newspaper {basis}-{via}\""))}}]}"""))}]"));

        public byte[] Opening() => HttpLoad.Post("/api/negotiations",
            $$"""{"key": "wide-{{Guid.NewGuid():N}}", "title": "Wide", "parties": [{{string.Join(',', Enumerable.Range(0, Limits.List).Select(party => $"\"P{party}{new string('x', Limits.Name - 4)}:Observer\""))}}]}""", Guid.NewGuid());

        private byte[] Request(string route, string body) => HttpLoad.Post($"/api/negotiations/{key}/{route}", body, Guid.NewGuid());

        private string Statement(string more = "") =>
            $$"""{"id": "late-{{++_number}}", "speaker": "RUS.Ushakov", "kind": "Claim", "occurred": "{{Start.AddSeconds(Random.Shared.Next(facts * 60)):yyyy-MM-dd'T'HH:mm:ss'Z'}}"{{more}}}""";

        private static string Named(string body) => $"{{\"command\": \"RecordStatement\", {body[1..]}";
    }
}
