using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

public sealed class The_feed_is_watched : CliTest
{
    private const string Fact =
        """{"negotiation":"n","position":7,"version":2,"id":"e","type":"meeting-scheduled.v1","occurred":"2025-08-08","recordedAt":"2025-08-20T12:00:00Z","text":"m-summit is scheduled for 2025-08-15."}""";

    [Fact]
    public async Task an_event_is_a_line_and_an_interrupted_watch_is_done()
    {
        var result = await WatchAsync($"id: 7-5c0b7e21a9f4\ndata: {Fact}\n\n", connections: 1, "watch", "--negotiation", "n", "--party", "RUS,USA", "--type", "meeting-scheduled", "--after", "3-0123456789ab");
        result.Code.ShouldBe(ExitCode.Done);
        result.Out.Split('\n')[0].ShouldBe("7-5c0b7e21a9f4  2025-08-20 12:00Z  n  2025-08-08  m-summit is scheduled for 2025-08-15.");
        Tracker.Requests[0].Target.ShouldBe("GET /api/feed?negotiation=n&party=RUS%2CUSA&type=meeting-scheduled");
        Tracker.Requests[0].Headers["Last-Event-ID"].ToString().ShouldBe("3-0123456789ab");
    }

    [Theory]
    [InlineData("\n\n", "7-5c0b7e21a9f4")]
    [InlineData("\n\n:\n\nid: 9-a1b2c3d4e5f6\n\n", "9-a1b2c3d4e5f6")] // nothing for this filter up to there
    [InlineData("\n\nid: 8\ndata: {\"negot", "7-5c0b7e21a9f4")] // broken off within an event: it has not come
    [InlineData("\n\nid: 8\ndata: {}\n", "7-5c0b7e21a9f4")]
    public async Task it_goes_on_after_what_came_whole(string end, string lastEventId)
    {
        var result = await WatchAsync($"id: 7-5c0b7e21a9f4\ndata: {Fact}{end}", connections: 2, "watch", "--json");
        result.Code.ShouldBe(ExitCode.Done);
        JsonNode.DeepEquals(JsonNode.Parse(result.Out.Split('\n')[0]), JsonNode.Parse(Fact)).ShouldBeTrue(result.Out);
        result.Error.ShouldContain("is away");
        result.Error.ShouldContain("is back");
        Tracker.Requests[0].Headers.ContainsKey("Last-Event-ID").ShouldBeFalse();
        Tracker.Requests[1].Headers["Last-Event-ID"].ToString().ShouldBe(lastEventId);
    }

    [Fact]
    public async Task a_new_watch_that_breaks_off_before_the_first_event_does_not_come_back_as_new()
    {
        // The fake says how many facts it has in X-Position, as the tracker says where the feed begins.
        await WatchAsync("retry: 1000\n\n", connections: 2, "watch");
        Tracker.Requests[1].Headers["Last-Event-ID"].ToString().ShouldBe("0");
    }

    [Fact]
    public async Task a_tracker_that_was_never_there_is_3()
    {
        var result = await Diplo("watch", "--server", "http://127.0.0.1:1");
        (result.Code, result.Error.Contains("not reached")).ShouldBe((ExitCode.Unreachable, true));
    }

    [Fact]
    public async Task what_the_tracker_refuses_is_1() => (await Diplo("watch")).Code.ShouldBe(ExitCode.Refused);

    /// <summary>The fake gives the same each time and ends; the watch is interrupted when it has come back so often.</summary>
    private async Task<Result> WatchAsync(string feed, int connections, params string[] args)
    {
        Tracker.Reads["/api/feed"] = feed;
        var watching = Diplo(args);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!watching.IsCompleted && Tracker.Requests.Count <= connections && await timer.WaitForNextTickAsync(Interrupt.Token))
        {
            // It comes back by itself.
        }
        await Interrupt.CancelAsync();
        return await watching;
    }
}
