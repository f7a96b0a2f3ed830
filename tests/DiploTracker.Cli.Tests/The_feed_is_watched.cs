using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class The_feed_is_watched(TrackerFixture tracker, The_feed_is_watched.Beating beating)
    : CliTest(tracker), IClassFixture<The_feed_is_watched.Beating>
{
    protected override Task<Uri> TrackerAsync() => Task.FromResult(beating.Node.Address);

    [Fact]
    public async Task an_event_is_a_line_and_an_interrupted_watch_is_done()
    {
        var before = await OpenedAsync();
        var scheduled = PlaceOf((await ScheduledAsync())[^1]);
        var result = await WatchAsync(
            "m is scheduled", connections: 1,
            "watch", "--negotiation", Key, "--party", "RUS,USA", "--type", "meeting-scheduled", "--after", before);
        result.Code.ShouldBe(ExitCode.Done);
        var minute = DateTimeOffset.Parse((string)(await FactsAsync())[^1]!["recordedAt"]!).UtcDateTime;
        result.Out.Split('\n')[0].ShouldBe(
            $"{scheduled}  {minute:yyyy-MM-dd HH:mm}Z  {Key}  2025-08-04  m is scheduled for 2025-08-15.");
        Wire.Requests[0].Target.ShouldBe($"GET /api/feed?negotiation={Key}&party=RUS%2CUSA&type=meeting-scheduled");
        Wire.Requests[0].Headers["Last-Event-ID"].ShouldBe(before);
    }

    [Theory]
    [InlineData("\n\n", "first")]
    [InlineData("\n\nid: ", "last", "\n\n")] // nothing for this filter up to there
    [InlineData("data: {\"negot", "first")] // broken off within an event: it has not come
    [InlineData("data: {\"negot", "first", "\n")]
    public async Task it_goes_on_after_what_came_whole(string end, string goesOn, string tail = "")
    {
        var before = await OpenedAsync();
        var facts = await ScheduledAsync();
        var filter = goesOn == "last" ? "meeting-proposed" : "meeting-proposed,proposal-answered";
        var result = await WatchAsync(
            feed => At(feed, "data: ", 0) is >= 0 and var begins && At(feed, "\n\n", begins) is >= 0 and var first
                && At(feed, end, first) is >= 0 and var found && At(feed, tail, found + end.Length) is >= 0 and var last
                ? last + tail.Length
                : -1,
            connections: 2, "watch", "--json", "--negotiation", Key, "--type", filter, "--after", before);
        result.Code.ShouldBe(ExitCode.Done);
        ((string?)JsonNode.Parse(result.Out.Split('\n')[0])!["id"]).ShouldBe(facts[0].EventId, result.Out);
        result.Out.Split('\n').Count(line => line.Contains(facts[0].EventId)).ShouldBe(1);
        result.Error.ShouldContain("is away");
        result.Error.ShouldContain("is back");
        var place = Wire.Requests[1].Headers["Last-Event-ID"];
        if (goesOn == "last")
            long.Parse(place.Split('-')[0]).ShouldBeGreaterThan(facts[0].Position);
        else
            place.ShouldBe(PlaceOf(facts[0]));
    }

    [Fact]
    public async Task a_new_watch_that_breaks_off_before_the_first_event_does_not_come_back_as_new()
    {
        var position = (await Api.GetAsync("/api/negotiations")).Headers["X-Position"];
        await WatchAsync(_ => 0, connections: 2, "watch");
        Wire.Requests[0].Headers.ContainsKey("Last-Event-ID").ShouldBeFalse();
        var place = Wire.Requests[1].Headers["Last-Event-ID"];
        long.Parse(place.Split('-')[0]).ShouldBeGreaterThanOrEqualTo(long.Parse(position));
    }

    [Fact]
    public async Task a_tracker_that_was_never_there_is_3()
    {
        var result = await Diplo("watch", "--server", Unreachable);
        (result.Code, result.Error.Contains("not reached")).ShouldBe((ExitCode.Unreachable, true));
    }

    [Fact]
    public async Task what_the_tracker_refuses_is_1()
    {
        var result = await Diplo("watch", "--after", "999999999");
        (result.Code, result.Error.Contains("[place-not-in-log]")).ShouldBe((ExitCode.Refused, true), result.Error);
    }

    /// <summary>The place before the facts of the test.</summary>
    private async Task<string> OpenedAsync() =>
        PlaceOf(await Api.PostAsync("/api/negotiations", Api.Opening(Api.NewKey())));

    private static string PlaceOf(Answer recorded) => $"{recorded.Position}-{recorded.EventId[^12..]}";

    private static int At(string feed, string text, int from) => feed.IndexOf(text, from, StringComparison.Ordinal);

    private Task<Result> WatchAsync(string until, int connections, params string[] args) => WatchAsync(
        feed => At(feed, until, 0) is >= 0 and var found && At(feed, "\n\n", found) is >= 0 and var end ? end + 2 : -1,
        connections, args);

    /// <summary>The first connection ends at the cut, later ones at once; the watch is interrupted when it comes
    /// back after so many.</summary>
    private async Task<Result> WatchAsync(Func<string, int> cut, int connections, params string[] args)
    {
        var (back, count) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        Wire.Sent = _ =>
        {
            if (Interlocked.Increment(ref count) > connections)
                back.TrySetResult();
        };
        Wire.Cut = feed => Volatile.Read(ref count) == 1 ? cut(feed) : 0;
        var watching = Diplo(args);
        await Task.WhenAny(back.Task, watching);
        await Interrupt.CancelAsync();
        return await watching;
    }

    /// <summary>A second node of the tracker, which soon gives a sign of life.</summary>
    public sealed class Beating(TrackerFixture tracker) : IAsyncDisposable
    {
        public TrackerNode Node { get; } = new(tracker.Database, port: 0, ("Feed:Heartbeat", "00:00:00.1"));

        public ValueTask DisposeAsync() => Node.DisposeAsync();
    }
}
