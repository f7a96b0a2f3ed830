using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Commands;

/// <summary>One line in, one line out, in order.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StreamTests(TrackerFixture tracker)
{
    private static string Statement(string key, string id, string more = "") =>
        $$"""{"negotiation":"{{key}}","command":"RecordStatement","id":"{{id}}","speaker":"RUS","kind":"Claim"{{more}}}""" + "\n";

    private static string Opening(string key) => Api.Opening(key).Insert(1, "\"command\":\"OpenNegotiation\",") + "\n";

    [Fact]
    public async Task an_opening_line_opens_and_each_line_is_answered()
    {
        var key = Api.NewKey();
        var answer = await tracker.Api.LinesAsync(Opening(key) + Statement(key, "s-1") + Statement(key, "s-1") + Statement(key, "s-2"));
        answer.Status.ShouldBe(200);
        answer.Headers["Content-Type"].ShouldBe("application/x-ndjson");
        var lines = answer.Lines;
        lines.Select(line => (int)line["line"]!).ShouldBe([1, 2, 3, 4]);
        lines.ShouldAllBe(line => (bool)line["ok"]!);
        lines.Select(line => (long)line["version"]!).ShouldBe([1, 2, 2, 3]);
        ((string?)lines[1]["negotiation"]).ShouldBe(key);
        ((string?)lines[1]["events"]![0]!["type"]).ShouldBe("statement-recorded.v1");
        lines[2]["events"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task an_opening_line_takes_its_key_from_the_negotiation_it_names_and_never_from_two()
    {
        var key = Api.NewKey();
        var lines = (await tracker.Api.LinesAsync(
            $$"""{"negotiation":"{{key}}","command":"OpenNegotiation","title":"T","parties":["A","B"]}""" + "\n"
            + $$"""{"negotiation":"{{key}}x","key":"{{key}}y","command":"OpenNegotiation","title":"T","parties":["A","B"]}""" + "\n")).Lines;
        ((string?)lines[0]["negotiation"]).ShouldBe(key);
        Answer.ShouldBeProblem(lines[1], 422, "malformed");
    }

    [Fact]
    public async Task a_refused_line_is_answered_with_its_problem_and_the_rest_goes_on()
    {
        var key = await tracker.Api.OpenAsync();
        var lines = (await tracker.Api.LinesAsync(
            Statement(key, "s-1") + Statement(key, "S 2") + "{\"broken\n" + Statement("nobody-opened", "s-1") + Statement(key, "s-3"))).Lines;
        lines.Select(line => (bool)line["ok"]!).ShouldBe([true, false, false, false, true]);
        Answer.ShouldBeProblem(lines[1], 422, "malformed");
        Answer.ShouldBeProblem(lines[2], 400, "malformed");
        Answer.ShouldBeProblem(lines[3], 404, "negotiation-unknown");
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(3);
    }

    [Fact]
    public async Task it_stops_at_the_first_refusal_when_told_so()
    {
        var key = await tracker.Api.OpenAsync();
        var lines = (await tracker.Api.LinesAsync(
            Statement(key, "s-1") + Statement(key, "S 2") + Statement(key, "s-3") + Statement(key, "s-4"), "?onRefusal=stop")).Lines;
        lines.Select(line => (bool)line["ok"]!).ShouldBe([true, false]);
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(2);
        (await tracker.Api.LinesAsync("", "?onRefusal=halt")).ShouldBeProblem(422, "malformed").ShouldSay("continue or stop");
    }

    [Fact]
    public async Task empty_lines_carriage_returns_a_byte_order_mark_and_a_last_line_without_an_end_do_not_matter()
    {
        var key = await tracker.Api.OpenAsync();
        var lines = (await tracker.Api.LinesAsync(
            "\uFEFF" + Statement(key, "s-1").Replace("\n", "\r\n") + "\r\n\n  \n" + Statement(key, "s-2").TrimEnd())).Lines;
        lines.ShouldAllBe(line => (bool)line["ok"]!);
        lines.Select(line => (int)line["line"]!).ShouldBe([1, 5]);
    }

    [Fact]
    public async Task a_line_that_is_too_long_is_answered_and_the_rest_goes_on()
    {
        var key = await tracker.Api.OpenAsync();
        var lines = (await tracker.Api.LinesAsync(
            Statement(key, "s-1") + Statement(key, "s-2", $",\"quote\":\"{new string('x', 5 << 20)}\"") + Statement(key, "s-3"))).Lines;
        lines.Select(line => (int)line["line"]!).ShouldBe([1, 2, 3]);
        Answer.ShouldBeProblem(lines[1], 413, "malformed");
        ((bool)lines[2]["ok"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task a_line_with_a_key_lands_once_however_often_it_is_sent()
    {
        var key = await tracker.Api.OpenAsync();
        var once = $",\"idempotencyKey\":\"{Guid.NewGuid()}\"";
        var first = (await tracker.Api.LinesAsync(Statement(key, "s-1", once) + Statement(key, "s-1", once) + Statement(key, "s-2", once))).Lines;
        var again = (await tracker.Api.LinesAsync(Statement(key, "s-1", once))).Lines;
        again[0].ToJsonString().ShouldBe(first[0].ToJsonString());
        first[1]["events"]!.ToJsonString().ShouldBe(first[0]["events"]!.ToJsonString());
        Answer.ShouldBeProblem(first[2], 422, "idempotency-key-reused");
        Answer.ShouldBeProblem((await tracker.Api.LinesAsync(Statement(key, "s-3", ",\"idempotencyKey\":\"again\""))).Lines[0], 422, "malformed");
    }

    [Theory]
    [InlineData("""{"negotiation":"a\u0000b","command":"EnterPhase","phase":"Agreement"}""")]
    [InlineData("""{"negotiation":"a\ud800b","command":"EnterPhase","phase":"Agreement"}""")]
    [InlineData("""{"negotiation":"a","command":"\udc00","phase":"Agreement"}""")]
    [InlineData("""{"negotiation":"a","\ud800":"EnterPhase","phase":"Agreement"}""")]
    [InlineData("""{"negotiation":["a"],"command":"EnterPhase","phase":"Agreement"}""")]
    [InlineData("""{"command":"EnterPhase","phase":"Agreement"}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    public async Task a_bad_line_harms_no_other(string bad)
    {
        var key = await tracker.Api.OpenAsync();
        var lines = (await tracker.Api.LinesAsync(Statement(key, "s-1") + bad + "\n" + Statement(key, "s-2"))).Lines;
        lines.Select(line => (bool)line["ok"]!).ShouldBe([true, false, true], string.Join('\n', lines));
        ((int)lines[1]["status"]!).ShouldBeInRange(400, 499, lines[1].ToJsonString());
        ((string?)lines[1]["detail"]).ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task nothing_in_gives_nothing_out() => (await tracker.Api.LinesAsync("")).Text.ShouldBe("");
}
