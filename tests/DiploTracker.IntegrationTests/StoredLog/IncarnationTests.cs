using System.Runtime.Versioning;
using DiploTracker.Recording;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.StoredLog;

/// <summary>The incarnation stays as long as the log does.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class IncarnationTests(TrackerFixture tracker)
{
    private const string Stored = "select incarnation || ' ' || made_for from diplo.log_head";

    [Fact]
    public async Task it_is_made_by_an_ordinary_role_and_stays_over_restarts_and_for_every_node()
    {
        var database = await OwnedByAnOrdinaryRoleAsync();
        string before;
        await using (var first = new TrackerNode(database))
        {
            await first.Api.OpenAsync();
            before = (string)(await Folder.AskAsync(database, Stored))!;
            before.Split(' ')[1].Split('/').ShouldNotContain("-", before);
            await using var second = new TrackerNode(database);
            await second.Api.OpenAsync();
            await first.Api.OpenAsync();
        }
        await using var again = new TrackerNode(database);
        await again.Api.OpenAsync();
        (await Folder.AskAsync(database, Stored)).ShouldBe(before);
    }

    [Fact]
    public async Task the_first_append_renews_it_where_the_database_is_another_than_it_was_made_for()
    {
        var database = await tracker.NewDatabaseAsync();
        await using var node = new TrackerNode(database);
        await node.Api.OpenAsync();
        var before = (string)(await Folder.AskAsync(database, Stored))!;

        await Folder.AskAsync(database, "update diplo.log_head set made_for = 'another'");
        await node.Api.OpenAsync();
        var after = (string)(await Folder.AskAsync(database, Stored))!;
        after.Split(' ')[0].ShouldNotBe(before.Split(' ')[0]);
        after.Split(' ')[1].ShouldBe(before.Split(' ')[1]);
        await node.Api.OpenAsync();
        (await Folder.AskAsync(database, Stored)).ShouldBe(after);
    }

    [Fact]
    public async Task many_who_record_while_it_is_renewed_all_land_and_the_memory_is_dropped_once()
    {
        var database = await tracker.NewDatabaseAsync();
        await using var node = new TrackerNode(database);
        var memory = node.Services.GetRequiredService<NodeCache>();
        var keys = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => node.Api.OpenAsync()));
        for (var round = 0; round < 5; round++)
        {
            await Folder.AskAsync(database, "select diplo.incarnation(true)");
            var before = memory.Drops;
            var commands = keys.Select(key => node.Api.DoAsync(key, "record-statement",
                $$"""{"id":"s-{{round}}","speaker":"RUS","kind":"Claim","occurred":"2025-08-07"}"""));
            foreach (var answer in await Task.WhenAll(commands))
                answer.Status.ShouldBe(200, answer.Text);
            memory.Drops.ShouldBe(before + 1, $"round {round}");
        }
    }

    private async Task<string> OwnedByAnOrdinaryRoleAsync()
    {
        var name = $"plain_{Guid.NewGuid():N}";
        var database = new NpgsqlConnectionStringBuilder(await tracker.NewDatabaseAsync());
        await Folder.AskAsync(database.ConnectionString, $"create role {name} login password '{name}'; grant {name} to current_user; alter database {database.Database} owner to {name}; alter schema public owner to {name}");
        return new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = name, Password = name }.ConnectionString;
    }
}
