using System.Diagnostics;
using System.Runtime.Versioning;
using DiploTracker.IntegrationTests.Views;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Reads;

/// <summary>A negotiation that many read at once is answered from what the log held a moment ago, and the answer says so.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OftenReadTests(ViewsFixture server)
{
    private const int Facts = 30;

    [Fact]
    public async Task who_has_written_reads_it_however_many_others_read()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"));
        var readers = new Readers(node, count: 8);
        for (var version = 2; version <= Facts; version++)
        {
            await node.RecordAsync(Said(version));
            (await Read.Of(node)).Version.ShouldBe(version);
        }
        foreach (var reads in await readers.End())
            reads.Select(read => read.Version).ShouldBe(reads.Select(read => read.Version).Order());
    }

    [Fact]
    public async Task what_another_node_writes_is_missing_no_longer_than_the_answer_says()
    {
        await using var writer = await server.StartAsync();
        await writer.RecordAsync(ViewsNode.Opening("n-one"));
        await using var reading = new ViewsNode(writer.Database);
        var readers = new Readers(reading, count: 8);
        Dictionary<long, long> written = [];
        for (var version = 2; version <= Facts; version++)
        {
            await writer.RecordAsync(Said(version));
            written[version] = Stopwatch.GetTimestamp();
        }
        var reads = (await readers.End()).SelectMany(all => all).ToList();
        foreach (var read in reads.Where(read => written.ContainsKey(read.Version + 1)))
            ((double)read.Lag).ShouldBeGreaterThanOrEqualTo(Stopwatch.GetElapsedTime(written[read.Version + 1], read.Began).TotalMilliseconds, $"version {read.Version}");
        (await Read.Of(reading, ("X-Min-Position", $"{Facts}"))).ShouldSatisfyAllConditions(
            read => read.Version.ShouldBe(Facts), read => read.Lag.ShouldBe(0));
    }

    private static string Said(int number) =>
        $$"""{"negotiation":"n-one","command":"RecordStatement","id":"s-{{number}}","speaker":"RUS.Peskov","kind":"Claim","occurred":"2025-08-02"}""";

    /// <summary>Some who read the same negotiation again and again.</summary>
    private sealed class Readers
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task<List<Read>[]> _all;

        public Readers(ViewsNode node, int count) => _all = Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(async () =>
        {
            List<Read> reads = [];
            while (!_stop.IsCancellationRequested)
                reads.Add(await Read.Of(node));
            return reads;
        })));

        public async Task<List<Read>[]> End()
        {
            await _stop.CancelAsync();
            return await _all;
        }
    }

    private sealed record Read(long Began, long Version, long Lag)
    {
        public static async Task<Read> Of(ViewsNode node, params (string, string)[] headers)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await node.GetAsync("/api/negotiations/n-one", headers);
            return new Read(began, (long)answer.Body["version"]!, answer.Lag);
        }
    }
}
