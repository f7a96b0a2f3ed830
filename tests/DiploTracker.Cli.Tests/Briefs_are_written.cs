using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

/// <summary>Briefs in their forms, and lists as CSV.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class Briefs_are_written(TrackerFixture tracker) : CliTest(tracker)
{
    private async Task RecordAsync()
    {
        await OpenAsync("حرب");
        await DoneAsync("propose-summit", """{"id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""");
    }

    [Fact]
    public async Task a_brief_is_markdown_at_a_moment_with_what_changed()
    {
        await RecordAsync();
        var result = await Diplo("brief", Key, "--as-of", "2025-08", "--since", "2025-08-01", "--axis", "Occurred");
        result.Code.ShouldBe(0, result.Error);
        result.Out.ShouldContain("## What stands");
        result.Out.ShouldContain("## What changed since Friday 1 August 2025");
        result.Out.ShouldContain("# \u2068حرب\u2069");
        Wire.Requests[^1].Target.ShouldBe($"GET /api/negotiations/{Key}/brief?since=2025-08-01&axis=occurred&asOf=2025-08");
    }

    [Fact]
    public async Task html_and_json_are_written_to_a_file_as_the_server_gives_them()
    {
        await RecordAsync();
        var file = Path.Combine(TestFolder, "brief.html");
        (await Diplo("brief", Key, "--format", "html", "-o", file)).Code.ShouldBe(0);
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldStartWith("<!doctype html>");
        foreach (var json in (string[][])[["brief", Key, "--format", "json"], ["brief", Key, "--json"]])
            ((string?)JsonNode.Parse((await Diplo(json)).Out)!["negotiations"]![0]!["key"]).ShouldBe(Key);
        (await Diplo("brief", Key, "-o", Path.Combine(TestFolder, "none", "b.md"))).Code.ShouldBe(2);
    }

    [Fact]
    public async Task several_and_filters_ask_for_a_page_across_them()
    {
        await RecordAsync();
        (await Diplo("brief", Key, "no-such-talks")).Error.ShouldContain("negotiation-unknown");
        Wire.Requests[^1].Target.ShouldBe($"GET /api/briefs?key={Key}%2Cno-such-talks");
        (await Diplo("brief", "--party", "RUS", "--phase", "Concluded")).Code.ShouldBe(0);
        Wire.Requests[^1].Target.ShouldBe("GET /api/briefs?phase=Concluded&party=RUS");
        (await Diplo("brief", Key, "--party", "RUS")).Code.ShouldBe(2);
        (await Diplo("brief", Key, "--format", "pdf")).Code.ShouldBe(2);
    }

    [Fact]
    public async Task lists_are_CSV_with_one_line_of_names_over_all_pages()
    {
        await RecordAsync();
        for (var more = 0; more < 100; more++)
            await DoneAsync("record-statement", $$"""{"id":"s-{{more}}","speaker":"RUS","kind":"Claim","occurred":"2025-08-03"}""");
        var result = await Diplo("history", Key, "--csv");
        result.Code.ShouldBe(0, result.Error);
        var lines = result.Out.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldStartWith("\uFEFFposition,version,id,type,");
        lines.Count(line => line.Contains("position,version")).ShouldBe(1);
        lines.Length.ShouldBe((await FactsAsync()).Count + 1);
        (await Diplo("list", "--csv", "--q", Key)).Out.ShouldStartWith("\uFEFFkey,title,");
        (await Diplo("parked", Key, "--csv")).Out.ShouldStartWith("\uFEFFid,");
        (await Diplo("history", Key, "--csv", "--json")).Code.ShouldBe(2);
    }
}
