using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Commands;

/// <summary>Who sends nothing any more does not keep a connection for ever, and is told why it ends.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SilenceTests(SilenceTests.ImpatientTracker tracker) : IClassFixture<SilenceTests.ImpatientTracker>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_stream_on_which_no_line_comes_is_answered_and_ended()
    {
        var key = await tracker.Node.Api.OpenAsync();
        await using var conversation = await Conversation.BeginAsync(tracker.Node.Address, "");
        await conversation.SayAsync($$"""{"negotiation":"{{key}}","command":"AddParty","party":"FRA"}""" + "\n");
        ((bool)(await conversation.HearAsync())["ok"]!).ShouldBeTrue();

        var end = await conversation.HearAsync();
        Answer.ShouldBeProblem(end, 408, "silence");
        ((int)end["line"]!).ShouldBe(2);
        await conversation.ShouldHaveEndedAsync();
    }

    [Fact]
    public async Task half_a_line_is_not_recorded_and_the_answer_says_so()
    {
        await using var conversation = await Conversation.BeginAsync(tracker.Node.Address, "");
        await conversation.SayAsync("{");
        var end = await conversation.HearAsync();
        Answer.ShouldBeProblem(end, 408, "silence");
        ((string)end["detail"]!).ShouldContain("A line was begun, 1 bytes");
        await conversation.ShouldHaveEndedAsync();
    }

    [Fact]
    public async Task a_line_that_comes_byte_by_byte_is_no_sign_of_life()
    {
        await using var conversation = await Conversation.BeginAsync(tracker.Node.Address, "");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var dripping = Task.Run(async () =>
        {
            using var drip = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (await drip.WaitForNextTickAsync(ended.Token))
                await conversation.SayAsync("x");
        }, Cancellation);
        Answer.ShouldBeProblem(await conversation.HearAsync(), 408, "silence");
        await ended.CancelAsync();
        await Should.ThrowAsync<Exception>(dripping); // cancelled, or its connection closed
    }

    [Fact]
    public async Task the_body_of_a_single_command_that_does_not_come_is_not_waited_for()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(tracker.Node.Address.Host, tracker.Node.Address.Port, Cancellation);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /api/negotiations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"), Cancellation);
        using var answer = new StreamReader(client.GetStream());
        (await answer.ReadToEndAsync(Cancellation)).ShouldStartWith("HTTP/1.1 408");
    }

    /// <summary>A tracker that waits a second where others wait two minutes.</summary>
    public sealed class ImpatientTracker(TrackerFixture tracker) : IAsyncLifetime
    {
        public TrackerNode Node { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Node = new TrackerNode(await tracker.NewDatabaseAsync(), port: 0, ("Commands:Patience", "00:00:01"));

        public ValueTask DisposeAsync() => Node.DisposeAsync();
    }
}
