using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Briefs;

/// <summary>Briefs over HTTP: three forms of one model, at any moment, about one negotiation or several.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BriefTests(TrackerFixture tracker)
{
    private const string NextWeek = "الأسبوع المقبل";

    private async Task<string> SummitAsync(string title = "Settlement")
    {
        var key = await tracker.Api.OpenAsync(title: title);
        await tracker.Api.DoneAsync(key, "propose-summit", """{"id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""");
        await tracker.Api.DoneAsync(key, "answer-proposal", """{"id":"m-summit","by":"RUS","answer":"AcceptedInPrinciple","occurred":"2025-08-06"}""");
        await tracker.Api.DoneAsync(key, "schedule-meeting",
            $$"""{"meeting":"m-summit","when":"[2025-08-11..2025-08-17]","tentative":true,"confirmedBy":["RUS"],"occurred":"2025-08-07","phrase":{"text":"{{NextWeek}}","language":"ar"},"basis":[{"speaker":"RUS.Ushakov","via":["TASS"],"publishedAt":"2025-08-07T12:00:00+03:00"}]}""");
        await tracker.Api.DoneAsync(key, "agree-venue-in-principle", """{"meeting":"m-summit","occurred":"2025-08-07","basis":[{"speaker":"RUS.Ushakov"}]}""");
        return key;
    }

    private Task<Answer> ReadAsync(string path, string accept) => tracker.Api.GetAsync(path, ("Accept", accept));

    [Fact]
    public async Task the_form_is_the_one_that_the_caller_prefers()
    {
        var path = $"/api/negotiations/{await SummitAsync()}/brief";
        (string Accept, string Type)[] forms =
        [
            ("text/markdown", "text/markdown"), ("text/html", "text/html"), ("application/json", "application/json"),
            ("*/*", "application/json"), ("image/png", "application/json"), ("text/html;q=0.5, text/markdown", "text/markdown"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ];
        foreach (var (accept, type) in forms)
        {
            var read = await ReadAsync(path, accept);
            read.Status.ShouldBe(200, read.Text);
            read.Headers["Content-Type"].ShouldStartWith(type, customMessage: accept);
            read.Headers["Vary"].ShouldContain("Accept");
        }
        var html = await ReadAsync(path, "text/html");
        html.Headers["Content-Security-Policy"].ShouldStartWith("default-src 'none'; style-src 'sha256-");
        html.Headers["Content-Security-Policy"].ShouldNotContain("unsafe");
        html.Text.ShouldNotContain("<script");
    }

    [Fact]
    public async Task all_forms_say_the_same_sentences()
    {
        var key = await SummitAsync();
        var json = await ReadAsync($"/api/negotiations/{key}/brief", "application/json");
        var about = json["negotiations"]![0]!;
        ((string?)about["stands"]![1]!["text"]).ShouldBe(
            $"The summit of USA and RUS is tentatively set for one day between 11 and 17 August 2025 (“{NextWeek}”), venue agreed in principle but undisclosed. RUS confirmed; USA has not.");
        ((string?)about["next"]![0]!["when"]).ShouldBe("[2025-08-11..2025-08-17]");
        ((string?)about["next"]![0]!["date"]).ShouldBe("one day, Mon 11 to Sun 17 August 2025");
        ((string?)json["sources"]!.AsArray().Single(source => (string?)source!["publisher"] == "TASS")!["text"])
            .ShouldBe("Ushakov (RUS); TASS; Thu 7 August 2025 at 12:00 (UTC+03:00)");

        var markdown = (await ReadAsync($"/api/negotiations/{key}/brief", "text/markdown")).Text;
        markdown.ShouldContain($"one day between 11 and 17 August 2025 (“\u2068{NextWeek}\u2069”), venue agreed in principle but undisclosed. RUS confirmed; USA has not.");
        var html = (await ReadAsync($"/api/negotiations/{key}/brief", "text/html")).Text;
        html.ShouldContain($"""(“<bdi dir="auto" lang="ar">{NextWeek}</bdi>”), venue agreed in principle but undisclosed.""");
    }

    [Fact]
    public async Task it_is_read_as_of_a_day_as_known_and_found_again()
    {
        var key = await SummitAsync();
        var before = await ReadAsync($"/api/negotiations/{key}/brief?asOf=2025-08-06", "application/json");
        ((string?)before["negotiations"]![0]!["stands"]![1]!["text"]).ShouldStartWith("The summit of USA and RUS is agreed in principle; no date is set");
        ((string?)before["day"]).ShouldBe("2025-08-06");

        var page = await ReadAsync($"/api/negotiations/{key}/brief?since=2025-08-06&axis=occurred", "text/markdown");
        page.Text.ShouldContain("## What changed since Wednesday 6 August 2025");
        page.Text.ShouldContain("The world changed:");
        var address = System.Text.RegularExpressions.Regex.Match(page.Text, "/api/negotiations/[^`\\s]+").Value;
        await tracker.Api.DoneAsync(key, "cancel-meeting", """{"meeting":"m-summit","by":"USA","occurred":"2025-08-09"}""");
        var again = await ReadAsync(address, "text/markdown");
        Sections(again.Text).ShouldBe(Sections(page.Text));
        (await ReadAsync($"/api/negotiations/{key}/brief", "text/markdown")).Text.ShouldContain("is cancelled by USA");

        // The last line of the proof depends on what is sealed by now.
        static string Sections(string text) => text[..text.IndexOf("## Proof", StringComparison.Ordinal)];
    }

    [Fact]
    public async Task what_was_learned_and_corrected_is_told_apart_from_what_happened()
    {
        var key = await SummitAsync();
        var since = (string)(await tracker.Api.GetAsync($"/api/negotiations/{key}/history?limit=1000"))["items"]!.AsArray()[^1]!["recordedAt"]!;
        var venue = (string)(await tracker.Api.GetAsync($"/api/negotiations/{key}/history"))["items"]!.AsArray()
            .Single(item => (string?)item!["type"] == "venue-agreed-in-principle.v1")!["id"]!;
        await tracker.Api.DoneAsync(key, "record-meeting-held",
            """{"meeting":"m-call","kind":"Call","participants":["USA","RUS"],"when":"2025-08-05","outcome":"Unknown","occurred":"2025-08-05"}""");
        await tracker.Api.DoneAsync(key, "correct", $$"""{"fact":"{{venue}}","mode":"Retracted","reason":"misheard"}""");

        var changes = (await ReadAsync($"/api/negotiations/{key}/brief?since={Uri.EscapeDataString(since)}", "application/json"))["negotiations"]![0]!["changed"]!;
        var lines = changes["lines"]!.AsArray().Select(line => $"{line!["cause"]}: {line["text"]}").ToList();
        lines.ShouldContain("Learned: The call of USA and RUS was held on Tuesday 5 August 2025; the outcome is not known. It had been so on Tuesday 5 August 2025.");
        lines.ShouldContain("Corrected: The summit of USA and RUS: the agreement on the venue was in principle, is now none.");
    }

    [Fact]
    public async Task a_page_across_several_names_each_and_numbers_the_sources_once()
    {
        var (one, two) = (await SummitAsync("First"), await SummitAsync("قمة"));
        var page = await ReadAsync($"/api/briefs?key={two},{one}", "application/json");
        page["negotiations"]!.AsArray().Select(about => (string?)about!["key"]).ShouldBe([two, one]);
        page["sources"]!.AsArray().Count(source => (string?)source!["publisher"] == "TASS").ShouldBe(1);
        (await ReadAsync($"/api/briefs?key={two}&key={one}", "text/markdown")).Text.ShouldStartWith("# Briefing on 2 negotiations");
        var html = (await ReadAsync($"/api/briefs?key={two},{one}", "text/html")).Text;
        html.ShouldContain("""<h2 dir="auto"><bdi dir="auto">قمة</bdi></h2>""");
    }

    [Fact]
    public async Task a_filter_finds_what_the_list_of_negotiations_finds()
    {
        var mark = Guid.NewGuid().ToString("N")[..12];
        var key = await SummitAsync($"Talks {mark}");
        var position = (await tracker.Api.StatusAsync(key)).Headers["X-Position"];
        var page = await tracker.Api.GetAsync($"/api/briefs?q={mark}&party=RUS", ("X-Min-Position", position), ("Prefer", "wait=20"));
        page["negotiations"]!.AsArray().Select(about => (string?)about!["key"]).ShouldBe([key]);
        (await ReadAsync($"/api/briefs?q={mark}x", "text/markdown")).Text.ShouldContain("No negotiation that was known then meets the filter.");
    }

    [Fact]
    public async Task what_cannot_be_is_refused_with_its_name()
    {
        var key = await SummitAsync();
        (await tracker.Api.GetAsync("/api/negotiations/no-such-talks/brief")).ShouldBeProblem(404, "negotiation-unknown");
        (await tracker.Api.GetAsync($"/api/briefs?key={key},no-such-talks")).ShouldBeProblem(404, "negotiation-unknown");
        (await tracker.Api.GetAsync($"/api/briefs?key={key}&party=RUS")).ShouldBeProblem(422, "malformed").ShouldSay("key");
        (await tracker.Api.GetAsync($"/api/briefs?key={string.Join(',', Enumerable.Range(1, 51).Select(number => $"key-{number}"))}"))
            .ShouldBeProblem(422, "malformed").ShouldSay("50");
        (await tracker.Api.GetAsync("/api/briefs?phase=Peace")).ShouldBeProblem(422, "phase-unknown");
        (await tracker.Api.GetAsync($"/api/negotiations/{key}/brief?since=yesterday")).ShouldBeProblem(422, "malformed").ShouldSay("since");
        (await tracker.Api.GetAsync($"/api/negotiations/{key}/brief?since=x&axis=occurred")).ShouldBeProblem(422, "edtf-invalid");
        (await tracker.Api.GetAsync($"/api/negotiations/{key}/brief?axis=guessed")).ShouldBeProblem(422, "malformed").ShouldSay("axis");
        (await tracker.Api.GetAsync($"/api/negotiations/{key}/brief?asof=2025")).ShouldBeProblem(422, "malformed").ShouldSay("asof");
    }

    [Fact]
    public async Task a_report_is_named_with_its_title_and_an_erased_title_is_not()
    {
        var key = await tracker.Api.OpenAsync();
        var report = (string)(await tracker.Api.PostAsync("/api/reports",
            $$"""{"text":"{{Guid.NewGuid()}}","title":"قمة مرتقبة","publisher":"Al Jazeera","language":"ar","publishedAt":"2025-08-07T15:00:00+03:00"}"""))["id"]!;
        await tracker.Api.DoneAsync(key, "propose-summit", $$"""{"id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-02","basis":[{"report":"{{report}}"}]}""");
        System.Net.WebUtility.HtmlDecode((await ReadAsync($"/api/negotiations/{key}/brief", "text/html")).Text).ShouldContain("""<bdi dir="auto">Al Jazeera</bdi>; “<bdi dir="auto" lang="ar">قمة مرتقبة</bdi>”; Thu 7 August 2025 at 15:00 (UTC+03:00)""");

        (await tracker.Api.PostAsync("/api/audit/erasures", $$"""{"report":"{{report}}","ground":"names a source"}""")).Status.ShouldBe(200);
        var after = (await ReadAsync($"/api/negotiations/{key}/brief", "application/json")).Text;
        after.ShouldNotContain("قمة مرتقبة");
        after.ShouldContain("[erased]");
    }
}
