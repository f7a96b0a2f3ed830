using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Commands;

[UnsupportedOSPlatform("windows")]
public sealed partial class SingleCommandTests(TrackerFixture tracker)
{
    private const string Statement = """{"id":"s-1","speaker":"RUS.Ushakov","kind":"Announcement","occurred":"2025-08-07"}""";

    [Fact]
    public async Task an_opening_is_created_and_says_where()
    {
        var key = Api.NewKey();
        var answer = await tracker.Api.PostAsync("/api/negotiations", Api.Opening(key));
        answer.Status.ShouldBe(201);
        answer.Headers["Location"].ShouldBe($"/api/negotiations/{key}");
        answer.Headers["ETag"].ShouldBe($"\"1-{answer.EventId[^12..]}\"");
        answer.Headers["X-Position"].ShouldBe(answer.Position.ToString());
        answer.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        Unpredictable().Replace(answer.Text, "…").ShouldBe(
            $$"""{"negotiation":"{{key}}","version":1,"position":…,"events":[{"id":"…","type":"negotiation-opened.v1","version":1}]}""");
    }

    [Fact]
    public async Task a_command_answers_with_the_new_version()
    {
        var key = await tracker.Api.OpenAsync();
        var answer = await tracker.Api.DoAsync(key, "record-statement", Statement);
        answer.Status.ShouldBe(200);
        answer.Headers["ETag"].ShouldBe($"\"2-{answer.EventId[^12..]}\"");
        answer.Headers.ContainsKey("Location").ShouldBeFalse();
        Unpredictable().Replace(answer.Text, "…").ShouldBe(
            $$"""{"negotiation":"{{key}}","version":2,"position":…,"events":[{"id":"…","type":"statement-recorded.v1","version":2}]}""");
    }

    [Fact]
    public async Task the_very_same_fact_again_records_nothing()
    {
        var key = await tracker.Api.OpenAsync();
        var first = await tracker.Api.DoneAsync(key, "record-statement", Statement);
        var again = await tracker.Api.DoneAsync(key, "record-statement", Statement);
        again.Version.ShouldBe(2);
        again["events"]!.AsArray().ShouldBeEmpty();
        again.Position.ShouldBe(first.Position);
    }

    [Fact]
    public async Task what_leaves_the_state_as_it_was_is_recorded_all_the_same()
    {
        var key = await tracker.Api.OpenAsync();
        const string propose = """{"id":"m-1","by":["USA"],"to":["RUS"],"occurred":"2025-08-0DAY"}""";
        await tracker.Api.DoneAsync(key, "propose-summit", propose.Replace("DAY", "2"));
        (await tracker.Api.DoneAsync(key, "propose-summit", propose.Replace("DAY", "3"))).Version.ShouldBe(3);
        ((int)(await tracker.Api.StatusAsync(key))["meetings"]![0]!["reiterated"]!).ShouldBe(1);
    }

    [Fact]
    public async Task the_day_of_receipt_is_when_it_occurred_unless_it_says_so()
    {
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoneAsync(key, "record-statement", """{"id":"s-1","speaker":"RUS","kind":"Claim"}""");
        var fact = (await tracker.Api.GetAsync($"/api/negotiations/{key}/history"))["items"]![1]!;
        ((string)fact["occurred"]!).ShouldBe(((string)fact["recordedAt"]!)[..10]);
    }

    [Fact]
    public async Task a_command_for_the_version_it_has_seen_lands()
    {
        var key = await tracker.Api.OpenAsync();
        (await tracker.Api.DoAsync(key, "record-statement", Statement, ("If-Match", "\"1\""))).Version.ShouldBe(2);
        (await tracker.Api.DoAsync(key, "enter-phase", """{"phase":"Agreement"}""", ("If-Match", "*"))).Version.ShouldBe(3);
    }

    [Fact]
    public async Task a_command_for_an_older_version_is_told_what_has_changed_since()
    {
        var key = await tracker.Api.OpenAsync();
        var landed = await tracker.Api.DoneAsync(key, "record-statement", Statement);
        var stale = (await tracker.Api.DoAsync(key, "enter-phase", """{"phase":"Agreement"}""", ("If-Match", "\"1\""))).ShouldBeProblem(412, "stale-version");
        ((long)stale["current"]!).ShouldBe(2);
        var change = stale["changes"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)change["id"]!).ShouldBe(landed.EventId);
        ((string)change["type"]!).ShouldBe("statement-recorded.v1");
        ((long)change["version"]!).ShouldBe(2);
        ((string)change["text"]!).ShouldContain("Ushakov");
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task a_version_is_that_of_its_last_event()
    {
        var key = await tracker.Api.OpenAsync();
        var tag = (await tracker.Api.StatusAsync(key)).Headers["ETag"];
        (await tracker.Api.DoAsync(key, "record-statement", Statement, ("If-Match", "\"1-5c0b7e21a9f4\"")))
            .ShouldBeProblem(412, "stale-version").ShouldSay("another fact");
        (await tracker.Api.DoAsync(key, "record-statement", Statement, ("If-Match", tag))).Version.ShouldBe(2);
    }

    [Fact]
    public async Task a_version_not_reached_yet_is_stale_too()
    {
        var key = await tracker.Api.OpenAsync();
        var ahead = (await tracker.Api.DoAsync(key, "record-statement", Statement, ("If-Match", "\"7\""))).ShouldBeProblem(412, "stale-version");
        ahead["changes"]!.AsArray().ShouldBeEmpty();
    }

    [Theory, InlineData("1"), InlineData("\"one\""), InlineData("\"-1\""), InlineData("\"99999999999999999999\"")]
    public async Task an_if_match_that_is_no_version_is_malformed(string version)
    {
        var key = await tracker.Api.OpenAsync();
        (await tracker.Api.DoAsync(key, "record-statement", Statement, ("If-Match", version))).ShouldBeProblem(422, "malformed").ShouldSay("If-Match");
    }

    [Fact]
    public async Task who_recorded_it_and_what_it_belongs_to_is_kept()
    {
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoAsync(key, "record-statement", Statement, ("X-Recorded-By", "amina"), ("X-Correlation-Id", "cable 12"));
        var items = (await tracker.Api.GetAsync($"/api/negotiations/{key}/history"))["items"]!;
        ((string?)items[0]!["recordedBy"]).ShouldBe("local");
        ((string?)items[1]!["recordedBy"]).ShouldBe("amina");
    }

    [GeneratedRegex("""(?<="position":)\d+|[0-9a-f]{8}-[0-9a-f-]{27}""")]
    private static partial Regex Unpredictable();
}
