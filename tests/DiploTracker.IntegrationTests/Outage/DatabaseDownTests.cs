using System.Globalization;
using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Outage;

/// <summary>The database goes away while the tracker runs, and comes back.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DatabaseDownTests
{
    private const string Statement = """{"id":"s-1","speaker":"RUS","kind":"Claim","occurred":"2025-08-07"}""";

    [Fact]
    public async Task while_it_is_down_the_answer_is_503_and_the_same_key_settles_what_happened()
    {
        using var folder = new Folder();
        var once = ("Idempotency-Key", Guid.NewGuid().ToString());
        var server = await folder.OpenAsync();
        await using var node = new TrackerNode(server.ConnectionString);
        var key = await node.Api.OpenAsync();

        await server.DisposeAsync();
        foreach (var answer in new[]
        {
            await node.Api.DoAsync(key, "record-statement", Statement, once),
            await node.Api.GetAsync($"/api/negotiations/{key}"),
            await node.Api.GetAsync("/api/negotiations"),
            await node.Api.GetAsync("/api/actors/USA"),
        })
        {
            answer.ShouldBeProblem(503, "unavailable");
            int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBePositive();
        }

        await using var again = await folder.OpenAsync();
        var landed = await node.Api.DoAsync(key, "record-statement", Statement, once);
        landed.Status.ShouldBe(200, landed.Text);
        landed.Version.ShouldBe(2);
        (await node.Api.DoAsync(key, "record-statement", Statement, once)).Text.ShouldBe(landed.Text);
        (await node.Api.StatusAsync(key)).Version.ShouldBe(2);
    }
}
