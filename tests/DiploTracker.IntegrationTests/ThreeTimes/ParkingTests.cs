using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.ThreeTimes;

/// <summary>Facts that cannot be placed yet: they wait on disk, whichever tracker took them, until they fit or are withdrawn.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ParkingTests(TrackerFixture tracker)
{
    private const string Answered = """{"id":"m-summit","by":"RUS","answer":"Accepted","occurred":"2025-08-05"}""";
    private const string Scheduled = """{"meeting":"m-summit","when":"2025-08-15","occurred":"2025-08-06"}""";
    private const string Proposed = """{"id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-04"}""";

    private static readonly (string, string) Park = ("Prefer", "respond-async");

    private Api Api => tracker.Api;

    [Fact]
    public async Task a_command_that_cannot_be_placed_is_parked_listed_with_its_reason_and_placed()
    {
        var key = await Api.OpenAsync();
        var parked = await Api.DoAsync(key, "schedule-meeting", Scheduled, Park);
        parked.Status.ShouldBe(202, parked.Text);
        parked.Headers["Location"].ShouldStartWith($"/api/negotiations/{key}/parked/");
        var id = (string)parked["parked"]!;

        (await ReasonAsync(Api, key, id)).ShouldBe("meeting-unknown");
        await Api.DoneAsync(key, "propose-summit", Proposed);
        (await ReasonAsync(Api, key, id)).ShouldBe("not-agreed");
        await Api.DoneAsync(key, "answer-proposal", Answered);

        var placed = (await Api.GetAsync(parked.Headers["Location"])).ShouldBeProblem(404, "parked-unknown");
        ((string?)placed["fact"]).ShouldBe(id);
        ((string?)(await Api.StatusAsync(key))["meetings"]![0]!["status"]).ShouldBe("Scheduled");
        (await Api.GetAsync($"/api/negotiations/{key}/history"))["items"]!.AsArray().Count(item => (string?)item!["id"] == id).ShouldBe(1);
    }

    [Fact]
    public async Task without_the_preference_it_is_refused_and_what_is_wrong_in_itself_always()
    {
        var key = await Api.OpenAsync();
        (await Api.DoAsync(key, "schedule-meeting", Scheduled)).ShouldBeProblem(404, "meeting-unknown");
        (await Api.DoAsync(key, "schedule-meeting", Scheduled.Replace("2025-08-15", "soon", StringComparison.Ordinal), Park)).ShouldBeProblem(422, "edtf-invalid");
        (await Api.DoAsync(key, "answer-proposal", Answered.Replace("Accepted", "Perhaps", StringComparison.Ordinal), Park)).ShouldBeProblem(422, "answer-unknown");
        (await Api.DoAsync(key, "answer-proposal", Answered.Replace("Accepted", "AcceptedConditionally", StringComparison.Ordinal), Park))
            .ShouldBeProblem(422, "conditions-required");
        (await Api.GetAsync($"/api/negotiations/{key}/parked"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task it_waits_for_the_opening_too()
    {
        var key = Api.NewKey();
        (await Api.DoAsync(key, "propose-summit", Proposed, Park)).Status.ShouldBe(202);
        await Api.OpenAsync(key);
        ((string?)(await Api.StatusAsync(key))["meetings"]![0]!["id"]).ShouldBe("m-summit");
    }

    [Fact]
    public async Task a_withdrawn_one_is_never_recorded()
    {
        var key = await Api.OpenAsync();
        var parked = await Api.DoAsync(key, "answer-proposal", Answered, Park);
        (await Api.SendAsync(HttpMethod.Delete, parked.Headers["Location"], content: null)).Status.ShouldBe(204);
        (await Api.SendAsync(HttpMethod.Delete, parked.Headers["Location"], content: null)).ShouldBeProblem(404, "parked-unknown");

        var proposed = await Api.DoneAsync(key, "propose-summit", Proposed);
        proposed.Version.ShouldBe(2);
        (await Api.StatusAsync(key)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task under_one_idempotency_key_it_is_parked_once_and_answered_alike_for_ever()
    {
        var key = await Api.OpenAsync();
        var once = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await Api.DoAsync(key, "answer-proposal", Answered, Park, once);
        var second = await Api.DoAsync(key, "answer-proposal", Answered, Park, once);
        (second.Status, second.Text).ShouldBe((202, first.Text));

        await Api.DoneAsync(key, "propose-summit", Proposed);
        (await Api.DoAsync(key, "answer-proposal", Answered, Park, once)).Text.ShouldBe(first.Text);
        (await Api.StatusAsync(key)).Version.ShouldBe(3);
    }

    [Fact]
    public async Task pages_hold_when_what_the_cursor_stood_at_waits_no_longer()
    {
        var key = await Api.OpenAsync();
        var ids = new List<string>();
        foreach (var meeting in new[] { "m-1", "m-2", "m-3" })
            ids.Add((string)(await Api.DoAsync(key, "cancel-meeting", $$"""{"meeting":"{{meeting}}","by":"RUS","occurred":"2025-08-05"}""", Park))["parked"]!);

        var first = await Api.GetAsync($"/api/negotiations/{key}/parked?limit=1");
        (await Api.SendAsync(HttpMethod.Delete, $"/api/negotiations/{key}/parked/{ids[0]}", content: null)).Status.ShouldBe(204);
        var rest = await Api.GetAsync($"/api/negotiations/{key}/parked?after={first["next"]}");

        rest["items"]!.AsArray().Select(item => (string)item!["id"]!).ShouldBe(ids[1..]);
        rest["next"].ShouldBeNull();
    }

    [Fact]
    public async Task what_waits_can_be_waited_for()
    {
        var key = await Api.OpenAsync();
        foreach (var path in new[] { $"/api/negotiations/{key}/parked", $"/api/negotiations/{key}/parked/{Guid.NewGuid()}" })
            (await Api.GetAsync(path, ("X-Min-Position", "999999999999"), ("Prefer", "wait=0.1"))).ShouldBeProblem(504, "position-not-reached");
    }

    [Fact]
    public async Task lines_are_parked_too()
    {
        var key = await Api.OpenAsync();
        var lines = string.Join('\n', new (string Command, string Fields)[] { ("AnswerProposal", Answered), ("ScheduleMeeting", Scheduled), ("ProposeSummit", Proposed) }
            .Select(line => $$"""{"negotiation":"{{key}}","command":"{{line.Command}}",{{line.Fields[1..]}}"""));
        var answer = await Api.SendAsync(HttpMethod.Post, "/api/commands", Api.Content(System.Text.Encoding.UTF8.GetBytes(lines), "application/x-ndjson"), Park);

        answer.Lines.Select(line => (bool)line["ok"]!).ShouldBe([true, true, true]);
        answer.Lines.Select(line => line["parked"] is not null).ShouldBe([true, true, false]);
        (await Api.StatusAsync(key)).Version.ShouldBe(4);
    }

    [Fact]
    public async Task it_outlives_the_tracker_and_another_on_the_same_database_places_it()
    {
        var database = await tracker.NewDatabaseAsync();
        string key;
        await using (var first = new TrackerNode(database))
        {
            key = await first.Api.OpenAsync();
            (await first.Api.DoAsync(key, "answer-proposal", Answered, Park)).Status.ShouldBe(202);
        }

        await using var second = new TrackerNode(database);
        await using var third = new TrackerNode(database);
        (await second.Api.DoAsync(key, "schedule-meeting", Scheduled, Park)).Status.ShouldBe(202);
        (await third.Api.GetAsync($"/api/negotiations/{key}/parked"))["items"]!.AsArray().Count.ShouldBe(2);
        await third.Api.DoneAsync(key, "propose-summit", Proposed);
        (await second.Api.GetAsync($"/api/negotiations/{key}/parked"))["items"]!.AsArray().ShouldBeEmpty();
        ((string?)(await second.Api.StatusAsync(key))["meetings"]![0]!["status"]).ShouldBe("Scheduled");
    }

    [Fact]
    public async Task recorded_times_rise_strictly_whichever_tracker_records()
    {
        var database = await tracker.NewDatabaseAsync();
        await using var one = new TrackerNode(database);
        await using var other = new TrackerNode(database);
        var key = await one.Api.OpenAsync();
        for (var day = 1; day <= 9; day++)
            await (day % 2 == 0 ? one : other).Api.DoneAsync(key, "state-position", $$"""{"id":"d-{{day}}","by":"RUS","kind":"Goal","occurred":"2025-08-0{{10 - day}}"}""");

        var times = (await other.Api.GetAsync($"/api/negotiations/{key}/history?order=recorded"))["items"]!.AsArray()
            .Select(item => DateTimeOffset.Parse((string)item!["recordedAt"]!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        times.Zip(times.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second);
    }

    private static async Task<string?> ReasonAsync(Api api, string key, string id)
    {
        var listed = (await api.GetAsync($"/api/negotiations/{key}/parked"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        var one = await api.GetAsync($"/api/negotiations/{key}/parked/{id}");
        ((string?)one["reason"]!["code"]).ShouldBe((string?)listed["reason"]!["code"]);
        return (string?)one["reason"]!["code"];
    }
}
