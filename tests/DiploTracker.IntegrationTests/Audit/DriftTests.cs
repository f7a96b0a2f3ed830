using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Audit;

/// <summary>What the facts give is held against everything that shows them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DriftTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData("update {negotiations} set title = 'Another' where negotiation = 'talks-two'", "negotiations", "talks-two/title")]
    [InlineData("update {statements} set speaker = 'USA.Trump' where negotiation = 'talks-two' and id = 's-3'", "statements", "s-3/speaker")]
    [InlineData("update {statements} set item = '{}' where negotiation = 'talks-two' and id = 's-3'", "statements", "s-3/item")]
    [InlineData("delete from {statements} where negotiation = 'talks-two' and id = 's-3'", "statements", "s-3")]
    [InlineData("update {statements} set id = 's-0' where negotiation = 'talks-two' and id = 's-3'", "statements", "s-0")]
    public async Task what_a_view_shows_otherwise_is_found_on_demand(string sql, string view, string path)
    {
        await using var tracker = await Recorded();
        (await tracker.Get("/api/audit/drift")).ToJsonString().ShouldBe("""{"agrees":true,"checked":2,"difference":null}""");
        await Change(tracker, sql);
        var difference = (await tracker.Get("/api/audit/drift"))["difference"].ShouldNotBeNull();
        ((string)difference["negotiation"]!, (string)difference["view"]!, (string)difference["path"]!).ShouldBe(("talks-two", view, path));
    }

    [Fact]
    public async Task it_is_found_by_itself_too_and_shows_in_health()
    {
        await using var tracker = await Recorded();
        await Change(tracker, "update {statements} set speaker = 'USA.Trump' where negotiation = 'talks-two' and id = 's-3'");
        string? detail = null;
        await Folder.UntilAsync(async () => (detail = await Health(tracker))!.Contains("talks-two", StringComparison.Ordinal), "the continuous check finds it");
        detail.ShouldBe("talks-two at version 5: statements shows s-3/speaker \"USA.Trump\", its facts give \"RUS.Ushakov\".");

        await Change(tracker, "update {statements} set speaker = 'RUS.Ushakov' where negotiation = 'talks-two' and id = 's-3'");
        (await tracker.Get("/api/audit/drift")).ToJsonString().ShouldContain("\"agrees\":true");
        (await Health(tracker)).ShouldNotContain("talks-two");
    }

    private async Task<AuditedTracker> Recorded()
    {
        var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
        await tracker.Record("talks-one", 5);
        await tracker.Record("talks-two", 5);
        await tracker.Settled();
        return tracker;
    }

    private static async Task Change(AuditedTracker tracker, string sql)
    {
        var view = sql[(sql.IndexOf('{') + 1)..sql.IndexOf('}')];
        var table = await Folder.AskAsync(tracker.Database,
            $"select 'views.' || name || '_' || version || '_' || build from diplo.views where name = '{view}' and state = 'Current'");
        await tracker.Tamper(sql.Replace($"{{{view}}}", (string)table!, StringComparison.Ordinal));
    }

    private static async Task<string> Health(AuditedTracker tracker) =>
        (string)(await tracker.Get("/health/ready"))["checks"]!.AsArray().Single(check => (string)check!["name"]! == "audit")!["detail"]!;
}
