using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

public sealed class Exit_codes : CliTest
{
    [Fact]
    public async Task a_refusal_is_1_with_the_words_and_the_code()
    {
        Tracker.Refuse = _ => FakeTracker.Problem(409, "blocked-by-precondition", "A precondition stands.");
        var result = await Diplo("confirm-date", "n", "--meeting", "m", "--by", "RUS");
        result.Code.ShouldBe(1);
        result.Error.ShouldContain("A precondition stands. [blocked-by-precondition]");
        result.Out.ShouldBeEmpty();

        var json = await Diplo("confirm-date", "n", "--meeting", "m", "--by", "RUS", "--json");
        json.Code.ShouldBe(1);
        JsonNode.Parse(json.Out)!["code"]!.GetValue<string>().ShouldBe("blocked-by-precondition");
    }

    [Theory]
    [InlineData("status")]
    [InlineData("no-such-command")]
    [InlineData("confirm-date", "n")]
    [InlineData("status", "n", "--known-at", "yesterday")]
    [InlineData("status", "n", "--server", "nowhere")]
    [InlineData("run", "no-such-file.jsonl")]
    public async Task a_wrong_command_line_is_2(params string[] args) => (await Diplo(args)).Code.ShouldBe(2);

    [Fact]
    public async Task an_interrupted_run_is_130()
    {
        Tracker.Refuse = _ =>
        {
            Interrupt.Cancel();
            return null;
        };
        var file = Script("""{"command":"ConfirmDate","meeting":"m","by":"RUS"}""");
        (await Diplo("run", file, "--negotiation", "n", "--wait", "30")).Code.ShouldBe(130);
    }

    [Fact]
    public async Task a_server_that_is_not_there_is_3()
    {
        var result = await Diplo("status", "n", "--server", "http://127.0.0.1:1");
        result.Code.ShouldBe(3);
        result.Error.ShouldContain("not reached");
    }
}
