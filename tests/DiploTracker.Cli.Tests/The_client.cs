using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using DiploTracker.Client;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class The_client(TrackerFixture tracker) : CliTest(tracker)
{
    private DiploClient Client => new(new HttpClient { BaseAddress = new Uri(Wire.Url + "/") });

    [Fact]
    public async Task a_batch_names_its_commands_and_lands_as_one()
    {
        await OpenAsync();
        var receipt = await Client.SendBatchAsync(
            Key,
            [new SetDeadline("t", "2025-08-08") { Occurred = "2025-08-02" }, new CloseDeadline("t", Met: true)],
            cancellation: Interrupt.Token);
        var (target, _, body) = Wire.Requests[^1];
        target.ShouldBe($"POST /api/negotiations/{Key}/commands");
        JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(
            """
            [{ "command": "SetDeadline", "id": "t", "when": "2025-08-08", "occurred": "2025-08-02" },
             { "command": "CloseDeadline", "id": "t", "met": true }]
            """)).ShouldBeTrue(body);
        (receipt.Negotiation, receipt.Version).ShouldBe((Key, 3));
        receipt.Events.Select(recorded => recorded.Type).ShouldBe(["deadline-set.v1", "deadline-closed.v1"]);
    }

    [Fact]
    public async Task a_read_waits_for_a_write_and_says_how_fresh_it_is()
    {
        var receipt = await Client.OpenAsync(
            new OpenNegotiation(Key, "Talks", [new("USA"), new("RUS")]), cancellation: Interrupt.Token);
        var read = await Client.GetNegotiationAsync(
            Key, wait: new WaitFor(receipt.Place, TimeSpan.FromSeconds(5)), cancellation: Interrupt.Token);
        (read.Value.Key, read.Value.Version).ShouldBe((Key, 1));
        read.Freshness.Position.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(receipt.Position);
        read.Freshness.Lag.ShouldNotBeNull();
        read.Freshness.ETag.ShouldBe($"\"1-{receipt.Events[0].Id[^12..]}\"");
        Wire.Requests[^1].Headers["Prefer"].ShouldBe("wait=5");
        Wire.Requests[^1].Headers["X-Min-Position"].ShouldBe(receipt.Place);
    }

    [Fact]
    public async Task what_a_newer_tracker_says_more_is_kept()
    {
        await OpenAsync();
        Wire.Edit = answer => answer.Insert(1, "\"weather\":\"fine\",");
        var read = await Client.GetNegotiationAsync(Key, cancellation: Interrupt.Token);
        read.Value.Version.ShouldBe(1);
        read.Value.More!.ShouldContainKey("weather");
    }

    [Fact]
    public async Task a_problem_carries_its_code_and_what_stands_in_the_way()
    {
        await OpenAsync();
        await DoneAsync("propose-summit", """{"id":"m","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""");
        await DoneAsync("state-position",
            """{"id":"d-terms","by":"RUS","kind":"Precondition","to":["UKR"],"blocks":["m"],"occurred":"2025-08-03"}""");
        var refused = await Should.ThrowAsync<DiploProblemException>(() => Client.SendAsync(
            Key, new ScheduleMeeting("m", "2025-08-15") { Tentative = true }, cancellation: Interrupt.Token));
        (refused.Status, refused.Code).ShouldBe((409, "blocked-by-precondition"));
        refused.Message.ShouldContain("d-terms");
        refused.Problem.BlockedBy.ShouldBe(["d-terms"]);
    }

    [Fact]
    public async Task a_line_of_a_stream_is_answered_by_a_receipt_a_parked_fact_or_a_problem()
    {
        await OpenAsync();
        Command[] sent =
            [new SetDeadline("t", "2025-08-08"), new ConfirmDate("m", "RUS"), new CloseDeadline("t", Met: true)];
        var lines = sent.Select(command => DiploTracker.Client.CommandLine.Of(Key, command)).ToAsyncEnumerable();
        var answers = await Client.StreamAsync(lines, cancellation: Interrupt.Token).ToListAsync(Interrupt.Token);
        answers.Select(answer => answer.Receipt?.Version).ShouldBe([2, null, 3]);
        answers.Select(answer => answer.Problem?.Code).ShouldBe([null, "meeting-unknown", null]);
        answers[0].Receipt!.Events.ShouldHaveSingleItem().Type.ShouldBe("deadline-set.v1");
        answers[1].Problem!.Status.ShouldBe(404);
        answers[1].Problem!.Detail.ShouldNotBeNull().ShouldContain("No meeting 'm' was known");

        lines = new[] { DiploTracker.Client.CommandLine.Of(Key, new ConfirmDate("m", "RUS")) }.ToAsyncEnumerable();
        var parked = await Client.StreamAsync(lines, park: true, cancellation: Interrupt.Token)
            .SingleAsync(Interrupt.Token);
        Guid.TryParse(parked.Receipt.ShouldNotBeNull().Parked, out _).ShouldBeTrue();
    }
}
