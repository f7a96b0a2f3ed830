using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DiploTracker.Negotiations;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.OpenApi;

/// <summary>What a person finds with a browser.</summary>
public sealed partial class PageTests(ServedTracker tracker) : IClassFixture<ServedTracker>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task every_problem_has_a_page_for_people_and_one_for_programs()
    {
        foreach (var problem in Problems.Catalogue.Values)
        {
            using var html = await Get($"/problems/{problem.Code}", "text/html");
            html.StatusCode.ShouldBe(HttpStatusCode.OK);
            html.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
            (await html.Content.ReadAsStringAsync(Cancellation)).ShouldContain(problem.Code);

            using var json = await Get($"/problems/{problem.Code}", "application/json");
            var page = JsonNode.Parse(await json.Content.ReadAsStringAsync(Cancellation))!;
            page["status"]!.GetValue<int>().ShouldBe(problem.Status);
            page["mend"]!.GetValue<string>().ShouldBe(problem.Mend);
        }
    }

    [Fact]
    public async Task an_unknown_problem_is_a_problem()
    {
        using var answer = await Get("/problems/%3Cscript%3E", "text/html");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/problems")]
    [InlineData("/problems/not-agreed")]
    [InlineData("/docs/")]
    public async Task a_page_fetches_nothing_from_elsewhere_and_may_not(string path)
    {
        using var answer = await Get(path, "text/html");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        Elsewhere().IsMatch(await answer.Content.ReadAsStringAsync(Cancellation)).ShouldBeFalse();

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none';");
        policy.ShouldNotContain("http");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task the_scripts_of_the_documentation_are_served_from_here_under_a_fresh_nonce()
    {
        using var first = await Get("/docs/", "text/html");
        using var second = await Get("/docs/", "text/html");
        var nonce = Nonce().Match(first.Headers.GetValues("Content-Security-Policy").Single()).Groups[1].Value;
        nonce.Length.ShouldBeGreaterThan(20);
        (await first.Content.ReadAsStringAsync(Cancellation)).ShouldContain($"nonce=\"{nonce}\"");
        Nonce().Match(second.Headers.GetValues("Content-Security-Policy").Single()).Groups[1].Value.ShouldNotBe(nonce);

        using var script = await Get("/docs/scalar.js", "*/*");
        script.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpResponseMessage> Get(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await tracker.Http.SendAsync(request, Cancellation);
    }

    [GeneratedRegex("""(src|href|@import|url\()\s*=?\s*["']?(https?:)?//""")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();
}
