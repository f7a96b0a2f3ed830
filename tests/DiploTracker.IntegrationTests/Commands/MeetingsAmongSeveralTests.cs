using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Commands;

/// <summary>Meetings of more than two, and parties that left, over HTTP.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MeetingsAmongSeveralTests(TrackerFixture tracker)
{
    private async Task<JsonNode> MeetingAsync(string key) =>
        (await tracker.Api.StatusAsync(key)).Json["meetings"]!.AsArray().Single(meeting => (string?)meeting!["id"] == "m")!;

    private static string Texts(JsonNode? list) => string.Join(',', list!.AsArray().Select(item => (string?)item));

    [Fact]
    public async Task one_of_two_refuses_and_the_others_go_on()
    {
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoneAsync(key, "propose-summit", """{"id":"m","by":["USA"],"to":["RUS","UKR"],"occurred":"2025-08-02"}""");
        await tracker.Api.DoneAsync(key, "answer-proposal", """{"id":"m","by":"RUS","answer":"Rejected","occurred":"2025-08-03"}""");
        await tracker.Api.DoneAsync(key, "set-format", """{"meeting":"m","format":"Trilateral","title":"Alaska summit","occurred":"2025-08-03"}""");
        await tracker.Api.DoneAsync(key, "answer-proposal", """{"id":"m","by":"UKR","answer":"Accepted","occurred":"2025-08-04"}""");
        await tracker.Api.DoneAsync(key, "schedule-meeting", """{"meeting":"m","when":"2025-08-15","occurred":"2025-08-05"}""");
        await tracker.Api.DoneAsync(key, "record-meeting-held", """{"meeting":"m","when":"2025-08-15","outcome":"Progress","participants":["USA","UKR"],"occurred":"2025-08-15"}""");

        var meeting = await MeetingAsync(key);
        ((string?)meeting["status"], (string?)meeting["title"], (string?)meeting["proposalStatus"]).ShouldBe(("Held", "Alaska summit", "Rejected"));
        (Texts(meeting["declinedBy"]), Texts(meeting["participants"])).ShouldBe(("RUS", "USA,UKR"));
    }

    [Fact]
    public async Task a_party_that_was_removed_is_not_waited_for_and_did_not_meet()
    {
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoneAsync(key, "propose-summit", """{"id":"m","by":["USA"],"to":["RUS","UKR"],"occurred":"2025-08-02"}""");
        await tracker.Api.DoneAsync(key, "answer-proposal", """{"id":"m","by":"RUS","answer":"Accepted","occurred":"2025-08-03"}""");
        await tracker.Api.DoneAsync(key, "remove-party", """{"party":"UKR","occurred":"2025-08-04"}""");
        var agreed = await MeetingAsync(key);
        ((string?)agreed["status"], (string?)agreed["proposalStatus"]).ShouldBe(("AgreedInPrinciple", "Accepted"));

        (await tracker.Api.DoAsync(key, "answer-proposal", """{"id":"m","by":"UKR","answer":"Accepted","occurred":"2025-08-05"}""")).ShouldBeProblem(422, "unknown-party");
        await tracker.Api.DoneAsync(key, "begin-meeting", """{"meeting":"m","occurred":"2025-08-15"}""");
        var begun = await MeetingAsync(key);
        ((string?)begun["status"], (string?)begun["calendarStatus"], Texts(begun["participants"])).ShouldBe(("UnderWay", "CONFIRMED", "USA,RUS"));
        (await tracker.Api.DoAsync(key, "cancel-meeting", """{"meeting":"m","occurred":"2025-08-15"}""")).ShouldBeProblem(409, "meeting-under-way");
        await tracker.Api.DoneAsync(key, "record-meeting-held", """{"meeting":"m","when":"2025-08-15","outcome":"Unknown","absent":["UKR"],"occurred":"2025-08-15"}""");
        await tracker.Api.DoneAsync(key, "record-meeting-held", """{"meeting":"m","when":"2025-08-15","outcome":"Progress","occurred":"2025-08-17"}""");
        (await tracker.Api.DoAsync(key, "record-meeting-held", """{"meeting":"m","when":"2025-08-15","outcome":"Breakdown","occurred":"2025-08-18"}"""))
            .ShouldBeProblem(409, "meeting-closed");
        var held = await MeetingAsync(key);
        ((string?)held["outcome"], Texts(held["participants"])).ShouldBe(("Progress", "USA,RUS"));
    }

    [Fact]
    public async Task announced_jointly_it_has_a_firm_date_at_once_and_is_put_off_by_one_by_several_or_by_nobody()
    {
        foreach (var by in new[] { "\"RUS\"", """["USA","RUS"]""", "null" })
        {
            var key = await tracker.Api.OpenAsync();
            await tracker.Api.DoneAsync(key, "propose-summit", """{"id":"m","by":["USA","RUS"],"to":[],"occurred":"2025-08-02"}""");
            await tracker.Api.DoneAsync(key, "postpone-meeting", $$"""{"meeting":"m","by":{{by}},"occurred":"2025-08-03"}""");
            await tracker.Api.DoneAsync(key, "schedule-meeting", """{"meeting":"m","when":"2025-08-15","occurred":"2025-08-04"}""");
            await tracker.Api.DoneAsync(key, "cancel-meeting", $$"""{"meeting":"m","by":{{by}},"occurred":"2025-08-05"}""");

            var history = (await tracker.Api.GetAsync($"/api/negotiations/{key}/history")).Text;
            history.Contains($"\"by\":{by}", StringComparison.Ordinal).ShouldBe(by != "null", history);
        }
        var wrong = await tracker.Api.DoAsync(await tracker.Api.OpenAsync(), "postpone-meeting", """{"meeting":7,"by":"RUS"}""");
        wrong.ShouldBeProblem(422, "malformed");
        wrong.Json["errors"]!.AsObject().Select(error => error.Key).ShouldBe(["meeting"]);
    }
}
