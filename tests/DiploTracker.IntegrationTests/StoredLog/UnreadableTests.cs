using System.Runtime.Versioning;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.StoredLog;

/// <summary>A negotiation of whose log one event cannot be read.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UnreadableTests(TrackerFixture tracker)
{
    [Fact]
    public async Task it_is_not_shown_in_part_the_answer_names_the_event_and_others_are_as_they_were()
    {
        var database = await tracker.NewDatabaseAsync();
        string key, other;
        await using (var before = new TrackerNode(database))
        {
            (key, other) = (await before.Api.OpenAsync(), await before.Api.OpenAsync());
            (await SayAsync(before, key, "s-1")).Status.ShouldBe(200);
        }
        await ExecuteAsync(database, "update mt_events set type = 'mystery.v1' where seq_id = 3");

        await using var node = new TrackerNode(database); // one that has none of it in memory
        foreach (var answer in new[] { await node.Api.GetAsync($"/api/negotiations/{key}"), await SayAsync(node, key, "s-2") })
            answer.ShouldBeProblem(500, "internal-error").ShouldSay("the event at position 3 cannot be read").ShouldSay("'mystery.v1'");
        (await node.Api.GetAsync($"/api/negotiations/{other}")).Status.ShouldBe(200);

        await ExecuteAsync(database, "update mt_events set type = 'statement-recorded.v1' where seq_id = 3");
        (await node.Api.StatusAsync(key))["statementCount"]!.GetValue<int>().ShouldBe(1);
        (await SayAsync(node, key, "s-2")).Status.ShouldBe(200);
    }

    private static Task<Answer> SayAsync(TrackerNode node, string key, string id) => node.Api.DoAsync(
        key, "record-statement", $$"""{"id":"{{id}}","speaker":"RUS.Ushakov","kind":"Announcement","quote":"…","language":"ru","occurred":"2025-08-07"}""");

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        (await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }
}
