using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using DiploTracker.Client;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Live;

/// <summary>Readers that go away, that take nothing, and trackers that stop.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FeedEndingTests(FeedFixture server)
{
    [Fact]
    public async Task a_reader_that_goes_away_is_forgotten()
    {
        await using var node = await server.StartAsync();
        await using (await Reader.OpenAsync(node))
            await node.UntilReadersAreAsync(1);
        await node.UntilReadersAreAsync(0);
    }

    [Fact]
    public async Task a_tracker_that_stops_ends_its_feeds_as_they_should_end()
    {
        var node = await server.StartAsync();
        await node.Api.OpenAsync();
        await using var reader = await Reader.OpenAsync(node, "?after=0");
        await reader.NextAsync();
        await node.StopAsync();
        (await reader.NextAsync()).ShouldBeNull("it ends, and does not break off");
        await node.DisposeAsync();
    }

    [Fact]
    public async Task who_takes_nothing_is_disconnected_and_misses_nothing_and_nobody_else_waits_for_it()
    {
        await using var node = await server.StartAsync(("Feed:Patience", "00:00:05"), ("Feed:Kept", "8"));
        var key = await node.Api.OpenAsync();
        using var stalled = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await stalled.ConnectAsync(node.Address.Host, node.Address.Port, TestContext.Current.CancellationToken);
        await stalled.SendAsync(Encoding.ASCII.GetBytes("GET /api/feed?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n"), TestContext.Current.CancellationToken);
        await using var other = await Reader.OpenAsync(node, "?after=0");
        await node.UntilReadersAreAsync(2);

        // More than the buffers of a connection hold.
        var everything = other.PositionsAsync(601);
        var (quote, last) = (new string('x', 19_000), 1L);
        await Task.WhenAll(Enumerable.Range(0, 600).Select(number => node.SayAsync(key, $"s-{number}", quote: quote)));
        await node.UntilReadersAreAsync(1);
        (await everything).ShouldBe(Enumerable.Range(1, 601).Select(position => (long)position));

        try
        {
            await using var bytes = new NetworkStream(stalled);
            using var lines = new StreamReader(bytes);
            while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
                last = line.StartsWith("id: ", StringComparison.Ordinal) ? long.Parse(line[4..].Split('-')[0]) : last;
        }
        catch (IOException)
        {
            // It was disconnected in the middle of an event.
        }
        last.ShouldBeLessThan(601);
        await using var again = await Reader.OpenAsync(node, lastEventId: $"{last - 1}");
        (await again.PositionsAsync(1)).ShouldBe([last]);
    }

    [Fact]
    public async Task the_client_goes_on_over_a_restart_without_a_gap_or_a_double()
    {
        var database = await server.NewDatabaseAsync();
        var node = new TrackerNode(database);
        var address = node.Address;
        await node.Api.OpenAsync("talks-2025");
        using var http = new HttpClient { BaseAddress = address };
        var (lost, back) = (new TaskCompletionSource(), new TaskCompletionSource());
        var watch = new FeedWatch(_ => lost.TrySetResult(), () => back.TrySetResult()) { Pause = TimeSpan.FromMilliseconds(20) };
        await using var events = new DiploClient(http).FeedAsync(after: "0", watch: watch, cancellation: TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        (await NextAsync()).ShouldBe((1, "negotiation-opened.v1", "talks-2025"));
        await node.SayAsync("talks-2025", "s-1");
        (await NextAsync()).ShouldBe((2, "statement-recorded.v1", "talks-2025"));
        var waiting = NextAsync();
        await node.DisposeAsync();
        await lost.Task;

        await using (var meanwhile = new TrackerNode(database))
            await meanwhile.SayAsync("talks-2025", "s-2");
        await using var restarted = new TrackerNode(database, address.Port);
        (await waiting).Position.ShouldBe(3);
        back.Task.IsCompleted.ShouldBeTrue();
        await restarted.SayAsync("talks-2025", "s-3");
        (await NextAsync()).Position.ShouldBe(4);

        async Task<(long Position, string Type, string Negotiation)> NextAsync()
        {
            (await events.MoveNextAsync()).ShouldBeTrue();
            return (events.Current.Position, events.Current.Type, events.Current.Negotiation);
        }
    }

    [Fact]
    public async Task the_client_that_never_reached_it_says_so()
    {
        using var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:1/") };
        await Should.ThrowAsync<HttpRequestException>(async () => await new DiploClient(http).FeedAsync(cancellation: TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken).MoveNextAsync());
    }
}
