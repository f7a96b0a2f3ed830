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

    [Fact]
    public async Task what_stands_against_a_command_is_listed()
    {
        Tracker.Refuse = _ =>
        {
            var problem = FakeTracker.Problem(409, "correction-breaks-history", "Without it 2 later facts could not have been.");
            problem["dependants"] = new JsonArray(
                new JsonObject { ["fact"] = "e-4", ["version"] = 4, ["text"] = "m is scheduled.", ["code"] = "not-agreed" },
                new JsonObject { ["fact"] = "e-5", ["version"] = 5, ["text"] = "RUS confirms m.", ["code"] = "nothing-to-confirm" });
            return problem;
        };
        var result = await Diplo("correct", "n", "--fact", "e-3", "--mode", "Retracted", "--reason", "a hoax");

        result.Code.ShouldBe(1);
        result.Error.ShouldContain("#4 m is scheduled. [not-agreed] e-4");
        result.Error.ShouldContain("#5 RUS confirms m. [nothing-to-confirm] e-5");
    }

    [Fact]
    public async Task what_was_recorded_meanwhile_is_listed()
    {
        Tracker.Refuse = _ =>
        {
            var problem = FakeTracker.Problem(412, "stale-version", "The negotiation is at version 8, no longer at 7.");
            problem["changes"] = new JsonArray(
                new JsonObject { ["id"] = "e-8", ["version"] = 8, ["type"] = "meeting-cancelled.v1", ["text"] = "RUS cancels m." });
            return problem;
        };
        var result = await Diplo("confirm-date", "n", "--meeting", "m", "--by", "RUS", "--if-match", "7");

        result.Error.ShouldContain("#8 RUS cancels m. e-8");
    }

    [Theory]
    [InlineData("run", "/")]
    [InlineData("export", "--output", "/no/such/folder/log.ndjson")]
    public async Task a_file_that_cannot_be_used_is_no_fault_of_the_server(params string[] args)
    {
        Tracker.Reads["/api/audit/export"] = "{}";
        var result = await Diplo(args);

        result.Code.ShouldBe(2, result.Error);
        result.Error.ShouldNotContain("server");
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
