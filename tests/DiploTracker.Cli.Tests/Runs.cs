using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

public sealed class Runs : CliTest
{
    private const string B = "b_us_dprk_2018_2019.jsonl";

    private static string Confirm(string by) => $$"""{"command":"ConfirmDate","meeting":"m","by":"{{by}}"}""";

    private static (long Recorded, long Already, long Expected, long Refused) Tally(Result result)
    {
        var tally = JsonNode.Parse(result.Out)!;
        return ((long)tally["recorded"]!, (long)tally["alreadyThere"]!, (long)tally["refusedAsExpected"]!,
            (long)tally["refused"]!);
    }

    [Theory]
    [InlineData("a1_seed_2025-08-07.jsonl", 31, 6)]
    [InlineData(B, 38, 2)]
    [InlineData("c_jcpoa_2013_2015.jsonl", 37, 2)]
    public async Task a_history_runs_and_runs_again_without_doubling(string history, int recorded, int refused)
    {
        RefuseAsExpected(history);
        foreach (var mode in (string[])["continue", "stop"])
        {
            var first = mode == "continue";
            var result = await Diplo("run", History(history), "--negotiation", "n", "--json", "--on-refusal", mode);
            result.Code.ShouldBe(0, result.Error);
            Tally(result).ShouldBe(first ? (recorded, 0, refused, 0) : (0, recorded, refused, 0));
            Tracker.Recorded.Count.ShouldBe(recorded);
        }
    }

    [Fact]
    public async Task stopping_at_refusals_passes_over_those_that_are_expected()
    {
        RefuseAsExpected(B);
        var result = await Diplo("run", History(B), "--negotiation", "n", "--json", "--on-refusal", "stop");
        Tally(result).ShouldBe((38, 0, 2, 0), result.Error);
    }

    [Fact]
    public async Task a_broken_connection_says_where_and_the_same_run_goes_on()
    {
        RefuseAsExpected(B);
        Tracker.BreakAfter = 20;
        var broken = await Diplo("run", History(B), "--negotiation", "n", "--json");
        broken.Code.ShouldBe(3);
        broken.Error.ShouldMatch(@"at line ([1-9]|1\d|2[0-2]):");
        broken.Error.ShouldContain("Run the same command again");

        var again = await Diplo("run", History(B), "--negotiation", "n", "--json");
        again.Code.ShouldBe(0, again.Error);
        Tally(again).ShouldBe((18, 20, 2, 0));
        Tracker.Recorded.Count.ShouldBe(38);
    }

    [Fact]
    public async Task a_run_that_may_wait_goes_on_by_itself()
    {
        RefuseAsExpected(B);
        Tracker.BreakAfter = 20;
        var result = await Diplo("run", History(B), "--negotiation", "n", "--json", "--wait", "30");
        result.Code.ShouldBe(0, result.Error);
        Tally(result).ShouldBe((38, 0, 2, 0));
        Tracker.Recorded.Count.ShouldBe(38);
    }

    [Fact]
    public async Task a_correction_waits_for_the_fact_of_its_step()
    {
        var file = Script(
            """{"n":1,"date":"2025-08-07","kind":"ConfirmDate","args":{"meeting":"m","by":"RUS"}}""",
            """{"n":2,"date":"2025-08-07","kind":"ConfirmDate","args":{"meeting":"m","by":"USA"}}""",
            """{"n":3,"date":"2025-08-07","kind":"Correct","args":{"step":2,"mode":"Retracted","reason":"wrong"}}""");
        var result = await Diplo("run", file, "--negotiation", "n");
        result.Code.ShouldBe(0, result.Error);
        Tracker.Recorded[2]["fact"]!.GetValue<string>().ShouldBe("e-2");
        Tracker.Recorded[2].ContainsKey("step").ShouldBeFalse();
    }

