using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

public sealed class Reads_are_shown : CliTest
{
    private const string Words = "الأسبوع المقبل";

    private const string Status =
        """
        {"key":"n","title":"حرب","phase":"Negotiation","version":3,"parties":[{"code":"USA","role":"Mediator","left":null}],
         "meetings":[{"id":"m-summit","kind":"Summit","status":"Scheduled","when":"[2025-08-11..2025-08-17]",
          "precision":"Window","tentative":true,"venue":{"agreement":"InPrinciple","disclosure":"Undisclosed","place":null},
          "participants":["RUS","USA"],"confirmedBy":["RUS"],"contestedBy":[],"blockedBy":["d-terms"],"absent":[],
          "newer":{"than":"this client"}}],
         "proposals":[{"id":"p","by":["UKR"],"to":["RUS"],"status":"Unanswered",
          "answers":{"RUS":{"answer":"NoResponse","conditions":[],"occurred":"2025-08-07"}},"counteredBy":null}],
         "positions":[],"agreements":[],"deadlines":[],"statementCount":2,
         "explain":{"meetings/m-summit/when":{"fact":"e-3","version":3,"text":"The summit is scheduled.","occurred":"2025-08-07",
          "publishedAt":"2025-08-07T12:00:00+03:00","recordedAt":"2025-08-07T12:00:00.123456+00:00","recordedBy":"desk",
          "speakers":["RUS.Ushakov"],"via":["TASS"],"reports":[],"phrase":null,"independentSources":1}},
         "newest":[{"of":"the server"}]}
        """;

    private const string Facts =
        $$"""
        {"items":[{"position":1,"version":1,"id":"e","type":"meeting-scheduled.v1","occurred":"2025-08-07",
          "recordedAt":"2025-08-07T12:00:00.123456+00:00","phrase":{"text":"{{Words}}","language":"ar"},
          "basis":[{"speaker":"RUS.Ushakov","via":["TASS"],"reliability":"B","credibility":2}],"data":null,
          "text":"The summit is scheduled.","correction":{"mode":"Retracted","by":"e-9","reason":"wrong"} }],"next":null}
        """;

    [Fact]
    public async Task a_status_is_tables()
    {
        Tracker.Reads["/api/negotiations/n"] = Status;
        var result = await Diplo("status", "n", "--as-of", "2025-08", "--known-at", "2025-08-07T12:00:00Z", "--explain");
        result.Code.ShouldBe(0, result.Error);
        foreach (var cell in (string[])["Mediator", "m-summit", "Scheduled, tentative", "Undisclosed (InPrinciple)",
            "d-terms", "RUS NoResponse", "meetings/m-summit", "The summit is", "2025-08-07 09:00Z", "RUS.Ushakov", "the server"])
            result.Out.ShouldContain(cell);
        Tracker.Requests[^1].Target.ShouldBe(
            "GET /api/negotiations/n?asKnownAt=2025-08-07T12%3A00%3A00.0000000%2B00%3A00&asOf=2025-08&explain=true");
    }

    [Fact]
    public async Task the_json_is_the_servers_with_arabic_as_it_is_written()
    {
        Tracker.Reads["/api/negotiations/n"] = Status;
        var result = await Diplo("status", "n", "--json");
        result.Out.ShouldContain("\"title\": \"حرب\"");
        result.Out.ShouldContain("\"than\": \"this client\"");
    }

    [Fact]
    public async Task a_history_shows_words_sources_and_corrections()
    {
        Tracker.Reads["/api/negotiations/n/history"] = Facts;
        var result = await Diplo("history", "n", "--order", "recorded");
        result.Out.ShouldContain(Words);
        result.Out.ShouldContain("RUS.Ushakov via TASS B2");
        result.Out.ShouldContain("(Retracted: wrong)");
        result.Out.ShouldNotContain("\u2068");
        Tracker.Requests[^1].Target.ShouldContain("order=recorded");
    }

    [Fact]
    public async Task on_a_terminal_arabic_is_isolated_and_never_padded_wrongly()
    {
        Tracker.Reads["/api/negotiations/n/history"] = Facts;
        var result = await Diplo("", terminal: true, "history", "n");
        result.Out.ShouldContain($"\u2068{Words}\u2069");
        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => System.Text.RegularExpressions.Regex.Replace(line.TrimEnd('\r'), @"\x1b\[[0-9;]*m|[\u2068\u2069]", ""))
            .Select(line => line.Length);
        lines.Distinct().Count().ShouldBe(1, result.Out);
    }

    [Fact]
    public async Task other_lists_and_differences_are_shown()
    {
        Tracker.Reads["/api/negotiations"] =
            """{"items":[{"key":"n","title":"War","phase":"Negotiation","parties":[{"code":"USA"}]}],"next":null}""";
        (await Diplo("list", "--party", "USA")).Out.ShouldContain("War");
    }

    [Fact]
    public async Task what_is_parked_says_why_and_can_be_withdrawn()
    {
        Tracker.Reads["/api/negotiations/n/parked"] =
            """
            {"items":[{"id":"1","command":"ConfirmDate","fact":{"occurred":"2025-08-06"},"since":"2025-08-07T12:00:00Z","recordedBy":"desk",
              "reason":{"code":"nothing-to-confirm","detail":"No date."}}],"next":null}
            """;
        var listed = await Diplo("parked", "n");
        foreach (var cell in (string[])["ConfirmDate", "2025-08-06", "2025-08-07 12:00Z", "desk", "No date. [nothing-to-confirm]"])
            listed.Out.ShouldContain(cell);

        (await Diplo("parked", "n", "--withdraw", "1")).Code.ShouldBe(0);
        Tracker.Requests[^1].Target.ShouldBe("DELETE /api/negotiations/n/parked/1");
    }

    [Fact]
    public async Task a_difference_is_sentences_with_their_causes_and_facts()
    {
        Tracker.Reads["/api/negotiations/n/diff"] =
            """
            {"negotiation":"n","from":"a","to":"b","axis":"reported","changes":[{"path":"meetings/m-summit/when","before":"2025-08-15",
              "after":null,"cause":"Corrected","text":"m-summit, when, was 2025-08-15, is nothing.","facts":[{"id":"e-9","version":9,
              "type":"record-corrected.v1","occurred":"2025-08-08","recordedAt":"2025-08-08T12:00:00Z","speakers":["AFP"],"text":"A hoax."}]}]}
            """;
        var result = await Diplo("diff", "n", "--from", "2025-08-07T06:00:00Z", "--to", "2025-08-07T18:00:00Z", "--axis", "reported");
        result.Out.ShouldContain("we were corrected  m-summit, when, was 2025-08-15, is nothing.");
        result.Out.ShouldContain("#9 record-corrected.v1 e-9: occurred 2025-08-08, recorded 2025-08-08 12:00Z, AFP");
        Tracker.Requests[^1].Target.ShouldContain("axis=reported");

        Tracker.Reads["/api/negotiations/n/diff"] = """{"changes":[],"from":"a","to":"b"}""";
        (await Diplo("diff", "n", "--from", "a", "--to", "b")).Out.ShouldContain("Nothing changed");
    }
}
