using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.ThreeTimes;

/// <summary>Facts that were possible only together are known together, on every tracker that reads them from the log.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KnownTogetherTests(TrackerFixture tracker)
{
    private static readonly (string, string) Park = ("Prefer", "respond-async");

    private const string Cancelled = """{"meeting":"m-summit","by":"USA","occurred":"2025-08-10"}""";
    private const string Reinstated = """{"meeting":"m-summit","by":"USA","occurred":"2025-08-11"}""";

    [Fact]
    public async Task a_cancellation_and_a_reinstatement_that_waited_for_one_another()
    {
        var database = await tracker.NewDatabaseAsync();
        string key;
        await using (var first = new TrackerNode(database))
        {
            key = await ScheduledThenMovedAsync(first.Api);
            (await first.Api.DoAsync(key, "cancel-meeting", Cancelled, Park)).Status.ShouldBe(202);
            (await first.Api.DoAsync(key, "reinstate-meeting", Reinstated, Park)).Status.ShouldBe(202);
        }
        await using var second = new TrackerNode(database);
        await IsKnownTogetherAsync(second.Api, key);
    }

    [Fact]
    public async Task a_cancellation_and_a_reinstatement_sent_in_one_batch()
    {
        var database = await tracker.NewDatabaseAsync();
        string key;
        await using (var first = new TrackerNode(database))
        {
            key = await ScheduledThenMovedAsync(first.Api);
            var batch = $$"""[{"command":"CancelMeeting",{{Cancelled[1..]}},{"command":"ReinstateMeeting",{{Reinstated[1..]}}]""";
            (await first.Api.DoAsync(key, "commands", batch)).Status.ShouldBe(200);
        }
        await using var second = new TrackerNode(database);
        await IsKnownTogetherAsync(second.Api, key);
    }

    private static async Task<string> ScheduledThenMovedAsync(Api api)
    {
        var key = await api.OpenAsync();
        await api.DoneAsync(key, "propose-summit", """{"id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-04"}""");
        await api.DoneAsync(key, "answer-proposal", """{"id":"m-summit","by":"RUS","answer":"Accepted","occurred":"2025-08-05"}""");
        await api.DoneAsync(key, "schedule-meeting", """{"meeting":"m-summit","when":"2025-08-15","occurred":"2025-08-06"}""");
        await api.DoneAsync(key, "reschedule-meeting", """{"meeting":"m-summit","when":"2025-08-16","occurred":"2025-08-12"}""");
        return key;
    }

    private static async Task IsKnownTogetherAsync(Api api, string key)
    {
        var items = (await api.GetAsync($"/api/negotiations/{key}/history?order=recorded"))["items"]!.AsArray();
        var (cancelled, reinstated) = (items[^2]!, items[^1]!);
        ((string?)cancelled["command"]).ShouldBe("CancelMeeting");

        (await MeetingAsync(api, key, cancelled))["reinstated"]!.GetValue<int>().ShouldBe(0);
        (await MeetingAsync(api, key, cancelled))["status"]!.GetValue<string>().ShouldBe("Scheduled");
        (await MeetingAsync(api, key, reinstated))["reinstated"]!.GetValue<int>().ShouldBe(1);
    }

    private static async Task<JsonNode> MeetingAsync(Api api, string key, JsonNode knownBy) =>
        (await api.GetAsync($"/api/negotiations/{key}?asKnownAt={Uri.EscapeDataString((string)knownBy["recordedAt"]!)}"))["meetings"]![0]!;
}
