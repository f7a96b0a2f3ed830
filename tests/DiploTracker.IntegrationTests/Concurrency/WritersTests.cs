using System.Runtime.Versioning;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Concurrency;

/// <summary>Many at once, on one node and on two.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class WritersTests(TrackerFixture tracker)
{
    private static string Statement(string id) => $$"""{"id":"{{id}}","speaker":"RUS","kind":"Claim","occurred":"2025-08-07"}""";

    [Fact]
    public async Task twenty_writers_on_one_negotiation_all_land()
    {
        var key = await tracker.Api.OpenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(writer => tracker.Api.DoAsync(key, "record-statement", Statement($"s-{writer}"))));
        answers.ShouldAllBe(answer => answer.Status == 200);
        answers.Select(answer => answer.Version).Order().ShouldBe(Enumerable.Range(2, 20).Select(version => (long)version));
    }

    [Fact]
    public async Task twenty_requests_with_one_key_get_one_answer_and_one_event()
    {
        var key = await tracker.Api.OpenAsync();
        var once = ("Idempotency-Key", Guid.NewGuid().ToString());
        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(_ => tracker.Api.DoAsync(key, "record-statement", Statement("s-1"), once)));
        answers.Select(answer => (answer.Status, answer.Text)).Distinct().ShouldHaveSingleItem().Status.ShouldBe(200);
        answers[0]["events"]!.AsArray().Count.ShouldBe(1);
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task of_twenty_for_one_version_one_lands()
    {
        var key = await tracker.Api.OpenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(writer =>
            tracker.Api.DoAsync(key, "record-statement", Statement($"s-{writer}"), ("If-Match", "\"1\""))));
        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 412).ShouldBe(19);
    }

    [Fact]
    public async Task two_nodes_on_one_database_lose_and_double_nothing()
    {
        var database = await tracker.NewDatabaseAsync();
        TrackerNode[] nodes = [.. await Task.WhenAll(Task.Run(() => new TrackerNode(database)), Task.Run(() => new TrackerNode(database)))];
        try
        {
            var keys = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => nodes[0].Api.OpenAsync()));
            var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(number =>
                nodes[number % 2].Api.DoAsync(keys[number % 3], "record-statement", Statement($"s-{number}"))));
            answers.ShouldAllBe(answer => answer.Status == 200);

            // The other node has seen nothing of it yet in memory: what it knows is old, what it answers is not.
            await nodes[0].Api.DoneAsync(keys[0], "propose-summit", """{"id":"m-1","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""");
            await nodes[1].Api.DoneAsync(keys[0], "answer-proposal", """{"id":"m-1","by":"RUS","answer":"Accepted","occurred":"2025-08-03"}""");
            await nodes[0].Api.DoneAsync(keys[0], "schedule-meeting", """{"meeting":"m-1","when":"2025-08-15","occurred":"2025-08-04"}""");
            (await nodes[1].Api.DoAsync(keys[0], "postpone-meeting", """{"meeting":"m-1","by":"RUS","occurred":"2025-08-05"}""", ("If-Match", "\"104\""))).Version.ShouldBe(105);

            // One key on both at once.
            var once = ("Idempotency-Key", Guid.NewGuid().ToString());
            var same = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => nodes[number % 2].Api.DoAsync(keys[1], "record-statement", Statement("s-once"), once)));
            same.Select(answer => (answer.Status, answer.Text)).Distinct().ShouldHaveSingleItem().Status.ShouldBe(200);

            foreach (var key in keys)
                (await nodes[0].Api.StatusAsync(key)).Text.ShouldBe((await nodes[1].Api.StatusAsync(key)).Text);
            await ShouldBeWholeAsync(database, events: 3 + 300 + 4 + 1);
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task a_node_appends_over_one_connection_however_many_read()
    {
        var database = await tracker.NewDatabaseAsync();
        await using var node = new TrackerNode(database);
        var key = await node.Api.OpenAsync();
        foreach (var number in Enumerable.Range(0, 10))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => node.Api.StatusAsync(key)));
            await node.Api.DoneAsync(key, "record-statement", Statement($"s-{number}"));
        }

        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var ask = new NpgsqlCommand(
            """
            select string_agg(substring(application_name from '^DiploTracker [a-z]+'), ', ') from pg_stat_activity
            where datname = current_database() and (query like 'select * from diplo.append(%' or application_name like 'DiploTracker appends %')
            """, connection);
        (await ask.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe("DiploTracker appends");
    }

    private static async Task ShouldBeWholeAsync(string database, int events)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var ask = new NpgsqlCommand(
            """
            select count(*), max(seq_id), min(seq_id), count(distinct id), count(distinct (stream_id, version)),
                   bool_and(rises), bool_and(follows), (select sum(version) from mt_streams)
            from (select *, timestamp > coalesce(lag(timestamp) over (order by seq_id), '-infinity') as rises,
                         version = coalesce(lag(version) over (partition by stream_id order by seq_id), 0) + 1 as follows from mt_events) e
            """, connection);
        await using var row = await ask.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await row.ReadAsync(TestContext.Current.CancellationToken);
        var counts = new[] { row.GetInt64(0), row.GetInt64(1), row.GetInt64(3), row.GetInt64(4), (long)row.GetDecimal(7) };
        counts.ShouldAllBe(count => count == events, string.Join(", ", counts));
        row.GetInt64(2).ShouldBe(1);
        row.GetBoolean(5).ShouldBeTrue("recorded times rise strictly in the order of positions");
        row.GetBoolean(6).ShouldBeTrue("versions follow one another in the order of positions");
        await Folder.UntilAsync(async () => await Folder.AskAsync(database, "select last_value from mt_events_sequence") is long last && last == events,
            "the end of the log is published to Marten's sequence");
    }
}
