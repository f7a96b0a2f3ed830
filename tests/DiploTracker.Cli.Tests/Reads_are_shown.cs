using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class Reads_are_shown(TrackerFixture tracker) : CliTest(tracker)
{
    private const string Words = "الأسبوع المقبل";

    [Fact]
    public async Task a_status_is_tables()
    {
        await RecordAsync();
        Wire.Edit = answer => answer.Insert(1, """ "newest":[{"of":"the server"}],""");
        var known = ((string)(await FactsAsync())[^1]!["recordedAt"]!);
        var result = await Diplo("status", Key, "--as-of", "2025-08", "--known-at", known, "--explain");
        result.Code.ShouldBe(0, result.Error);
        foreach (var cell in (string[])["Mediator", "m-summit", "Scheduled, tentative", "Undisclosed",
            "d-terms", "RUS NoResponse", "meetings/m-summit", "2025-08-07", "RUS.Ushakov", "the server"])
            result.Out.ShouldContain(cell);
        var moment = DateTimeOffset.Parse(known, CultureInfo.InvariantCulture).ToString("O", CultureInfo.InvariantCulture);
        Wire.Requests[^1].Target.ShouldBe($"GET /api/negotiations/{Key}?explain=true&asKnownAt={Uri.EscapeDataString(moment)}&asOf=2025-08");
    }

    [Fact]
    public async Task the_json_is_the_servers_with_arabic_as_it_is_written()
    {
        await RecordAsync();
        Wire.Edit = answer => answer.Insert(1, "\"newer\":\"than this client\",");
        var result = await Diplo("status", Key, "--json");
        result.Out.ShouldContain("\"title\": \"حرب\"");
        var shown = JsonNode.Parse(result.Out)!.AsObject();
        shown.Remove("newer").ShouldBeTrue();
        JsonNode.DeepEquals(shown, (await Api.StatusAsync(Key)).Json).ShouldBeTrue(result.Out);
    }

    [Fact]
    public async Task a_history_shows_words_sources_and_corrections()
    {
        await RecordAsync();
        var result = await Diplo("history", Key, "--order", "recorded");
        result.Out.ShouldContain(Words);
        result.Out.ShouldContain("RUS.Ushakov via TASS B2");
        result.Out.ShouldContain("(Retracted: wrong)");
        result.Out.ShouldNotContain("\u2068");
        Wire.Requests[^1].Target.ShouldContain("order=recorded");
    }

    [Fact]
    public async Task on_a_terminal_arabic_is_isolated_and_never_padded_wrongly()
    {
        await RecordAsync();
        var result = await Diplo("", terminal: true, "history", Key);
        result.Out.ShouldContain($"\u2068{Words}\u2069");
        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Regex.Replace(line.TrimEnd('\r'), @"\x1b\[[0-9;]*m|[\u2068\u2069]", ""))
            .Select(line => line.Length);
        lines.Distinct().Count().ShouldBe(1, result.Out);
    }

    [Fact]
    public async Task every_page_of_a_list_is_shown()
    {
        var party = $"P{Guid.NewGuid():N}"[..16].ToUpperInvariant();
        var opened = default(Answer);
        for (var number = 0; number < 101; number++) // one more than a page
            (opened = await Api.PostAsync("/api/negotiations",
                $$"""{"key":"{{Key}}-{{number}}","title":"War","parties":["{{party}}","RUS"]}""")).Status.ShouldBe(201);
        await Api.GetAsync("/api/negotiations", ("X-Min-Position", $"{opened!.Position}"), ("Prefer", "wait=20"));
        var listed = await Diplo("list", "--party", party);
        listed.Code.ShouldBe(ExitCode.Done, listed.Error);
        listed.Out.Split('\n').Count(line => line.Contains(Key) && line.Contains("War") && line.Contains(party))
            .ShouldBe(101);
        Wire.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task what_is_parked_says_why_and_can_be_withdrawn()
    {
        await OpenAsync();
        var parked = await Diplo(
            "confirm-date", Key, "--meeting", "m", "--by", "RUS", "--occurred", "2025-08-06", "--park", "--json");
        parked.Code.ShouldBe(ExitCode.Done, parked.Error);
        var waiting = (await Api.GetAsync($"/api/negotiations/{Key}/parked"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        var (id, since) = ((string)waiting["id"]!, ((DateTimeOffset)waiting["since"]!).UtcDateTime);

        var listed = await Diplo("parked", Key);
        string[] cells = ["ConfirmDate", "2025-08-06", $"{since:yyyy-MM-dd HH:mm'Z'}", User, "[meeting-unknown]"];
        foreach (var cell in cells)
            listed.Out.ShouldContain(cell);

        (await Diplo("parked", Key, "--withdraw", id)).Code.ShouldBe(0);
        (await Api.GetAsync($"/api/negotiations/{Key}/parked"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task a_difference_is_sentences_with_their_causes_and_facts()
    {
        await ScheduledAsync();
        await DoneAsync("record-statement", """{"id":"s","speaker":"AFP","kind":"Claim","occurred":"2025-08-05"}""");
        var between = await KnownAsync();
        var scheduled = (string)(await FactsAsync())[3]!["id"]!;
        var corrected = await DoneAsync("correct",
            $$"""{"fact":"{{scheduled}}","mode":"Retracted","reason":"A hoax.","occurred":"2025-08-08","basis":[{"speaker":"AFP"}]}""");

        var result = await Diplo("diff", Key, "--from", between, "--to", await KnownAsync());
        result.Code.ShouldBe(ExitCode.Done, result.Error);
        result.Out.ShouldContain("we were corrected  m, status, was Scheduled, is AgreedInPrinciple");
        result.Out.ShouldMatch(
            $@"#{corrected.EventId[^12..][..4]} record-corrected\.v1: occurred 2025-08-08, recorded [\d :-]{{16}}Z, AFP");

        (await Diplo("diff", Key, "--from", "2025-08-05", "--to", "2025-08-06", "--axis", "occurred"))
            .Out.ShouldContain("Nothing changed");
        Wire.Requests[^1].Target.ShouldContain("axis=occurred");
    }

    [Fact]
    public async Task a_report_that_is_registered_can_be_cited()
    {
        await OpenAsync();
        var text = Path.Combine(TestFolder, "article.txt");
        await File.WriteAllTextAsync(text, $"The Kremlin agrees. {Key}", Interrupt.Token);
        (await Diplo("report", "add", text, "--published-at", "yesterday")).Code.ShouldBe(ExitCode.Usage);
        var registered = await Diplo(
            "report", "add", text, "--publisher", "Reuters", "--title", "A summit", "--language", "en", "--published-at", "2025-08-07T12:00:00+03:00");
        registered.Code.ShouldBe(ExitCode.Done, registered.Error);
        Wire.Requests[^1].Body.ShouldNotContain("Kremlin");

        var sha256 = registered.Out.Trim();
        var report = (await Api.GetAsync($"/api/reports/{sha256}")).Json;
        ((string?)report["publisher"], (string?)report["title"], (string?)report["language"])
            .ShouldBe(("Reuters", "A summit", "en"));
        (await Diplo("record-statement", Key, "--id", "s", "--speaker", "RUS", "--kind", "Claim", "--report", sha256))
            .Code.ShouldBe(ExitCode.Done);
        ((string?)(await FactsAsync())[1]!["basis"]![0]!["report"]).ShouldBe(sha256);
    }

    /// <summary>When the last fact was recorded.</summary>
    private async Task<string> KnownAsync() => (string)(await FactsAsync())[^1]!["recordedAt"]!;

    /// <summary>A summit that is scheduled tentatively and blocked, a proposal without an answer, and a statement
    /// that was retracted.</summary>
    private async Task RecordAsync()
    {
        await OpenAsync(title: "حرب");
        await DoneAsync("propose-summit", """{"id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""");
        await DoneAsync("schedule-meeting",
            $$"""
            {"meeting":"m-summit","when":"[2025-08-11..2025-08-17]","tentative":true,"confirmedBy":["RUS"],
             "occurred":"2025-08-07",
             "phrase":{"text":"{{Words}}","language":"ar"},
             "basis":[{"speaker":"RUS.Ushakov","via":["TASS"],"publishedAt":"2025-08-07T12:00:00+03:00",
             "reliability":"B","credibility":2}]}
            """);
        await DoneAsync("agree-venue-in-principle", """{"meeting":"m-summit","occurred":"2025-08-07"}""");
        await DoneAsync("make-proposal",
            """{"id":"p","by":["UKR"],"to":["RUS"],"about":"Ceasefire","occurred":"2025-08-07"}""");
        await DoneAsync("answer-proposal", """{"id":"p","by":"RUS","answer":"NoResponse","occurred":"2025-08-08"}""");
        await DoneAsync("state-position",
            """{"id":"d-terms","by":"RUS","kind":"Precondition","to":["UKR"],"blocks":["m-summit"],"occurred":"2025-08-08"}""");
        var said = await DoneAsync("record-statement",
            """{"id":"s","speaker":"RUS","kind":"Claim","occurred":"2025-08-08"}""");
        await DoneAsync("correct",
            $$"""{"fact":"{{said.EventId}}","mode":"Retracted","reason":"wrong","occurred":"2025-08-09"}""");
    }
}
