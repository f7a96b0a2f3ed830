using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using DiploTracker.Cli.Reading;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

/// <summary>The reads across negotiations and the questions of a desk, in 100 columns.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class Lists_are_shown(TrackerFixture tracker) : CliTest(tracker)
{
    private const int Columns = 100;

    [Fact]
    public async Task every_read_of_the_tracker_has_a_subcommand()
    {
        var help = (await Diplo("--help")).Out;
        var reads = ReadCommand.All.Select(read => read.Name).ToList();
        foreach (var name in (string[])[.. reads, "status", "history", "diff", "parked", "replay", "report", "recording", "calendar"])
            help.ShouldContain($"\n  {name} ");
        reads.ShouldContain("proposals");
    }

    [Fact]
    public async Task lists_fit_a_hundred_columns_and_name_what_matters()
    {
        await RecordAsync();
        await Shows(["meetings", Key], "A summit", "Summit, Leaders", "USA, RUS", "[2025-08-11..2025-08-17]", "Scheduled", "tentative", "blocked by", "d-terms");
        await Shows(["proposals", Key, "--owed"], "RUS owes UKR an answer since", "(NoResponse)");
        await Shows(["positions", Key], "Precondition", "RUS to UKR", "Standing", "Terms come first");
        await Shows(["agreements", Key], "a-truce", "Ceasefire", "Signed", "RUS Signed");
        await Shows(["deadlines", Key], "t-terms", "2025-08-20", "Running");
        await Shows(["statements", Key], "UKR.Zelensky", "Denial", "on m");
        await Shows(["forecasts", Key], "USA.Trump", "likely", "m: 2025-08");
        await Shows(["activity", Key], "RUS, USA", "2025-W");
        await Shows(["diary", "USA", "--negotiation", Key, "--with-party", "RUS", "--held"], "2025-08-05", "m-call (Call)", "their first at this level");
        await Shows(["list", "--party", $"P-{Key[^8..]}"], "None.");
        await Shows(["search", "Terms", "first", "--negotiation", Key], "Positions", "d-terms");
        await Shows(["search", "nothing-of-it", "--negotiation", Key], "Nothing has the words");
        await Shows(["blockers", Key, "m"], "m: A summit, Summit, USA, RUS, Scheduled", "`-- d-terms: RUS to UKR, Precondition, Standing: Terms come first");
        await Shows(["blockers", Key, "p"], "Nothing blocks p.");
        await Shows(["why", Key, "m"], "RUS.Ushakov via TASS", "1 source", $"recorded");
        await Shows(["status", Key], "A summit (m)", "contested by UKR (existence)", "blocked by d-terms", "RUS NoResponse",
            "a-truce", "UKR.Zelensky (Denial)", "USA.Trump (Expectation)");
        await Shows(["history", Key, "--type", "meeting-held,statement-recorded", "--party", "UKR", "--from", "2025-08-08"], "UKR.Zelensky (Denial)");
        await Shows(["actors", "--q", "Zelensky"], "Zelensky");
        (await Diplo("history", Key, "--party", "UKR", "--to", "2025-08-07")).Out.ShouldNotContain("Denial");
        (await Diplo("history", Key, "--wide")).Out.Split('\n').Max(line => line.Length).ShouldBeGreaterThan(Columns);
    }

    [Fact]
    public async Task a_list_is_json_too_and_may_be_limited()
    {
        await RecordAsync();
        var result = JsonNode.Parse((await Diplo("proposals", Key, "--json", "--limit", "1")).Out)!;
        result["items"]!.AsArray().Count.ShouldBe(1);
        ((string?)result["next"]).ShouldNotBeNull();
        var all = JsonNode.Parse((await Diplo("blockers", Key, "--json")).Out)!.AsArray();
        all.Select(one => (string)one!["id"]!).ShouldBe(["m"]);
    }

    [Fact]
    public async Task what_there_is_not_is_a_usage_error_or_a_refusal()
    {
        await OpenAsync();
        (await Diplo("why", Key, "m-none")).Code.ShouldBe(ExitCode.Usage);
        (await Diplo("blockers", Key, "m-none")).Code.ShouldBe(ExitCode.Usage);
        (await Diplo("meetings", "--status", "Hold")).Code.ShouldBe(ExitCode.Refused);
    }

    [Fact]
    public async Task the_calendar_is_a_file()
    {
        await RecordAsync();
        var file = Path.Combine(TestFolder, "meetings.ics");
        (await Diplo("calendar", Key, "--output", file)).Code.ShouldBe(ExitCode.Done);
        (await File.ReadAllTextAsync(file, Interrupt.Token)).ShouldContain($"UID:m.{Key}@diplotracker");
        (await Diplo("calendar", Key)).Out.ShouldStartWith("BEGIN:VCALENDAR");
    }

    [Fact]
    public async Task proofs_and_checkpoints_are_read()
    {
        await OpenAsync();
        await Shows(["prove-inclusion", "1"], "leafHash");
        await Shows(["checkpoints", "--limit", "1"], "root");
        await Shows(["problem", "meeting-unknown"], "404");
    }

    [Fact]
    public async Task a_shell_completes_commands_options_and_words()
    {
        foreach (var (line, word) in new[] { ("diplo prop", "proposals"), ("diplo proposals --ow", "--owed-by"), ("diplo proposals --silence ", "NoResponse") })
            (await Diplo($"[suggest:{line.Length}]", line)).Out.Split('\n').ShouldContain(word);
        (await Diplo("completion", "bash")).Out.ShouldContain("complete -o default -F _diplo diplo");
        (await Diplo("completion", "zsh")).Out.ShouldContain("#compdef diplo");
        (await Diplo("completion", "fish")).Code.ShouldBe(ExitCode.Usage);
    }

    private async Task Shows(string[] args, params string[] parts)
    {
        var result = await Diplo(args);
        result.Code.ShouldBe(ExitCode.Done, result.Error);
        foreach (var part in parts)
            result.Out.ShouldContain(part);
        result.Out.Split('\n').Max(line => line.Length).ShouldBeLessThanOrEqualTo(Columns, result.Out);
    }

    private async Task RecordAsync()
    {
        await OpenAsync();
        await DoneAsync("record-meeting-held", """{"meeting":"m-call","kind":"Call","participants":["USA","RUS"],"when":"2025-08-05","outcome":"Unknown","occurred":"2025-08-05"}""");
        await DoneAsync("propose-summit", """{"id":"m","by":["USA"],"to":["RUS"],"title":"A summit","occurred":"2025-08-06"}""");
        await DoneAsync("schedule-meeting",
            """{"meeting":"m","when":"[2025-08-11..2025-08-17]","tentative":true,"confirmedBy":["RUS"],"occurred":"2025-08-06","basis":[{"speaker":"RUS.Ushakov","via":["TASS"]}]}""");
        await DoneAsync("make-proposal", """{"id":"p","by":["UKR"],"to":["RUS"],"about":"Ceasefire","occurred":"2025-08-06"}""");
        await DoneAsync("answer-proposal", """{"id":"p","by":"RUS","answer":"NoResponse","occurred":"2025-08-07"}""");
        await DoneAsync("state-position",
            """{"id":"d-terms","by":"RUS","kind":"Precondition","to":["UKR"],"blocks":["m"],"text":"Terms come first.","occurred":"2025-08-07"}""");
        await DoneAsync("record-agreement-stage", """{"id":"a-truce","type":"Ceasefire","stage":"Signed","by":["RUS"],"occurred":"2025-08-07"}""");
        await DoneAsync("set-deadline", """{"id":"t-terms","when":"2025-08-20","subject":"the terms","occurred":"2025-08-07"}""");
        await DoneAsync("record-statement",
            """{"id":"s-trump","speaker":"USA.Trump","kind":"Expectation","likelihood":"likely","expects":"2025-08","about":["m"],"occurred":"2025-08-07"}""");
        var last = await DoneAsync("record-statement", """{"id":"s-denial","speaker":"UKR.Zelensky","kind":"Denial","about":["m"],"occurred":"2025-08-08"}""");
        await Api.GetAsync("/api/meetings", ("X-Min-Position", $"{last.Position}"), ("Prefer", "wait=20"));
        foreach (var view in (string[])["proposals", "positions", "agreements", "deadlines", "statements", "forecasts", "activity", "actors", "negotiations", "actors/USA/diary"])
            await Api.GetAsync($"/api/{view}?limit=1", ("X-Min-Position", $"{last.Position}"), ("Prefer", "wait=20"));
    }
}
