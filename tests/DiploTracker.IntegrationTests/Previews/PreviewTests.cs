using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Previews;

/// <summary>The dry run over HTTP: it answers as the command would and leaves nothing behind.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PreviewTests(TrackerFixture tracker)
{
    private const string Proposed = """{"id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-04"}""";
    private const string Answered = """{"id":"m-summit","by":"RUS.Ushakov","answer":"Accepted","occurred":"2025-08-05"}""";
    private const string Scheduled = """{"meeting":"m-summit","when":"2025-08-15","occurred":"2025-08-08"}""";

    private static readonly (string, string) Park = ("Prefer", "respond-async");

    private Api Api => tracker.Api;

    [Fact]
    public async Task it_says_what_the_diff_says_once_it_is_recorded()
    {
        var key = await AgreedAsync();
        var before = DateTimeOffset.Parse((string)(await Api.GetAsync($"/api/negotiations/{key}/history"))["items"]!.AsArray()[^1]!["recordedAt"]!, null);

        var preview = await PreviewAsync(key, "schedule-meeting", Scheduled);
        preview.Status.ShouldBe(200, preview.Text);
        ((string?)preview["outcome"], (long)preview["version"]!, (long)preview["nextVersion"]!).ShouldBe(("WouldRecord", 3, 4));
        var fact = preview["facts"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)fact["command"], (string?)fact["type"], (int)fact["place"]!["number"]!).ShouldBe(("ScheduleMeeting", "meeting-scheduled.v1", 4));
        ((long)fact["place"]!["behind"]!["version"]!, fact["place"]!["ahead"]).ShouldBe((3, null));
        preview.Headers["X-Lag"].ShouldNotBeNull();

        var recorded = await Api.DoAsync(key, "schedule-meeting", Scheduled, ("If-Match", preview.Headers["ETag"]));
        recorded.Version.ShouldBe(4);
        var diff = await Api.GetAsync($"/api/negotiations/{key}/diff?from={Uri.EscapeDataString(before.ToString("O"))}&to={Uri.EscapeDataString(DateTimeOffset.UtcNow.AddMinutes(1).ToString("O"))}");
        Values(preview).ShouldBe(Values(diff));
    }

    [Fact]
    public async Task a_key_that_came_with_a_preview_is_not_used_up()
    {
        var key = await AgreedAsync();
        var once = ("Idempotency-Key", $"{Guid.NewGuid()}");
        (await PreviewAsync(key, "schedule-meeting", Scheduled, once)).Status.ShouldBe(200);
        (await LinesAsync(Line(key, "ConfirmVenue", """{"meeting":"m-summit","place":"Anchorage"}""", once.Item2)))
            .ShouldHaveSingleItem()["ok"]!.GetValue<bool>().ShouldBeTrue();
        (await Api.DoAsync(key, "schedule-meeting", Scheduled, once)).Version.ShouldBe(4);
    }

    [Theory]
    [InlineData("schedule-meeting", """{"meeting":"m-none","when":"2025-08-15"}""", 404, "meeting-unknown")]
    [InlineData("schedule-meeting", """{"meeting":"m-summit","when":"soon"}""", 422, "edtf-invalid")]
    [InlineData("schedule-meeting", """{"meeting":"m-summit","wen":"2025-08-15"}""", 422, "malformed")]
    [InlineData("answer-proposal", """{"id":"m-summit","by":"RUS","answer":"Rejected","occurred":"2025-08-06"}""", 409, "meeting-closed")]
    [InlineData("schedule-meting", "{}", 404, "command-unknown")]
    [InlineData("commands", """[{"command":"EnterPhase","phase":"Agreement"},{"command":"ConfirmVenue","meeting":"m-none","place":"Sochi"}]""", 404, "meeting-unknown")]
    public async Task what_would_be_refused_is_refused_with_the_same_problem(string command, string body, int status, string code)
    {
        var key = await AgreedAsync();
        await Api.DoneAsync(key, "schedule-meeting", Scheduled);
        var preview = (await PreviewAsync(key, command, body)).ShouldBeProblem(status, code);
        var refused = (await Api.DoAsync(key, command, body)).ShouldBeProblem(status, code);
        Without(preview, "instance").ShouldBe(Without(refused, "instance"));
    }

    [Fact]
    public async Task a_correction_that_breaks_history_names_what_rests_on_it()
    {
        var key = await AgreedAsync();
        var scheduled = await Api.DoneAsync(key, "schedule-meeting", Scheduled);
        var answer = (string)(await Api.GetAsync($"/api/negotiations/{key}/history"))["items"]![2]!["id"]!;
        var broken = (await PreviewAsync(key, "correct", Retracting(answer))).ShouldBeProblem(409, "correction-breaks-history");
        ((string?)broken["dependants"]!.AsArray().ShouldHaveSingleItem()!["fact"]).ShouldBe(scheduled.EventId);

        var preview = await PreviewAsync(key, "correct", Retracting(scheduled.EventId));
        var fact = preview["facts"]![0]!;
        ((string?)fact["about"]!["id"], fact["place"], (int)fact["was"]!["number"]!).ShouldBe((scheduled.EventId, null, 4));
        ((string?)fact["corrected"]!["fields"]!["when"]!["before"], fact["corrected"]!["fields"]!["when"]!["after"]).ShouldBe(("2025-08-15", null));
        Values(preview).ShouldContain("meetings/m-summit/status: \"Scheduled\" > \"AgreedInPrinciple\" (Corrected)");
    }

    [Fact]
    public async Task what_waits_and_would_be_placed_is_named()
    {
        var key = await Api.OpenAsync();
        await Api.DoneAsync(key, "propose-summit", Proposed);
        var parked = (string)(await Api.DoAsync(key, "schedule-meeting", Scheduled, Park))["parked"]!;
        var preview = await PreviewAsync(key, "answer-proposal", Answered);
        var unparked = preview["unparks"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)unparked["parked"], (string?)unparked["command"], (long)unparked["fact"]!["version"]!).ShouldBe((parked, "ScheduleMeeting", 4));
        (await Api.GetAsync($"/api/negotiations/{key}/parked"))["items"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task a_version_that_has_passed_is_stale_and_one_not_reached_is_waited_for()
    {
        var key = await AgreedAsync();
        (await PreviewAsync(key, "schedule-meeting", Scheduled, ("If-Match", "\"2\""))).ShouldBeProblem(412, "stale-version");
        (await PreviewAsync(key, "schedule-meeting", Scheduled, ("If-Match", "\"3\""))).Status.ShouldBe(200);
        (await PreviewAsync(key, "schedule-meeting", Scheduled, ("X-Min-Position", "999999999"))).ShouldBeProblem(504, "position-not-reached");
    }

    [Fact]
    public async Task each_line_is_judged_after_those_before_it()
    {
        var (key, other) = (Api.NewKey(), await Api.OpenAsync());
        var lines = await LinesAsync(
            Line(key, "OpenNegotiation", Api.Opening(key)) + Line(key, "ScheduleMeeting", Scheduled) + Line(key, "ProposeSummit", Proposed)
            + "{\"broken\n" + Line(key, "AnswerProposal", Answered) + Line(key, "ScheduleMeeting", Scheduled) + Line(other, "ProposeSummit", Proposed));
        lines.Select(line => (int)line["line"]!).ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        lines.Select(line => (bool)line["ok"]!).ShouldBe([true, false, true, false, true, true, true]);
        lines.Where(line => (bool)line["ok"]!).Select(line => ((long)line["version"]!, (long)line["nextVersion"]!))
            .ShouldBe([(0, 1), (1, 2), (2, 3), (3, 4), (1, 2)]);
        Answer.ShouldBeProblem(lines[1], 404, "meeting-unknown");
        ((string?)lines[5]["changes"]!.AsArray().Single(change => (string?)change!["path"] == "meetings/m-summit/when")!["after"]).ShouldBe("2025-08-15");
        (await Api.GetAsync($"/api/negotiations/{key}")).ShouldBeProblem(404, "negotiation-unknown");

        (await LinesAsync(Line(other, "ScheduleMeeting", Scheduled) + Line(other, "ProposeSummit", Proposed), "?onRefusal=stop")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task a_line_that_would_wait_and_what_then_places_it_are_seen_together()
    {
        var key = await Api.OpenAsync();
        var lines = await LinesAsync(
            Line(key, "ScheduleMeeting", Scheduled) + Line(key, "ProposeSummit", Proposed) + Line(key, "AnswerProposal", Answered), headers: Park);
        ((string?)lines[0]["outcome"], (string?)lines[0]["waitsFor"]!["code"]).ShouldBe(("WouldPark", "meeting-unknown"));
        ((string?)lines[2]["unparks"]!.AsArray().ShouldHaveSingleItem()!["command"], (long)lines[2]["nextVersion"]!).ShouldBe(("ScheduleMeeting", 4));
    }

    private async Task<string> AgreedAsync()
    {
        var key = await Api.OpenAsync();
        await Api.DoneAsync(key, "propose-summit", Proposed);
        await Api.DoneAsync(key, "answer-proposal", Answered);
        return key;
    }

    private Task<Answer> PreviewAsync(string key, string command, string body, params (string, string)[] headers) =>
        Api.DoAsync(key, $"{command}/preview", body, headers);

    private async Task<List<JsonNode>> LinesAsync(string lines, string query = "", params (string, string)[] headers)
    {
        var answer = await Api.SendAsync(HttpMethod.Post, $"/api/commands/preview{query}",
            Api.Content(System.Text.Encoding.UTF8.GetBytes(lines), "application/x-ndjson"), headers);
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Lines;
    }

    private static IEnumerable<string> Values(Answer answer) => answer["changes"]!.AsArray()
        .Select(change => $"{change!["path"]}: {change["before"]?.ToJsonString()} > {change["after"]?.ToJsonString()} ({change["cause"]})");

    private static string Without(Answer answer, string member)
    {
        var problem = answer.Json.AsObject();
        problem.Remove(member);
        return problem.ToJsonString();
    }

    private static string Retracting(string fact) => $$"""{"fact":"{{fact}}","mode":"Retracted","reason":"a hoax"}""";

    private static string Line(string key, string command, string body, string? once = null) =>
        body.Insert(1, $"\"negotiation\":\"{key}\",\"command\":\"{command}\",{(once is null ? "" : $"\"idempotencyKey\":\"{once}\",")}") + "\n";
}
