using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class Sources_are_given_once(TrackerFixture tracker) : CliTest(tracker)
{
    private const string Published = "2025-08-07T12:00:00+00:00";

    [Fact]
    public async Task a_session_fills_the_bases_of_the_commands_that_follow()
    {
        await OpenAsync();
        var article = await ArticleAsync();
        var begun = await Diplo("session", "--report", article, "--via", "AFP", "--published-at", "2025-08-07 12:00");
        begun.Code.ShouldBe(ExitCode.Done, begun.Error);
        begun.Out.ShouldContain("via AFP, report ");
        (await Diplo("session")).Out.ShouldContain("via AFP");
        var report = (string)JsonNode.Parse((await Diplo("session", "--json")).Out)!["source"]!["report"]!;

        await Records($$"""[{"via":["AFP"],"report":"{{report}}","publishedAt":"{{Published}}"}]""", "--id", "t");
        await Records($$"""[{"speaker":"RUS.Peskov","via":["AFP"],"report":"{{report}}","publishedAt":"{{Published}}"}]""", "--id", "t2", "--speaker", "RUS.Peskov");
        await Records($$"""[{"via":["TASS"],"report":"{{report}}","publishedAt":"{{Published}}"}]""", "--id", "t3", "--via", "TASS");
        await Records("null", "--id", "t4", "--session", "none");

        (await Diplo("session", "--end")).Out.ShouldContain("No source is kept");
        await Records("null", "--id", "t5");
    }

    [Fact]
    public async Task a_source_may_be_a_file()
    {
        await OpenAsync();
        var file = Path.Combine(TestFolder, "source.json");
        await File.WriteAllTextAsync(file, """{ "via": ["AFP"], "reliability": "B" }""", Interrupt.Token);
        await Records("""[{"speaker":"RUS.Peskov","via":["AFP"],"reliability":"B"}]""", "--id", "t", "--speaker", "RUS.Peskov", "--session", file);
        (await Diplo("session", "--file", file)).Out.ShouldContain("via AFP, B");

        await File.WriteAllTextAsync(file, """{ "vía": ["AFP"] }""", Interrupt.Token);
        (await Diplo("session", "--file", file)).Code.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task one_command_takes_several_bases()
    {
        await OpenAsync();
        await Records(
            $$"""[{"speaker":"RUS.Peskov","via":["TASS"]},{"speaker":"USA.Trump","via":["AFP","X"],"publishedAt":"{{Published}}","reliability":"A","credibility":1}]""",
            "--id", "t", "--speaker", "RUS.Peskov", "--via", "TASS",
            "--basis", "speaker=USA.Trump; via=AFP,X; published-at=2025-08-07 12:00; reliability=A; credibility=1");
        foreach (var wrong in (string[])["speaker", "editor=me", "credibility=high"])
            (await Diplo("set-deadline", Key, "--id", "u", "--when", "2025-09", "--basis", wrong)).Code.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task a_report_that_is_a_file_is_registered_in_the_same_breath()
    {
        await OpenAsync();
        var result = await Diplo("set-deadline", Key, "--id", "t", "--when", "2025-09", "--report", await ArticleAsync());
        result.Code.ShouldBe(ExitCode.Done, result.Error);
        var report = (string)(await FactsAsync())[1]!["basis"]![0]!["report"]!;
        (await Diplo("report", "show", report)).Out.ShouldContain(report);
        (await Diplo("set-deadline", Key, "--id", "u", "--when", "2025-09", "--report", "no-such-file")).Code.ShouldBe(ExitCode.Usage);
        (await Diplo("a text", terminal: false, "report", "add", "-", "--title", "Said")).Out.Trim().Length.ShouldBe(64);
    }

    [Fact]
    public async Task the_user_of_the_machine_records_unless_another_is_named()
    {
        await OpenAsync();
        await Records("null", "--id", "t");
        Wire.Requests[^1].Headers["X-Recorded-By"].ShouldBe(User);
        await Records("null", "--id", "t2", "--recorded-by", "omar");
        Wire.Requests[^1].Headers["X-Recorded-By"].ShouldBe("omar");
        (await Diplo("history", Key)).Out.ShouldContain("omar");
    }

    private async Task Records(string basis, params string[] args)
    {
        var result = await Diplo(["set-deadline", Key, "--when", "2025-09", .. args]);
        result.Code.ShouldBe(ExitCode.Done, result.Error);
        var sent = JsonNode.Parse(Wire.Requests[^1].Body)!["basis"];
        JsonNode.DeepEquals(sent, JsonNode.Parse(basis)).ShouldBeTrue(sent?.ToJsonString());
    }

    private async Task<string> ArticleAsync()
    {
        var file = Path.Combine(TestFolder, "article.txt");
        await File.WriteAllTextAsync(file, $"The Kremlin agrees. {Key}", Interrupt.Token);
        return file;
    }
}
