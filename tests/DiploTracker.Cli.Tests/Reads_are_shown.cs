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
         "explanation":[{"subject":"m-summit","because":"d-terms stands"}]}
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
            "d-terms", "RUS NoResponse", "d-terms stands"])
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
        Tracker.Reads["/api/negotiations/n/parked"] =
            """{"items":[{"id":"1","command":"ConfirmDate","fact":{},"reason":{"code":"not-agreed"},"since":"2025-08-07T12:00:00Z"}],"next":null}""";
        Tracker.Reads["/api/negotiations/n/diff"] = """{"changes":[{"subject":"m-summit","cause":"World"}]}""";
        (await Diplo("list", "--party", "USA")).Out.ShouldContain("War");
        (await Diplo("parked", "n")).Out.ShouldContain("not-agreed");
        (await Diplo("diff", "n", "--from", "2025-08", "--to", "2025-09", "--axis", "occurred")).Out.ShouldContain("World");
        Tracker.Requests[^1].Target.ShouldContain("axis=occurred");
    }
}
