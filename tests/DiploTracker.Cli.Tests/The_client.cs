using System.Text.Json.Nodes;
using DiploTracker.Client;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

public sealed class The_client : CliTest
{
    private DiploClient Client => new(new HttpClient { BaseAddress = new Uri(Tracker.Url + "/") });

    [Fact]
    public async Task a_batch_names_its_commands()
    {
        await Client.SendBatchAsync(
            "n", [new ConfirmDate("m", "RUS"), new CloseDeadline("t", Met: true)], cancellation: Interrupt.Token);
        var (target, _, body) = Tracker.Requests[^1];
        target.ShouldBe("POST /api/negotiations/n/commands");
        JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(
            """
            [{ "command": "ConfirmDate", "meeting": "m", "by": "RUS" },
             { "command": "CloseDeadline", "id": "t", "met": true }]
            """)).ShouldBeTrue(body);
    }

    [Fact]
    public async Task a_read_says_how_fresh_it_is_and_keeps_what_it_does_not_know()
    {
        Tracker.Reads["/api/negotiations/n"] = """{"key":"n","version":3,"weather":"fine"}""";
        var wait = new WaitFor("7-5c0b7e21a9f4", TimeSpan.FromSeconds(5));
        var read = await Client.StatusAsync("n", wait: wait, cancellation: Interrupt.Token);
        read.Value.Version.ShouldBe(3);
        read.Value.More!.ShouldContainKey("weather");
        read.Freshness.Position.ShouldBe(0);
        Tracker.Requests[^1].Headers["Prefer"].ToString().ShouldBe("wait=5");
        Tracker.Requests[^1].Headers["X-Min-Position"].ToString().ShouldBe("7-5c0b7e21a9f4");
    }

    [Fact]
    public async Task a_problem_carries_its_code_and_what_stands_in_the_way()
    {
        Tracker.Refuse = _ =>
        {
            var problem = FakeTracker.Problem(409, "blocked-by-precondition", "It is blocked.");
            problem["blockedBy"] = new JsonArray("d-terms");
            return problem;
        };
        var refused = await Should.ThrowAsync<DiploProblemException>(
            () => Client.SendAsync("n", new ConfirmDate("m", "RUS"), cancellation: Interrupt.Token));
        (refused.Status, refused.Code, refused.Message).ShouldBe((409, "blocked-by-precondition", "It is blocked."));
        refused.Problem.BlockedBy.ShouldBe(["d-terms"]);
    }
}
