using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using DiploTracker.Client;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

/// <summary>`--dry-run` says in words what would be recorded, and leaves everything as it was.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class Dry_runs(TrackerFixture tracker) : CliTest(tracker)
{
    private DiploClient Client => new(new HttpClient { BaseAddress = new Uri(Wire.Url + "/") });

    [Fact]
    public async Task a_command_says_where_it_would_stand_and_what_would_change()
    {
        await ScheduledAsync();
        var result = await Diplo("reschedule-meeting", Key, "--meeting", "m", "--when", "2025-08-16", "--occurred", "2025-08-09", "--dry-run");
        result.Code.ShouldBe(0, result.Error);
        result.Out.ShouldContain($"Would be recorded: {Key} version 4 → 5. Nothing is recorded yet.");
        result.Out.ShouldMatch(@"2025-08-09, as fact 5 of 5, after #[0-9a-f]{4} \(2025-08-04\)");
        result.Out.ShouldContain("we learned  meeting m, when: 2025-08-15 → 2025-08-16");
        result.Out.ShouldContain("[no-source]");
        (await RecordedAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task a_correction_says_what_it_takes_out_and_a_refusal_is_that_of_the_command()
    {
        var scheduled = (await ScheduledAsync())[2].EventId;
        var result = await Diplo("correct", Key, "--fact", scheduled, "--mode", "Retracted", "--reason", "a hoax", "--dry-run");
        result.Out.ShouldContain("takes out what stands as fact 4 of 4");
        result.Out.ShouldContain("when: 2025-08-15 → nothing");
        result.Out.ShouldContain("we were corrected  meeting m, status: Scheduled → AgreedInPrinciple");

        var refused = await Diplo("confirm-date", Key, "--meeting", "none", "--by", "USA", "--dry-run");
        (refused.Code, refused.Error).ShouldBe((1, "No meeting 'none' was known in this negotiation at that time. [meeting-unknown]\n".ReplaceLineEndings()));
        (await RecordedAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task what_waits_what_it_would_place_and_what_it_would_unblock_are_named()
    {
        await OpenAsync();
        (await Diplo("confirm-date", Key, "--meeting", "m", "--by", "USA", "--park", "--dry-run")).Out.ShouldStartWith("Would be parked: No meeting 'm'");
        await DoneAsync("propose-summit", """{"id":"m","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""");
        await DoneAsync("state-position", """{"id":"d","by":"RUS","kind":"Precondition","blocks":["m"],"occurred":"2025-08-03"}""");
        await Diplo("schedule-meeting", Key, "--meeting", "m", "--when", "2025-08-15", "--occurred", "2025-08-05", "--tentative", "--park");
        var result = await Diplo("change-position", Key, "--id", "d", "--change", "Met", "--occurred", "2025-08-04", "--dry-run");
        result.Out.ShouldContain("unblocks  meeting m: d");
        result.Out.ShouldContain("unparks  ScheduleMeeting ");
        (await RecordedAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task a_batch_is_tried_whole_and_then_recorded_as_it_was_tried()
    {
        await OpenAsync();
        var file = Script("""{"command":"ProposeSummit","id":"m","by":["USA"],"to":["RUS"]}""", """{"command":"AnswerProposal","id":"m","by":"RUS","answer":"Accepted"}""");
        var tried = JsonNode.Parse((await Diplo("batch", Key, file, "--dry-run", "--json")).Out)!;
        ((long)tried["nextVersion"]!, tried["facts"]!.AsArray().Count).ShouldBe((3, 2));
        (await RecordedAsync()).ShouldBe(1);
        (await Diplo("batch", Key, file, "--if-match", "1")).Out.ShouldContain("Recorded 2 facts");
        (await Diplo("batch", Key, Script("not json"), "--dry-run")).Code.ShouldBe(2);
    }

    [Fact]
    public async Task a_history_is_tried_line_by_line_with_its_corrections_and_expected_refusals()
    {
        var history = await Diplo("run", History("a1_seed_2025-08-07.jsonl"), "--negotiation", Key, "--dry-run");
        history.Code.ShouldBe(0, history.Error);
        history.Out.ShouldContain("| would record | already there | refused as expected | parked | refused |");
        history.Out.ShouldMatch(@"\| 31 +\| 0 +\| 6 +\| 0 +\| 0 +\|");
        (await Api.GetAsync($"/api/negotiations/{Key}")).Status.ShouldBe(404);

        await OpenAsync();
        var file = Script(
            """{"n":1,"date":"2025-08","kind":"RecordStatement","args":{"id":"s-1","speaker":"RUS","kind":"Claim"}}""",
            """{"n":2,"date":"2025-08-07","kind":"Correct","args":{"step":1,"mode":"Retracted","reason":"wrong"}}""",
            """{"n":3,"date":"2025-08-07","kind":"Correct","args":{"step":7,"mode":"Retracted","reason":"wrong"}}""");
        var corrected = await Diplo("run", file, "--negotiation", Key, "--dry-run");
        corrected.Code.ShouldBe(1);
        corrected.Out.ShouldContain("takes out what stands as fact 2 of 2");
        corrected.Error.ShouldBe($"{file}:3: step 7 is no line before it [correction-target-unknown]\n".ReplaceLineEndings());
        (await RecordedAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task a_program_previews_and_records_just_that()
    {
        await OpenAsync();
        var preview = await Client.PreviewAsync(Key, new ProposeSummit("m", ["USA"], ["RUS"]), cancellation: Interrupt.Token);
        (preview.Value.Outcome, preview.Value.NextVersion).ShouldBe((PreviewOutcomes.WouldRecord, 2));
        preview.Value.Changes.ShouldContain(change => change.Path == "meetings/m");
        await Client.SendAsync(Key, new EnterPhase("Agreement"), cancellation: Interrupt.Token);
        var stale = await Should.ThrowAsync<DiploProblemException>(() => Client.SendAsync(
            Key, new ProposeSummit("m", ["USA"], ["RUS"]), new SendOptions { IfMatch = preview.Freshness.ETag }, Interrupt.Token));
        stale.Code.ShouldBe("stale-version");

        var batch = await Client.PreviewBatchAsync(Key, [new SetDeadline("t", "2025-08-08"), new CloseDeadline("t", Met: true)], cancellation: Interrupt.Token);
        batch.Value.Facts.Select(fact => fact.Index).ShouldBe([0, 1]);
        var lines = await Client.PreviewLinesAsync(
            [CommandLine.Of(Key, new SetDeadline("t", "2025-08-08")), CommandLine.Of(Key, new CloseDeadline("u", Met: true)), CommandLine.Of(Key, Correct.Retract(DiploClient.ProvisionalId(1), "wrong"))],
            cancellation: Interrupt.Token).ToListAsync(Interrupt.Token);
        lines.Select(line => line.Problem?.Code ?? line.Preview!.Facts[0].Type).ShouldBe(["deadline-set.v1", "deadline-unknown", "record-corrected.v1"]);
    }
}
