using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;
using Limits = DiploTracker.Negotiations.Limits;

namespace DiploTracker.IntegrationTests.BadInput;

/// <summary>What is as large as it may be is recorded, projected and shown; what is larger is refused with the limit.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LimitTests(TrackerFixture tracker)
{
    [Fact]
    public async Task what_is_as_large_as_it_may_be_is_recorded_projected_and_shown()
    {
        var key = Api.NewKey();
        var parties = Enumerable.Range(0, Limits.List).Select(number => $"P{number}").ToArray();
        (await tracker.Api.PostAsync("/api/negotiations", Opening(key, parties))).Status.ShouldBe(201);
        await tracker.Api.DoneAsync(key, "propose-summit", $$"""{"id":"m-summit","by":{{List(parties)}},"to":{{List(parties)}},"participants":{{List(parties)}},"occurred":"2025-08-02"}""");
        await tracker.Api.DoneAsync(key, "answer-proposal", """{"id":"m-summit","by":"P0","answer":"Accepted","occurred":"2025-08-03"}""");
        await tracker.Api.DoneAsync(key, "schedule-meeting", $$"""{"meeting":"m-summit","when":"{{Set(Limits.DatesInSet)}}","tentative":true,"occurred":"2025-08-04"}""");
        var last = await tracker.Api.DoneAsync(key, "record-statement", Statement(Limits.Basis, Limits.Via, Limits.Text));

        var status = await tracker.Api.StatusAsync(key, "?explain=true");
        status["parties"]!.AsArray().Count.ShouldBe(Limits.List);
        status["meetings"]![0]!["participants"]!.AsArray().Count.ShouldBe(Limits.List);
        (string Name, string Value)[] upToHere = [("X-Min-Position", last.Headers["X-Position"]), ("Prefer", "wait=50")];
        var meetings = await tracker.Api.GetAsync($"/api/meetings?negotiation={key}", upToHere);
        meetings.Status.ShouldBe(200, meetings.Text);
        ((string?)meetings["items"]![0]!["when"]).ShouldBe(Set(Limits.DatesInSet));
        (await tracker.Api.GetAsync($"/api/negotiations/{key}/history?order=occurred", upToHere)).Status.ShouldBe(200);
        (await tracker.Api.GetAsync($"/calendar.ics?negotiation={key}", upToHere)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task what_is_larger_is_refused_with_the_member_and_the_limit()
    {
        var key = await tracker.Api.OpenAsync();
        (await tracker.Api.PostAsync("/api/negotiations", Opening(Api.NewKey(), [.. Enumerable.Range(0, 75_000).Select(number => $"P{number}")])))
            .ShouldBeProblem(422, "malformed").ShouldSay("`parties`").ShouldSay("at most 250 items");
        (await tracker.Api.DoAsync(key, "record-statement", Statement(7_000, 1, 1))).ShouldBeProblem(422, "malformed").ShouldSay("`basis`").ShouldSay("at most 100 items");
        (await tracker.Api.DoAsync(key, "record-statement", Statement(1, Limits.Via + 1, 1))).ShouldBeProblem(422, "malformed").ShouldSay("[0].via").ShouldSay("at most 20 items");
        (await tracker.Api.DoAsync(key, "set-deadline", $$"""{"id":"t-1","when":"{{Set(60_001)}}"}""")).ShouldBeProblem(422, "malformed").ShouldSay("`when`").ShouldSay("at most 2,000 characters");
        (await tracker.Api.DoAsync(key, "set-deadline", $$"""{"id":"t-1","when":"{{Set(Limits.DatesInSet + 1)}}"}""")).ShouldBeProblem(422, "malformed").ShouldSay("at most 100 dates");
        Answer.ShouldBeProblem((await tracker.Api.LinesAsync($$"""{"negotiation":"{{key}}","command":"RecordStatement",{{Statement(7_000, 1, 1)[1..]}}""")).Lines[0], 422, "malformed");
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(1);
    }

    private static string Opening(string key, string[] parties) => $$"""{"key":"{{key}}","title":"Wide","parties":{{List(parties)}},"occurred":"2025-08-01"}""";

    private static string Statement(int bases, int via, int text) =>
        $$"""{"id":"s-1","speaker":"P1","kind":"Claim","occurred":"2025-08-05","quote":"{{new string('q', text)}}","basis":{{new JsonArray([.. Enumerable.Range(0, bases).Select(basis =>
            new JsonObject { ["speaker"] = $"Agency {basis}", ["via"] = new JsonArray([.. Enumerable.Range(0, via).Select(number => JsonValue.Create($"Paper {number}"))]) })]).ToJsonString()}}}""";

    private static string List(string[] texts) => new JsonArray([.. texts.Select(text => JsonValue.Create(text))]).ToJsonString();

    private static string Set(int dates) => $"[{string.Join(',', Enumerable.Range(0, dates).Select(day => new DateOnly(1950, 1, 1).AddDays(day).ToString("O")))}]";
}