    [Fact]
    public async Task a_refusal_is_told_with_file_line_and_code_and_the_rest_goes_on()
    {
        Tracker.Refuse = fact => (string?)fact["by"] == "USA"
            ? FakeTracker.Problem(409, "nothing-to-confirm", "There is no date to confirm.")
            : null;
        var file = Script(Confirm("RUS"), "", Confirm("USA"), "{ not json", Confirm("UKR"));
        var result = await Diplo("run", file, "--negotiation", "n");
        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"{file}:3: There is no date to confirm. [nothing-to-confirm]");
        result.Error.ShouldContain($"{file}:4: ");
        Tracker.Recorded.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"command":"ConfirmDate","meeting":"m","by":"RUS","by":"USA"}""", "by")]
    [InlineData("""{"command":"ConfirmDate","meeting":"m\ud800","by":"RUS"}""", "UTF-16")]
    [InlineData("""{"n":1,"kind":"ConfirmDate","args":null}""", null)]
    [InlineData("""["ConfirmDate"]""", "a JSON object")]
    [InlineData("""{"command":""", "")]
    public async Task a_line_that_cannot_be_sent_is_named_and_the_run_goes_on(string line, string? why)
    {
        if (why is null)
            Tracker.Refuse = fact => fact.ContainsKey("by") ? null : FakeTracker.Problem(422, "malformed", "name the command");
        var file = Script(Confirm("RUS"), line, Confirm("USA"));
        var result = await Diplo("run", file, "--negotiation", "n", "--json");

        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"{file}:2: ");
        result.Error.ShouldContain(why ?? "name the command");
        Tally(result).ShouldBe((2, 0, 0, 1));
    }

    [Fact]
    public async Task bytes_that_are_no_utf_8_are_not_recorded_as_other_words()
    {
        var file = Script();
        await File.WriteAllBytesAsync(file, System.Text.Encoding.Latin1.GetBytes(Confirm("Zürich")), TestContext.Current.CancellationToken);
        var result = await Diplo("run", file, "--negotiation", "n");

        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"{file}:1: the line is not UTF-8");
        Tracker.Recorded.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_refusal_stops_the_run_when_asked()
    {
        Tracker.Refuse = fact => (string?)fact["by"] == "USA" ? FakeTracker.Problem(409, "not-agreed", "No.") : null;
        var result = await Diplo("run", Script(Confirm("RUS"), Confirm("USA"), Confirm("UKR")), "--negotiation", "n",
            "--on-refusal", "stop");
        result.Code.ShouldBe(1);
        Tracker.Recorded.Count.ShouldBe(1);
    }

    [Fact]
    public async Task an_expected_refusal_that_is_recorded_is_an_error()
    {
        var file = Script(
            """{"n":1,"date":"2025","kind":"ConfirmDate","args":{"meeting":"m","by":"RUS"},"expectError":"not-agreed"}""");
        var result = await Diplo("run", file, "--negotiation", "n");
        result.Code.ShouldBe(1);
        result.Error.ShouldContain(":1: expected the refusal not-agreed, but it was recorded");
    }

    [Fact]
    public async Task a_server_in_trouble_is_no_refusal()
    {
        Tracker.Refuse = _ => FakeTracker.Problem(503, "unavailable", "The database is away.");
        var result = await Diplo("run", Script(Confirm("RUS"), Confirm("USA")), "--negotiation", "n");
        result.Code.ShouldBe(3);
        result.Error.ShouldContain("at line 1: The database is away.");
    }

    [Fact]
    public async Task lines_come_from_standard_input_and_many_of_them()
    {
        Tracker.Reads["/api/negotiations"] = """{"items":[],"next":null}""";
        var lines = Enumerable.Range(0, 2000)
            .Select(n => $$"""{"negotiation":"n","command":"ConfirmDate","meeting":"m{{n}}","by":"RUS"}""");
        var result = await Diplo(string.Join('\n', lines), terminal: false, "run", "-", "--json");
        Tally(result).ShouldBe((2000, 0, 0, 0), result.Error);
        Tracker.Recorded.Select(fact => (string)fact["meeting"]!)
            .ShouldBe(Enumerable.Range(0, 2000).Select(n => $"m{n}"));
    }

    [Fact]
    public async Task facts_that_may_wait_are_parked_and_counted()
    {
        Tracker.Refuse = fact => (string?)fact["by"] == "USA" ? FakeTracker.Problem(409, "nothing-to-confirm", "No.") : null;
        var result = await Diplo("run", Script(Confirm("RUS"), Confirm("USA")), "--negotiation", "n", "--park", "--json");
        result.Code.ShouldBe(0, result.Error);
        Tally(result).ShouldBe((1, 0, 0, 0));
        ((int)JsonNode.Parse(result.Out)!["parked"]!).ShouldBe(1);
    }

    [Fact]
    public async Task a_correction_may_be_of_a_fact_that_waits()
    {
        Tracker.Refuse = fact => (string?)fact["by"] == "USA" ? FakeTracker.Problem(409, "nothing-to-confirm", "No.") : null;
        var file = Script(
            """{"n":1,"date":"2025-08-07","kind":"ConfirmDate","args":{"meeting":"m","by":"USA"}}""",
            """{"n":2,"date":"2025-08-07","kind":"Correct","args":{"step":1,"mode":"Retracted","reason":"wrong"}}""");
        var result = await Diplo("run", file, "--negotiation", "n", "--park");
        result.Code.ShouldBe(0, result.Error);
        Guid.TryParse((string?)Tracker.Recorded.ShouldHaveSingleItem()["fact"], out _).ShouldBeTrue();
    }
}
