using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Live;

/// <summary>What a reader asks for, from memory and from the database alike.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FeedFilterTests(FeedFixture server, TrackerFixture tracker)
{
    [Theory]
    [InlineData("4096")]
    [InlineData("1")] // nothing is left in memory: all of it comes from the database
    public async Task filters_let_through_what_they_say(string kept)
    {
        await using var node = await server.StartAsync(("Feed:Kept", kept));
        await node.Api.OpenAsync("talks-one");                                                        // 1
        await node.Api.OpenAsync("talks-two");                                                        // 2
        await node.SayAsync("talks-one", "s-1", "UKR");                                               // 3
        await node.Api.DoneAsync("talks-two", "propose-summit", """{"id":"m-1","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}"""); // 4
        await node.Api.DoneAsync("talks-two", "answer-proposal", """{"id":"m-1","by":"RUS","answer":"Accepted","occurred":"2025-08-03"}"""); // 5
        await node.Api.DoneAsync("talks-two", "schedule-meeting", """{"meeting":"m-1","when":"2025-08-15","occurred":"2025-08-04"}"""); // 6
        await node.Api.DoneAsync("talks-one", "enter-phase", """{"phase":"Suspended","occurred":"2025-08-08"}"""); // 7

        await GivesAsync("?after=0", 1, 2, 3, 4, 5, 6, 7);
        await GivesAsync("?after=0&negotiation=talks-one", 1, 3, 7);
        await GivesAsync("?after=0&negotiation=talks-one,talks-two&type=negotiation-opened.v1,phase-entered", 1, 2, 7);
        await GivesAsync("?after=0&party=UKR", 1, 2, 3, 7);
        await GivesAsync("?after=0&party=UKR&type=statement-recorded", 3);
        await GivesAsync("?after=2&party=USA,UKR", 3, 4, 5, 6, 7); // the meeting is of USA and RUS, also where only one is named

        async Task GivesAsync(string query, params long[] positions)
        {
            await using var reader = await Reader.OpenAsync(node, query);
            string.Join(", ", await reader.PositionsAsync(positions.Length)).ShouldBe(string.Join(", ", positions), query);
        }
    }

    [Theory]
    [InlineData("?negotation=talks", "", "negotation")]
    [InlineData("?type=meeting-schedled.v1", "", "type")]
    [InlineData("?negotiation=No%20Key", "", "negotiation")]
    [InlineData("?after=-1", "", "after")]
    [InlineData("?after=1-5c0b", "", "after")]
    [InlineData("?after=0", "third", "Last-Event-ID")]
    [InlineData("?after=0", "1-5C0B7E21A9F4", "Last-Event-ID")]
    public async Task what_cannot_be_meant_is_refused(string query, string lastEventId, string named)
    {
        (string, string)[] headers = lastEventId.Length > 0 ? [("Last-Event-ID", lastEventId)] : [];
        (await tracker.Api.GetAsync($"/api/feed{query}", headers)).ShouldBeProblem(422, "malformed").ShouldSay($"`{named}`");
    }

    [Fact]
    public async Task what_the_log_does_not_hold_is_refused_and_told_where_the_log_ends()
    {
        await using var node = await server.StartAsync();
        var key = await node.Api.OpenAsync();
        var newest = $"2-{(await node.SayAsync(key, "s-1")).EventId[^12..]}";
        foreach (var place in (string[])["3", "2-5c0b7e21a9f4", "0-5c0b7e21a9f4"]) // of a log that is longer, or another one
        {
            var refused = (await node.Api.GetAsync("/api/feed", ("Last-Event-ID", place))).ShouldBeProblem(409, "place-not-in-log").ShouldSay(place);
            ((long)refused["current"]!, (string)refused["newest"]!).ShouldBe((2, newest), place);
            (await node.Api.GetAsync($"/api/feed?after={place}")).ShouldBeProblem(409, "place-not-in-log");
        }
        (await node.Api.GetAsync($"/api/negotiations/{key}", ("X-Min-Position", "2-5c0b7e21a9f4"))).ShouldBeProblem(409, "place-not-in-log");
        (await node.Api.GetAsync($"/api/negotiations/{key}", ("X-Min-Position", newest))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task a_feed_that_lets_nothing_through_still_says_how_far_it_is()
    {
        await using var node = await server.StartAsync(("Feed:Heartbeat", "00:00:00.1"));
        var key = await node.Api.OpenAsync();
        await using var reader = await Reader.OpenAsync(node, "?after=0&negotiation=something-else");
        (await reader.BlockAsync()).ShouldBe(["retry: 1000"]);
        while (!reader.LastEventId.StartsWith("1-", StringComparison.Ordinal))
            (await reader.BlockAsync()).ShouldNotBeNull();
        await node.SayAsync(key, "s-1");
        while (!reader.LastEventId.StartsWith("2-", StringComparison.Ordinal))
            (await reader.BlockAsync()).ShouldNotBeNull().ShouldNotContain(line => line.StartsWith("data"));
        (await reader.BlockAsync()).ShouldBe([":"]);
    }
}
