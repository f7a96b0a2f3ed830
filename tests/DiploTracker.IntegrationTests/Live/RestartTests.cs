using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Live;

/// <summary>Readers as people have them, while the tracker that they read from goes and comes back.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RestartTests(FeedFixture server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task a_browser_and_diplo_watch_read_over_a_restart_without_a_gap_or_a_double(string signal)
    {
        var database = await server.NewDatabaseAsync();
        await using var tracker = await RunningTracker.StartAsync(database);
        await using var other = new TrackerNode(database);
        using var enough = new CancellationTokenSource();
        var recorded = RecordAsync(other, enough.Token); // all the time, through another node

        await using var browser = await Browser.OpenAsync(new Uri(tracker.Address, "/health/live")); // any page of its origin
        await browser.EvaluateAsync<bool>(
            """
            () => {
                window.read = [];
                window.feed = new EventSource("/api/feed?after=0");
                feed.addEventListener("message", event =>
                    read.push([parseInt(event.lastEventId), JSON.parse(event.data).position]));
                window.until = isSo => new Promise(done => {
                    const look = () => isSo() && done(true);
                    ["open", "message", "error"].forEach(kind => feed.addEventListener(kind, look));
                    look();
                });
                return true;
            }
            """);
        await UntilAsync("read.length >= 20");
        await using var watch = new Watch(tracker.Address);
        await watch.ReadAsync(upTo: 20);

        await tracker.EndAsync(signal);
        await UntilAsync("feed.readyState == EventSource.CONNECTING");
        await watch.SaysAsync("is away");
        await tracker.StartAsync();
        await UntilAsync("feed.readyState == EventSource.OPEN");
        await watch.SaysAsync("is back");

        await enough.CancelAsync();
        var all = Enumerable.Range(1, await recorded).ToList();
        await UntilAsync($"read.length && read.at(-1)[0] >= {all.Count}");
        (await browser.EvaluateAsync<int[]>("read.map(([id, position]) => id == position ? id : -1)")).ShouldBe(all);
        (await watch.ReadAsync(upTo: all.Count)).ShouldBe(all);

        Task UntilAsync(string condition) => browser.EvaluateAsync<bool>($"until(() => {condition})");
    }

    /// <summary>Gives how many events there are in the end.</summary>
    private static async Task<int> RecordAsync(TrackerNode node, CancellationToken enough)
    {
        var key = await node.Api.OpenAsync();
        var count = 1;
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20)); // leaves the processors to those who read
        while (!enough.IsCancellationRequested && await pace.WaitForNextTickAsync(Cancellation))
            await node.SayAsync(key, $"s-{++count}");
        return count;
    }

    /// <summary><c>diplo watch</c>, as a process of its own. What it writes is taken at once, so that it never waits for the test.</summary>
    private sealed class Watch : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly Channel<string> _output = Channel.CreateUnbounded<string>(), _error = Channel.CreateUnbounded<string>();
        private readonly List<int> _read = [];

        public Watch(Uri tracker)
        {
            _process = RunningTracker.Program("diplo.dll", ["watch", "--json", "--after", "0", "--server", tracker.OriginalString]);
            _process.OutputDataReceived += (_, line) => Pass(line.Data, _output.Writer);
            _process.ErrorDataReceived += (_, line) => Pass(line.Data, _error.Writer);
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        /// <summary>The positions that came, when that one has.</summary>
        public async Task<List<int>> ReadAsync(int upTo)
        {
            while (_read is [] || _read[^1] < upTo)
                _read.Add((int)JsonNode.Parse(await NextAsync(_output))!["position"]!);
            return _read;
        }

        /// <summary>Waits for what it tells whoever sits before it.</summary>
        public async Task SaysAsync(string words)
        {
            while (!(await NextAsync(_error)).Contains(words))
            {
                // It says other things too.
            }
        }

        public async ValueTask DisposeAsync()
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        private static Task<string> NextAsync(Channel<string> lines) => lines.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(WaitTime.Longest, Cancellation);

        private static void Pass(string? line, ChannelWriter<string> lines)
        {
            if (line is null)
                lines.TryComplete();
            else
                lines.TryWrite(line);
        }
    }
}
