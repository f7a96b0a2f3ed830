using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Commands;

/// <summary>The same key and body give the same answer, for ever, and one set of events.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class IdempotencyTests(TrackerFixture tracker)
{
    private const string Statement = """{"id":"s-1","speaker":"RUS","kind":"Claim","occurred":"2025-08-07"}""";

    private static (string, string) Once() => ("Idempotency-Key", Guid.NewGuid().ToString());

    [Theory, InlineData(""), InlineData(" "), InlineData("\"\""), InlineData("7")]
    public async Task a_key_that_is_none_is_refused_lest_a_repetition_be_recorded_twice(string key) =>
        (await tracker.Api.DoAsync(await tracker.Api.OpenAsync(), "record-statement", Statement, ("Idempotency-Key", key)))
            .ShouldBeProblem(422, "malformed").ShouldSay("UUID");

    [Fact]
    public async Task a_repeated_opening_is_answered_as_the_first_time()
    {
        var (key, once) = (Api.NewKey(), Once());
        var first = await tracker.Api.PostAsync("/api/negotiations", Api.Opening(key), once);
        await tracker.Api.DoneAsync(key, "record-statement", Statement);
        ShouldBeSame(await tracker.Api.PostAsync("/api/negotiations", Api.Opening(key), once), first);
    }

    [Fact]
    public async Task a_repeated_command_is_answered_as_the_first_time_whatever_came_between()
    {
        var (key, once) = (await tracker.Api.OpenAsync(), Once());
        var first = await tracker.Api.DoAsync(key, "enter-phase", """{"phase":"Agreement","occurred":"2025-08-02"}""", once);
        await tracker.Api.DoneAsync(key, "enter-phase", """{"phase":"Concluded","occurred":"2025-08-03"}""");
        ShouldBeSame(await tracker.Api.DoAsync(key, "enter-phase", """{"phase":"Agreement","occurred":"2025-08-02"}""", once), first);
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(3);
    }

    [Fact]
    public async Task a_refusal_is_repeated_even_when_the_command_would_now_land()
    {
        var (key, once) = (await tracker.Api.OpenAsync(), Once());
        const string schedule = """{"meeting":"m-1","when":"2025-08-20","tentative":true,"occurred":"2025-08-07"}""";
        var refused = (await tracker.Api.DoAsync(key, "schedule-meeting", schedule, once)).ShouldBeProblem(404, "meeting-unknown");
        await tracker.Api.DoneAsync(key, "propose-summit", """{"id":"m-1","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""");
        ShouldBeSame(await tracker.Api.DoAsync(key, "schedule-meeting", schedule, once), refused);
        (await tracker.Api.DoneAsync(key, "schedule-meeting", schedule)).Version.ShouldBe(3);
    }

    [Fact]
    public async Task a_refusal_with_many_members_is_repeated_to_the_byte()
    {
        var (key, once) = (await tracker.Api.OpenAsync(), Once());
        const string statement = """{"id":"s-1","speaker":"RUS","kind":"Claim","occurred":"2025-13-40"}""";
        var refused = (await tracker.Api.DoAsync(key, "record-statement", statement, once)).ShouldBeProblem(422, "edtf-invalid");
        ShouldBeSame(await tracker.Api.DoAsync(key, "record-statement", statement, once), refused);
    }

    [Fact]
    public async Task an_answer_without_events_is_repeated_to_the_byte()
    {
        var (key, once) = (await tracker.Api.OpenAsync(), Once());
        await tracker.Api.DoneAsync(key, "record-statement", Statement);
        var nothing = await tracker.Api.DoAsync(key, "record-statement", Statement, once);
        nothing["events"]!.AsArray().ShouldBeEmpty();
        ShouldBeSame(await tracker.Api.DoAsync(key, "record-statement", Statement, once), nothing);
    }

    [Fact]
    public async Task repeated_with_the_version_it_was_sent_for_it_is_not_stale()
    {
        var (key, once) = (await tracker.Api.OpenAsync(), Once());
        var first = await tracker.Api.DoAsync(key, "record-statement", Statement, once, ("If-Match", "\"1\""));
        first.Status.ShouldBe(200);
        ShouldBeSame(await tracker.Api.DoAsync(key, "record-statement", Statement, once, ("If-Match", "\"1\"")), first);
    }

    [Fact]
    public async Task a_stale_version_does_not_use_the_key_up()
    {
        var (key, once) = (await tracker.Api.OpenAsync(), Once());
        (await tracker.Api.DoAsync(key, "record-statement", Statement, once, ("If-Match", "\"5\""))).ShouldBeProblem(412, "stale-version");
        (await tracker.Api.DoAsync(key, "record-statement", Statement, once, ("If-Match", "\"1\""))).Version.ShouldBe(2);
    }

    [Fact]
    public async Task another_body_under_the_key_is_refused()
    {
        var (key, once) = (await tracker.Api.OpenAsync(), Once());
        await tracker.Api.DoAsync(key, "record-statement", Statement, once);
        (await tracker.Api.DoAsync(key, "record-statement", Statement.Replace("s-1", "s-2"), once)).ShouldBeProblem(422, "idempotency-key-reused");
        (await tracker.Api.DoAsync(await tracker.Api.OpenAsync(), "record-statement", Statement, once)).ShouldBeProblem(422, "idempotency-key-reused");
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task the_order_of_members_and_blanks_do_not_make_another_body()
    {
        var (key, once) = (await tracker.Api.OpenAsync(), Once());
        var first = await tracker.Api.DoAsync(key, "record-statement", Statement, once);
        ShouldBeSame(await tracker.Api.DoAsync(key, "record-statement",
            """{ "occurred": "2025-08-07", "kind": "Claim", "speaker": "RUS", "id": "s-1" }""", once), first);
    }

    [Fact]
    public async Task a_batch_goes_under_one_key()
    {
        var (key, once) = (await tracker.Api.OpenAsync(), Once());
        const string batch = """[{"command":"EnterPhase","phase":"Agreement"},{"command":"RecordStatement","id":"s-1","speaker":"RUS","kind":"Claim"}]""";
        var first = await tracker.Api.DoAsync(key, "commands", batch, once);
        first["events"]!.AsArray().Count.ShouldBe(2);
        await tracker.Api.DoneAsync(key, "enter-phase", """{"phase":"Concluded"}""");
        ShouldBeSame(await tracker.Api.DoAsync(key, "commands", batch, once), first);
    }

    [Fact]
    public async Task a_key_that_is_no_uuid_is_malformed() =>
        (await tracker.Api.DoAsync(await tracker.Api.OpenAsync(), "record-statement", Statement, ("Idempotency-Key", "again")))
            .ShouldBeProblem(422, "malformed").ShouldSay("'again'");

    private static void ShouldBeSame(Answer again, Answer first)
    {
        (again.Status, again.Text).ShouldBe((first.Status, first.Text));
        again.Headers.GetValueOrDefault("ETag").ShouldBe(first.Headers.GetValueOrDefault("ETag"));
        again.Headers.GetValueOrDefault("Location").ShouldBe(first.Headers.GetValueOrDefault("Location"));
    }
}
