using System.Runtime.Versioning;
using DiploTracker.IntegrationTests.Database;
using DiploTracker.IntegrationTests.Http;
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

    private async Task<string> OwnedByAnOrdinaryRoleAsync()
    {
        var name = $"plain_{Guid.NewGuid():N}";
        var database = new NpgsqlConnectionStringBuilder(await tracker.NewDatabaseAsync());
        await Folder.AskAsync(database.ConnectionString, $"create role {name} login password '{name}'; grant {name} to current_user; alter database {database.Database} owner to {name}; alter schema public owner to {name}");
        return new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = name, Password = name }.ConnectionString;
    }
}
