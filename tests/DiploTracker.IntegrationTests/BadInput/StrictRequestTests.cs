using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.BadInput;

/// <summary>Nothing in a request is ignored: what would not be heeded is refused.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StrictRequestTests(TrackerFixture tracker)
{
    private const string Statement = """{"id":"s-1","speaker":"RUS.Ushakov","kind":"Claim","occurred":"2025-08-07"}""";

    [Fact]
    public async Task every_route_refuses_a_parameter_that_it_does_not_have()
    {
        var paths = (await tracker.Api.GetAsync("/openapi/v1.json"))["paths"]!.AsObject();
        foreach (var (path, methods) in paths)
            foreach (var (method, _) in methods!.AsObject().Where(operation => operation.Key is "get" or "post" or "put" or "delete"))
            {
                var address = $"{System.Text.RegularExpressions.Regex.Replace(path, @"\{\w+\}", "1")}?nonsense=1";
                using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), address);
                using var response = await tracker.Api.Client.SendAsync(request, TestContext.Current.CancellationToken);
                (await Answer.OfAsync(response)).ShouldBeProblem(422, "malformed").ShouldSay("`nonsense`: there is no such parameter here");
            }
    }

    [Theory]
    [InlineData("?asOff=2025-08-07", "`asOff`")]
    [InlineData("?as_of=2025-08-07", "asKnownAt, asOf, asReportedAt, explain")]
    [InlineData("?asof=2025-08-07", "`asof`")]
    [InlineData("/history?ordr=occurred", "after, asKnownAt, asOf, asReportedAt, from, limit, order, party, to, type")]
    public async Task a_misspelt_parameter_is_named_with_those_that_there_are(string question, string says) =>
        (await tracker.Api.GetAsync($"/api/negotiations/{await tracker.Api.OpenAsync()}{question}")).ShouldBeProblem(422, "malformed").ShouldSay(says);

    [Fact]
    public async Task a_command_with_a_parameter_is_not_recorded()
    {
        var key = await tracker.Api.OpenAsync();
        (await tracker.Api.PostAsync($"/api/negotiations/{key}/record-statement?dryRun=true", Statement)).ShouldBeProblem(422, "malformed").ShouldSay("`dryRun`");
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(1);
    }

    [Theory]
    [InlineData("/api/statements?q=%EF%BF%BE", "U+FFFE")]
    [InlineData("/api/statements?q=a%F0%9F%BF%BF", "U+1FFFF")]
    [InlineData("/api/actors?q=%EF%B7%90", "U+FDD0")]
    [InlineData("/api/negotiations?q=a%00", "U+0000")]
    [InlineData("/api/actors?q=%21%3F", "there is no word in it")]
    public async Task a_question_holds_what_a_text_may_hold(string path, string says) =>
        (await tracker.Api.GetAsync(path)).ShouldBeProblem(422, "malformed").ShouldSay(says);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(",")]
    [InlineData("1")]
    [InlineData("\"1")]
    [InlineData("\"1\" \"2\"")]
    [InlineData("*, \"1\"")]
    [InlineData("w/\"1\"")]
    [InlineData("\"one\"")]
    public async Task a_precondition_that_is_none_is_refused(string tags)
    {
        var key = await tracker.Api.OpenAsync();
        (await tracker.Api.DoAsync(key, "record-statement", Statement, ("If-Match", tags))).ShouldBeProblem(422, "malformed").ShouldSay("If-Match");
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(1);
        if (tags != "\"one\"") // a tag, though not of ours
            (await tracker.Api.GetAsync($"/api/negotiations/{key}", ("If-None-Match", tags))).ShouldBeProblem(422, "malformed").ShouldSay("If-None-Match");
    }

    [Fact]
    public async Task a_position_to_wait_for_is_not_empty() =>
        (await tracker.Api.GetAsync("/api/negotiations", ("X-Min-Position", ""))).ShouldBeProblem(422, "malformed").ShouldSay("X-Min-Position");

    [Fact]
    public async Task one_of_several_versions_is_enough_and_a_weak_one_is_never_enough_to_record()
    {
        var key = await tracker.Api.OpenAsync();
        (await tracker.Api.DoAsync(key, "record-statement", Statement, ("If-Match", "W/\"1\""))).ShouldBeProblem(412, "stale-version");
        (await tracker.Api.DoAsync(key, "record-statement", Statement, ("If-Match", "\"7\", \"8\""))).ShouldBeProblem(412, "stale-version");
        (await tracker.Api.DoAsync(key, "record-statement", Statement, ("If-Match", "\"7\" , W/\"2\",, \"1\""))).Version.ShouldBe(2);
    }

    [Fact]
    public async Task a_weak_tag_is_enough_to_read_and_so_is_any()
    {
        var path = $"/api/negotiations/{await tracker.Api.OpenAsync()}";
        var tag = (await tracker.Api.GetAsync(path)).Headers["ETag"];
        foreach (var known in new[] { tag, $"W/{tag}", $"\"7\", {tag}", "*" })
            (await tracker.Api.GetAsync(path, ("If-None-Match", known))).Status.ShouldBe(304, known);
        (await tracker.Api.GetAsync(path, ("If-None-Match", "\"7\""))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("2025-08-07T12:00:00.123456789Z", "2025-08-07T12:00:00.1234567Z")]
    [InlineData("2025-08-07T12:00:00.123456789123456789+03:00", "2025-08-07T12:00:00.1234567+03:00")]
    [InlineData("2025-08-07t12:00:00.5z", "2025-08-07T12:00:00.5Z")]
    public async Task a_second_has_any_number_of_digits(string sent, string kept)
    {
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoneAsync(key, "enter-phase", $$"""{"phase":"Agreement","occurred":"2025-08-07","basis":[{"speaker":"AFP","publishedAt":"{{sent}}"}]}""");
        ((string?)(await tracker.Api.GetAsync($"/api/negotiations/{key}/history"))["items"]![1]!["basis"]![0]!["publishedAt"]).ShouldBe(kept);
        (await tracker.Api.GetAsync($"/api/negotiations/{key}?asKnownAt={Uri.EscapeDataString("2999" + sent[4..])}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task an_actor_with_a_slash_has_a_diary()
    {
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoneAsync(key, "add-party", """{"party":"KPA/CPV","occurred":"2025-08-01"}""");
        var held = await tracker.Api.DoneAsync(key, "record-meeting-held", """{"meeting":"m-1","when":"2025-08-02","outcome":"Progress","kind":"Call","participants":["USA","KPA/CPV"],"occurred":"2025-08-02"}""");
        var diary = await tracker.Api.GetAsync($"/api/actors/KPA%2FCPV/diary?negotiation={key}", ("X-Min-Position", held.Headers["X-Position"]), ("Prefer", "wait=20"));
        ((string?)diary["items"]!.AsArray().ShouldHaveSingleItem()!["with"]).ShouldBe("USA");
        ((string?)(await tracker.Api.GetAsync("/api/actors/KPA%2FCPV"))["id"]).ShouldBe("KPA/CPV");
    }

    [Fact]
    public async Task a_spelling_of_a_party_is_that_party_or_refused()
    {
        var key = await tracker.Api.OpenAsync();
        (await tracker.Api.DoAsync(key, "add-party", """{"party":"USA "}""")).ShouldBeProblem(409, "already-a-party");
        foreach (var party in new[] { "FRA,ITA", "<b>x</b>", "a\\nb", "FR\\u0410", "FR\\u200bA", new string('A', 65) })
            (await tracker.Api.DoAsync(key, "add-party", $$"""{"party":"{{party}}"}""")).ShouldBeProblem(422, "malformed").ShouldSay("`party`");
        (await tracker.Api.DoAsync(key, "record-statement", $$"""{"id":"s","speaker":"{{new string('A', 2_700)}}","kind":"Claim"}""")).ShouldBeProblem(422, "malformed").ShouldSay("at most 64 characters");
        (await tracker.Api.DoAsync(key, "record-statement", """{"id":"s","speaker":"USA","kind":"Claim","quote":"a\ufffe"}""")).ShouldBeProblem(422, "malformed").ShouldSay("`quote`").ShouldSay("U+FFFE");
        (await tracker.Api.DoAsync(key, "record-statement", """{"id":"s","speaker":"USA","kind":"Claim","quote":"a","language":"Arabic (Egypt)"}""")).ShouldBeProblem(422, "malformed").ShouldSay("`language`");
        (await tracker.Api.StatusAsync(key)).Version.ShouldBe(1);
    }
}
