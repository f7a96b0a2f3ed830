using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Commands;

/// <summary>A batch lands whole or not at all.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BatchTests(TrackerFixture tracker)
{
    [Fact]
    public async Task what_follows_rests_on_what_stands_before_it_in_the_batch()
    {
        var key = await tracker.Api.OpenAsync();
        var answer = await tracker.Api.DoAsync(key, "commands", """
            [{"command":"ProposeSummit","id":"m-1","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"},
             {"command":"AnswerProposal","id":"m-1","by":"RUS","answer":"Accepted","occurred":"2025-08-03"},
             {"command":"schedule-meeting","meeting":"m-1","when":"2025-08-15","occurred":"2025-08-04"}]
            """);
        answer.Status.ShouldBe(200, answer.Text);
        answer.Version.ShouldBe(4);
        answer["events"]!.AsArray().Select(one => ((string)one!["type"]!, (long)one["version"]!)).ShouldBe(
            [("meeting-proposed.v1", 2), ("proposal-answered.v1", 3), ("meeting-scheduled.v1", 4)]);
    }

    [Fact]
    public async Task one_refusal_keeps_all_out_and_names_its_index()
    {
        var key = await tracker.Api.OpenAsync();
        var refused = (await tracker.Api.DoAsync(key, "commands", """
            [{"command":"EnterPhase","phase":"Agreement"},
             {"command":"PostponeMeeting","meeting":"m-9","by":"RUS"},
             {"command":"EnterPhase","phase":"Concluded"}]
            """)).ShouldBeProblem(404, "meeting-unknown");
        ((int)refused["index"]!).ShouldBe(1);
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(1);
    }

    [Theory]
    [InlineData("""[{"command":"EnterPhase","phase":"Agreement"},{"command":"EnterPhase","fase":"Agreement"}]""", 1, 422, "malformed")]
    [InlineData("""[{"command":"EnterFase","phase":"Agreement"}]""", 0, 404, "command-unknown")]
    [InlineData("""[{"phase":"Agreement"}]""", 0, 422, "malformed")]
    [InlineData("""[7]""", 0, 422, "malformed")]
    [InlineData("""[{"command":7}]""", 0, 422, "malformed")]
    [InlineData("""[{"command":"EnterPhase","phase":"Agreement","negotiation":"another"}]""", 0, 422, "malformed")]
    [InlineData("""[{"command":"OpenNegotiation","key":"another-key","title":"T","parties":["A","B"]}]""", 0, 422, "malformed")]
    public async Task what_cannot_be_read_names_its_index(string batch, int index, int status, string code)
    {
        var key = await tracker.Api.OpenAsync();
        ((int)(await tracker.Api.DoAsync(key, "commands", batch)).ShouldBeProblem(status, code)["index"]!).ShouldBe(index);
    }

    [Theory, InlineData("[]"), InlineData("{}"), InlineData("null"), InlineData("\"[]\"")]
    public async Task a_batch_is_a_list_of_commands(string batch) =>
        (await tracker.Api.DoAsync(await tracker.Api.OpenAsync(), "commands", batch)).ShouldBeProblem(422, "malformed");

    [Fact]
    public async Task a_batch_may_open_its_negotiation()
    {
        var key = Api.NewKey();
        var opening = Api.Opening(key).Insert(1, "\"command\":\"OpenNegotiation\",");
        var answer = await tracker.Api.DoAsync(key, "commands", $$"""[{{opening}},{"command":"EnterPhase","phase":"Agreement"}]""");
        answer.Status.ShouldBe(201, answer.Text);
        answer.Headers["Location"].ShouldBe($"/api/negotiations/{key}");
        answer.Version.ShouldBe(2);
    }

    [Fact]
    public async Task a_batch_of_a_thousand_facts_with_long_texts_lands()
    {
        var key = await tracker.Api.OpenAsync();
        var quote = new string('ع', 1_500);
        var batch = string.Join(',', Enumerable.Range(1, 1_000).Select(number =>
            $$"""{"command":"RecordStatement","id":"s-{{number}}","speaker":"RUS","kind":"Claim","quote":"{{quote}}"}"""));
        var answer = await tracker.Api.DoAsync(key, "commands", $"[{batch}]");
        answer.Status.ShouldBe(200, answer.Text);
        answer.Version.ShouldBe(1_001);
    }

    [Fact]
    public async Task more_than_a_thousand_are_sent_as_a_stream_instead()
    {
        var batch = string.Join(',', Enumerable.Repeat("""{"command":"EnterPhase","phase":"Agreement"}""", 1_001));
        (await tracker.Api.DoAsync(await tracker.Api.OpenAsync(), "commands", $"[{batch}]")).ShouldBeProblem(422, "malformed").ShouldSay("/api/commands");
    }
}
