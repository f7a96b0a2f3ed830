using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Live;

/// <summary>Each stored event once and in global order, to every reader on every node, and on from where one was.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FeedTests(FeedFixture server)
{
    [Fact]
    public async Task every_reader_on_both_nodes_gets_each_event_once_and_in_order_whoever_recorded_it()
    {
        var database = await server.NewDatabaseAsync();
        await using var one = new TrackerNode(database);
        await using var other = new TrackerNode(database);
        var keys = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => one.Api.OpenAsync()));
        Reader[] readers = [.. await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Reader.OpenAsync(number % 2 == 0 ? one : other, "?after=0")))];
        await Task.WhenAll(Enumerable.Range(0, 90).Select(number => (number % 2 == 0 ? one : other).SayAsync(keys[number % 3], $"s-{number}")));

        foreach (var reader in readers)
        {
            (await reader.PositionsAsync(93)).ShouldBe(Enumerable.Range(1, 93).Select(position => (long)position));
            await reader.DisposeAsync();
        }
    }

    [Fact]
    public async Task an_event_is_the_item_of_the_history_and_its_negotiation()
    {
        await using var node = await server.StartAsync();
        var key = await node.Api.OpenAsync();
        await node.SayAsync(key, "s-1", quote: "الأسبوع المقبل");
        await using var reader = await Reader.OpenAsync(node, "?after=1");
        var item = (await node.Api.GetAsync($"/api/negotiations/{key}/history"))["items"]![1]!.AsObject();
        item.Insert(0, "negotiation", key);
        (await reader.NextAsync())!.ToJsonString().ShouldBe(item.ToJsonString());

        (reader.Response.Content.Headers.ContentType!.MediaType, reader.Response.Headers.CacheControl!.NoStore).ShouldBe(("text/event-stream", true));
        reader.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
    }

    [Fact]
    public async Task who_is_new_gets_what_is_new_and_is_told_where_that_begins()
    {
        await using var node = await server.StartAsync();
        var key = await node.Api.OpenAsync();
        var last = await node.SayAsync(key, "s-1");
        string told;
        await using (var reader = await Reader.OpenAsync(node))
        {
            (await reader.BlockAsync()).ShouldBe(["retry: 1000", $"id: 2-{last.EventId[^12..]}"]);
            told = reader.LastEventId;
        }

        // It went away before anything came, and has not missed what was recorded meanwhile.
        await node.SayAsync(key, "s-2");
        await using var again = await Reader.OpenAsync(node, lastEventId: told);
        (await again.PositionsAsync(1)).ShouldBe([3]);
    }

    [Fact]
    public async Task a_reader_goes_on_after_what_it_has_seen_on_another_node_and_after_a_restart()
    {
        var database = await server.NewDatabaseAsync();
        string seen;
        await using (var first = new TrackerNode(database))
        {
            var key = await first.Api.OpenAsync("talks-2025");
            await first.SayAsync(key, "s-1");
            await first.SayAsync(key, "s-2");
            await using var reader = await Reader.OpenAsync(first, "?after=0");
            await reader.NextAsync(2);
            seen = reader.LastEventId;
        }
        await using var second = new TrackerNode(database);
        await second.SayAsync("talks-2025", "s-3");
        await using var again = await Reader.OpenAsync(second, "?after=0", lastEventId: seen); // a browser keeps the address, and the header goes before it
        (await again.PositionsAsync(2)).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task who_is_further_behind_than_memory_reaches_reads_from_the_database_and_then_goes_on_live()
    {
        await using var node = await server.StartAsync(("Feed:Kept", "4"));
        var key = await node.Api.OpenAsync();
        foreach (var number in Enumerable.Range(2, 40))
            await node.SayAsync(key, $"s-{number}");
        await using var live = await Reader.OpenAsync(node, "?after=41");
        await using var late = await Reader.OpenAsync(node, "?after=0");
        (await late.PositionsAsync(41)).ShouldBe(Enumerable.Range(1, 41).Select(position => (long)position));
        await node.SayAsync(key, "s-new");
        (await live.PositionsAsync(1)).ShouldBe([42]);
        (await late.PositionsAsync(1)).ShouldBe([42]);
    }

    [Fact]
    public async Task a_feed_stops_before_an_event_that_cannot_be_read_and_goes_on_once_that_is_mended()
    {
        await using var node = await server.StartAsync();
        var key = await node.Api.OpenAsync();
        await node.SayAsync(key, "s-1");
        await node.SayAsync(key, "s-2");
        await node.ExecuteAsync("update mt_events set type = 'mystery.v1' where seq_id = 2");

        await using var reader = await Reader.OpenAsync(node, "?after=0");
        (await reader.PositionsAsync(1)).ShouldBe([1]);
        await node.UntilHealthSaysAsync("The feed has stopped: the event at position 2 cannot be read");

        await node.ExecuteAsync("update mt_events set type = 'statement-recorded.v1' where seq_id = 2");
        (await reader.PositionsAsync(2)).ShouldBe([2, 3]);
        await node.UntilHealthSaysAsync("The feed goes on.");
    }
}
