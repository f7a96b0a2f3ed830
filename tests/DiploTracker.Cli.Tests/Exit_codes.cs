using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class Exit_codes(TrackerFixture tracker) : CliTest(tracker)
{
    [Fact]
    public async Task a_refusal_is_1_with_the_words_and_the_code()
    {
        await OpenAsync();
        var result = await Diplo("confirm-date", Key, "--meeting", "m", "--by", "RUS");
        result.Code.ShouldBe(1);
        result.Error.ShouldContain("No meeting 'm' was known");
        result.Error.ShouldContain("[meeting-unknown]");
        result.Out.ShouldBeEmpty();

        var json = await Diplo("confirm-date", Key, "--meeting", "m", "--by", "RUS", "--json");
        json.Code.ShouldBe(1);
        JsonNode.Parse(json.Out)!["code"]!.GetValue<string>().ShouldBe("meeting-unknown");
    }

    [Fact]
    public async Task what_stands_against_a_command_is_listed()
    {
        var facts = await ScheduledAsync();
        var result = await Diplo("correct", Key, "--fact", facts[0].EventId, "--mode", "Retracted", "--reason", "a hoax");

        result.Code.ShouldBe(1);
        result.Error.ShouldContain("[correction-breaks-history]");
        foreach (var (version, fact) in new[] { (3, facts[1]), (4, facts[2]) })
            result.Error.ShouldMatch($@"stands against it: #{version} .+ \[[a-z-]+\] {fact.EventId}");
    }

    [Fact]
    public async Task what_was_recorded_meanwhile_is_listed()
    {
        var scheduled = (await ScheduledAsync())[^1];
        var result = await Diplo("confirm-date", Key, "--meeting", "m", "--by", "RUS", "--if-match", "3");

        result.Code.ShouldBe(1);
        result.Error.ShouldContain("[stale-version]");
        result.Error.ShouldContain("current: 4");
        result.Error.ShouldMatch($@"recorded since: #4 m is scheduled .+ {scheduled.EventId}");
    }

    [Theory]
    [InlineData("run", "/")]
    [InlineData("export", "--output", "/no/such/folder/log.ndjson")]
    [InlineData("report", "add", "/no/such/folder/report.txt")]
    public async Task a_file_that_cannot_be_used_is_no_fault_of_the_server(params string[] args)
    {
        var result = await Diplo(args);

        result.Code.ShouldBe(2, result.Error);
        result.Error.ShouldNotContain("server");
    }

    [Theory]
    [InlineData("status")]
    [InlineData("no-such-command")]
    [InlineData("confirm-date", "n")]
    [InlineData("status", "n", "--known-at", "some day")]
    [InlineData("status", "n", "--server", "nowhere")]
    [InlineData("run", "no-such-file.jsonl")]
    public async Task a_wrong_command_line_is_2(params string[] args) => (await Diplo(args)).Code.ShouldBe(2);

    [Fact]
    public async Task an_interrupted_run_is_130()
    {
        await OpenAsync();
        Wire.Sent = request =>
        {
            if (request.Target.StartsWith("POST", StringComparison.Ordinal))
                Interrupt.Cancel();
        };
        var file = Script("""{"command":"ConfirmDate","meeting":"m","by":"RUS"}""");
        (await Diplo("run", file, "--negotiation", Key, "--wait", "30")).Code.ShouldBe(130);
    }

    [Fact]
    public async Task a_server_that_is_not_there_is_3()
    {
        var result = await Diplo("status", "n", "--server", Unreachable);
        result.Code.ShouldBe(3);
        result.Error.ShouldContain("not reached");
    }
}
