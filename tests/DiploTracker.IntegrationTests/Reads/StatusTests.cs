using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Reads;

[UnsupportedOSPlatform("windows")]
public sealed class StatusTests(TrackerFixture tracker)
{
    private static string Names(JsonNode item) => string.Join(' ', item.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));

    private static string Names(string names) => string.Join(' ', names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

    private async Task<string> FullAsync()
    {
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoneAsync(key, "propose-summit", """{"id":"m-1","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""");
        await tracker.Api.DoneAsync(key, "answer-proposal", """{"id":"m-1","by":"RUS","answer":"AcceptedConditionally","conditions":["x"],"occurred":"2025-08-03"}""");
        await tracker.Api.DoneAsync(key, "state-position", """{"id":"d-1","by":"RUS","kind":"Precondition","blocks":["m-1"],"occurred":"2025-08-03"}""");
        await tracker.Api.DoneAsync(key, "record-agreement-stage", """{"id":"a-1","stage":"InPrinciple","type":"Ceasefire","occurred":"2025-08-03"}""");
        await tracker.Api.DoneAsync(key, "set-deadline", """{"id":"t-1","when":"2025-08-30","occurred":"2025-08-03"}""");
        return key;
    }

    [Fact]
    public async Task it_has_every_member_of_the_contract_with_null_for_what_is_absent_and_empty_lists()
    {
        var status = (await tracker.Api.StatusAsync(await FullAsync())).Json;
        Names(status).ShouldBe(Names("key title subject phase version parties meetings proposals positions agreements deadlines statementCount"));
        status["parties"]!.ToJsonString().ShouldBe(
            """[{"code":"USA","role":"Mediator","left":false,"succeeds":[],"memberOf":null},{"code":"RUS","role":"Principal","left":false,"succeeds":[],"memberOf":null},{"code":"UKR","role":"Principal","left":false,"succeeds":[],"memberOf":null}]""");
        var meeting = status["meetings"]![0]!;
        Names(meeting).ShouldBe(Names(
            "id title kind level status when precision tentative venue format participants confirmedBy declinedBy contestedBy dissent blockedBy absent outcome reinstated "
            + "reiterated moved sequence track round agenda calendarStatus eventStatus proposalStatus"));
        meeting["venue"]!.ToJsonString().ShouldBe("""{"agreement":"None","disclosure":"Undisclosed","place":null}""");
        foreach (var absent in new[] { "when", "precision", "outcome", "track", "round", "calendarStatus", "eventStatus" })
            meeting[absent].ShouldBeNull(absent);
        foreach (var empty in new[] { "confirmedBy", "contestedBy", "absent" })
            meeting[empty]!.AsArray().ShouldBeEmpty(empty);
        meeting["blockedBy"]!.ToJsonString().ShouldBe("""["d-1"]""");
        ((string?)meeting["proposalStatus"]).ShouldBe("AcceptedConditionally");
        status["proposals"]![0]!["answers"]!.ToJsonString().ShouldBe("""{"RUS":{"answer":"AcceptedConditionally","conditions":["x"],"occurred":"2025-08-03","for":[],"through":[]}}""");
        ((string?)status["proposals"]![0]!["openSince"]).ShouldBe("2025-08-02");
        ((string?)status["positions"]![0]!["kind"]).ShouldBe("Precondition");
        ((string?)status["agreements"]![0]!["stage"]).ShouldBe("InPrinciple");
        status["deadlines"]![0]!.ToJsonString().ShouldBe("""{"id":"t-1","when":"2025-08-30","status":"Running","extensions":0,"subject":null,"by":null,"to":[],"contestedBy":[],"dissent":[],"concerns":[]}""");
    }

    [Fact]
    public async Task who_has_the_newest_is_told_so()
    {
        var key = await FullAsync();
        foreach (var path in new[] { $"/api/negotiations/{key}", $"/api/negotiations/{key}/history" })
        {
            var first = await tracker.Api.GetAsync(path);
            var tag = first.Headers["ETag"];
            tag.ShouldMatch("^\"6-[0-9a-f]{12}\"$");
            first.Headers["X-Lag"].ShouldBe("0");
            long.Parse(first.Headers["X-Position"], System.Globalization.CultureInfo.InvariantCulture).ShouldBePositive();
            var known = await tracker.Api.GetAsync(path, ("If-None-Match", $"W/\"1\", {tag}"));
            (known.Status, known.Text, known.Headers["ETag"]).ShouldBe((304, "", tag));
            (await tracker.Api.GetAsync(path, ("If-None-Match", "\"6-5c0b7e21a9f4\""))).Status.ShouldBe(200);
        }
    }

    [Fact]
    public async Task what_was_just_written_can_be_waited_for()
    {
        var key = await tracker.Api.OpenAsync();
        var landed = await tracker.Api.DoneAsync(key, "enter-phase", """{"phase":"Agreement"}""");
        (await tracker.Api.GetAsync($"/api/negotiations/{key}", ("X-Min-Position", $"{landed.Position}"), ("Prefer", "wait=5"))).Status.ShouldBe(200);

        var later = await tracker.Api.GetAsync($"/api/negotiations/{key}", ("X-Min-Position", "999999999999"), ("Prefer", "wait=0.1"));
        ((long)later.ShouldBeProblem(504, "position-not-reached")["current"]!).ShouldBeGreaterThanOrEqualTo(landed.Position);
        (await tracker.Api.GetAsync($"/api/negotiations/{key}", ("X-Min-Position", "soon"))).ShouldBeProblem(422, "malformed");
    }

    [Fact]
    public async Task a_wait_ends_when_the_position_comes()
    {
        var key = await tracker.Api.OpenAsync();
        var position = (await tracker.Api.DoneAsync(key, "enter-phase", """{"phase":"Agreement"}""")).Position;
        var waiting = tracker.Api.GetAsync($"/api/negotiations/{key}", ("X-Min-Position", $"{position + 1}"), ("Prefer", "respond-async, wait=30"));
        await tracker.Api.DoneAsync(key, "enter-phase", """{"phase":"Concluded"}""");
        (await waiting).Status.ShouldBe(200);
    }

    [Fact]
    public async Task it_is_seen_from_any_of_the_three_times()
    {
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoneAsync(key, "enter-phase",
            """{"phase":"Agreement","occurred":"2025-08-05","basis":[{"speaker":"USA","publishedAt":"2025-08-20T00:00:00Z"}]}""");
        var recordedAt = (string)(await tracker.Api.GetAsync($"/api/negotiations/{key}/history"))["items"]![1]!["recordedAt"]!;
        var openedAt = (string)(await tracker.Api.GetAsync($"/api/negotiations/{key}/history"))["items"]![0]!["recordedAt"]!;
        async Task<string?> PhaseAsync(string query) => (string?)(await tracker.Api.StatusAsync(key, query))["phase"];

        (await PhaseAsync("?asOf=2025-08-04")).ShouldBe("Negotiation");
        (await PhaseAsync("?asOf=2025-08-05")).ShouldBe("Agreement");
        (await PhaseAsync("?asReportedAt=2025-08-19T23:59:59Z")).ShouldBe("Negotiation");
        (await PhaseAsync("?asReportedAt=2025-08-20T02:00:00%2B02:00")).ShouldBe("Agreement");
        (await PhaseAsync($"?asKnownAt={openedAt}")).ShouldBe("Negotiation");
        (await PhaseAsync($"?asKnownAt={recordedAt}")).ShouldBe("Agreement");
        (await PhaseAsync($"?asKnownAt={recordedAt}&asOf=2025-08-04")).ShouldBe("Negotiation");
        (await tracker.Api.GetAsync($"/api/negotiations/{key}/history?asOf=2025-08-04"))["items"]!.AsArray().Count.ShouldBe(1);

        (await tracker.Api.GetAsync($"/api/negotiations/{key}?asKnownAt=2001-01-01T00:00:00Z")).ShouldBeProblem(404, "negotiation-unknown");
        (await tracker.Api.GetAsync($"/api/negotiations/{key}?asKnownAt=yesterday")).ShouldBeProblem(422, "malformed").ShouldSay("`asKnownAt`");
        (await tracker.Api.GetAsync($"/api/negotiations/{key}?asOf=2025-13")).ShouldBeProblem(422, "edtf-invalid").ShouldSay("`asOf`");
    }
}
