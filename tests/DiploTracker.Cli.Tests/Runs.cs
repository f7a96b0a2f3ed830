using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Cli.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class Runs(TrackerFixture tracker) : CliTest(tracker)
{
    private const string B = "b_us_dprk_2018_2019.jsonl";

    private static string Say(string by) =>
        $$"""{"command":"RecordStatement","id":"s-{{by.ToLowerInvariant()}}","speaker":"{{by}}","kind":"Claim"}""";

    /// <summary>Nothing is scheduled: it is refused, or waits.</summary>
    private const string Confirm = """{"command":"ConfirmDate","meeting":"m","by":"USA"}""";

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
    [InlineData("d_camp_david_1977_1979.jsonl", 136, 6)]
    [InlineData("e_dayton_1995.jsonl", 111, 6)]
    public async Task a_history_runs_and_runs_again_without_doubling(string history, int recorded, int refused)
    {
        foreach (var mode in (string[])["continue", "stop"])
        {
            var first = mode == "continue";
            var result = await Diplo("run", History(history), "--negotiation", Key, "--json", "--on-refusal", mode);
            result.Code.ShouldBe(0, result.Error);
            Tally(result).ShouldBe(first ? (recorded, 0, refused, 0) : (0, recorded, refused, 0));
            (await RecordedAsync()).ShouldBe(recorded);
        }
    }

    [Fact]
    public async Task stopping_at_refusals_passes_over_those_that_are_expected()
    {
        var result = await Diplo("run", History(B), "--negotiation", Key, "--json", "--on-refusal", "stop");
        Tally(result).ShouldBe((38, 0, 2, 0), result.Error);
    }

    [Fact]
    public async Task a_broken_connection_says_where_and_the_same_run_goes_on()
    {
        BreakAfter(lines: 20);
        var broken = await Diplo("run", History(B), "--negotiation", Key, "--json");
        broken.Code.ShouldBe(3);
        broken.Error.ShouldMatch(@"at line ([1-9]|1\d|2[0-2]):");
        broken.Error.ShouldContain("Run the same command again");

        var again = await Diplo("run", History(B), "--negotiation", Key, "--json");
        again.Code.ShouldBe(0, again.Error);
        var (recorded, already, expected, refused) = Tally(again);
        (recorded + already, expected, refused).ShouldBe((38, 2, 0));
        already.ShouldBeGreaterThanOrEqualTo(18);
        (await RecordedAsync()).ShouldBe(38);
    }

    [Fact]
    public async Task a_run_that_may_wait_goes_on_by_itself()
    {
        BreakAfter(lines: 20);
        var result = await Diplo("run", History(B), "--negotiation", Key, "--json", "--wait", "30");
        result.Code.ShouldBe(0, result.Error);
        Tally(result).ShouldBe((38, 0, 2, 0));
        (await RecordedAsync()).ShouldBe(38);
    }

    [Fact]
    public async Task a_correction_waits_for_the_fact_of_its_step()
    {
        await OpenAsync();
        var file = Script(
            """{"n":1,"date":"2025-08","kind":"RecordStatement","args":{"id":"s-1","speaker":"RUS","kind":"Claim"}}""",
            """{"n":2,"date":"2025-08","kind":"RecordStatement","args":{"id":"s-2","speaker":"USA","kind":"Claim"}}""",
            """{"n":3,"date":"2025-08-07","kind":"Correct","args":{"step":2,"mode":"Retracted","reason":"wrong"}}""");
        var result = await Diplo("run", file, "--negotiation", Key);
        result.Code.ShouldBe(0, result.Error);
        var facts = await FactsAsync();
        ((string?)facts[3]!["data"]!["fact"]).ShouldBe((string?)facts[2]!["id"]);
        Wire.Requests.ShouldAllBe(request => !request.Body.Contains("\"step\""));
    }

    [Fact]
    public async Task a_refusal_is_told_with_file_line_and_code_and_the_rest_goes_on()
    {
        await OpenAsync();
        var file = Script(Say("RUS"), "", Confirm, "{ not json", Say("UKR"));
        var result = await Diplo("run", file, "--negotiation", Key);
        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"{file}:3: No meeting 'm' was known");
        result.Error.ShouldContain("[meeting-unknown]");
        result.Error.ShouldContain($"{file}:4: ");
        (await RecordedAsync()).ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"command":"ConfirmDate","meeting":"m","by":"RUS","by":"USA"}""", "by")]
    [InlineData("""{"command":"ConfirmDate","meeting":"m\ud800","by":"RUS"}""", "UTF-16")]
    [InlineData("""{"n":1,"kind":"ConfirmDate","args":null}""", "command")]
    [InlineData("""["ConfirmDate"]""", "a JSON object")]
    [InlineData("""{"command":""", "")]
    public async Task a_line_that_cannot_be_sent_is_named_and_the_run_goes_on(string line, string why)
    {
        await OpenAsync();
        var file = Script(Say("RUS"), line, Say("USA"));
        var result = await Diplo("run", file, "--negotiation", Key, "--json");

        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"{file}:2: ");
        result.Error.ShouldContain(why);
        Tally(result).ShouldBe((2, 0, 0, 1));
    }

    [Fact]
    public async Task bytes_that_are_no_utf_8_are_not_recorded_as_other_words()
    {
        await OpenAsync();
        var file = Script();
        await File.WriteAllBytesAsync(file, System.Text.Encoding.Latin1.GetBytes(Say("Zürich")), Interrupt.Token);
        var result = await Diplo("run", file, "--negotiation", Key);

        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"{file}:1: the line is not UTF-8");
        (await RecordedAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task a_refusal_stops_the_run_when_asked()
    {
        await OpenAsync();
        var result = await Diplo("run", Script(Say("RUS"), Confirm, Say("UKR")), "--negotiation", Key,
            "--on-refusal", "stop");
        result.Code.ShouldBe(1);
        (await RecordedAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task an_expected_refusal_that_is_recorded_is_an_error()
    {
        await OpenAsync();
        var file = Script(
            """{"n":1,"date":"2025","kind":"EnterPhase","args":{"phase":"Agreement"},"expectError":"not-agreed"}""");
        var result = await Diplo("run", file, "--negotiation", Key);
        result.Code.ShouldBe(1);
        result.Error.ShouldContain(":1: expected the refusal not-agreed, but it was recorded");
    }

    [Fact]
    public async Task lines_come_from_standard_input_and_many_of_them()
    {
        await OpenAsync();
        var lines = Enumerable.Range(0, 2000).Select(n =>
            $$"""{"negotiation":"{{Key}}","command":"RecordStatement","id":"s-{{n}}","speaker":"RUS","kind":"Claim"}""");
        var result = await Diplo(string.Join('\n', lines), terminal: false, "run", "-", "--json");
        Tally(result).ShouldBe((2000, 0, 0, 0), result.Error);
        (await RecordedAsync()).ShouldBe(2001);
        (await FactsAsync()).Skip(1).Select(fact => (string)fact!["data"]!["id"]!)
            .ShouldBe(Enumerable.Range(0, 499).Select(n => $"s-{n}"));
    }

    [Fact]
    public async Task facts_that_may_wait_are_parked_and_counted()
    {
        await OpenAsync();
        var result = await Diplo("run", Script(Say("RUS"), Confirm), "--negotiation", Key, "--park", "--json");
        result.Code.ShouldBe(0, result.Error);
        Tally(result).ShouldBe((1, 0, 0, 0));
        ((int)JsonNode.Parse(result.Out)!["parked"]!).ShouldBe(1);
    }

    [Fact]
    public async Task a_correction_may_be_of_a_fact_that_waits()
    {
        await OpenAsync();
        var file = Script(
            """{"n":1,"date":"2025-08-07","kind":"ConfirmDate","args":{"meeting":"m","by":"USA"}}""",
            """{"n":2,"date":"2025-08-07","kind":"Correct","args":{"step":1,"mode":"Retracted","reason":"wrong"}}""");
        var result = await Diplo("run", file, "--negotiation", Key, "--park", "--json");
        result.Code.ShouldBe(0, result.Error);
        ((int)JsonNode.Parse(result.Out)!["parked"]!).ShouldBe(2);
        var parked = (await Api.GetAsync($"/api/negotiations/{Key}/parked"))["items"]!;
        ((string?)parked[1]!["fact"]!["fact"]).ShouldBe((string?)parked[0]!["id"]);
    }

    /// <summary>The connection breaks after so many lines of an answer were written; once.</summary>
    private void BreakAfter(int lines)
    {
        var (isDone, isStream) = (false, false);
        Wire.CutBreaks = true;
        Wire.Sent = request => isStream = request.Target.StartsWith("POST /api/commands", StringComparison.Ordinal);
        var answered = 0;
        Wire.Cut = answer =>
        {
            if (isDone || !isStream)
                return -1;
            var ends = answer.Index().Where(letter => letter.Item == '\n').Select(letter => letter.Index + 1).ToList();
            if (answered + ends.Count < lines)
                return -1;
            isDone = true;
            return ends[lines - answered - 1];
        };
    }
}
