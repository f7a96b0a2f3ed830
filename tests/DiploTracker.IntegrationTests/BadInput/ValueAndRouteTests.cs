using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.BadInput;

[UnsupportedOSPlatform("windows")]
public sealed class ValueAndRouteTests(TrackerFixture tracker)
{
    [Fact]
    public async Task a_date_that_is_none_names_the_field_and_the_position()
    {
        var key = await tracker.Api.OpenAsync();
        var problem = (await tracker.Api.DoAsync(key, "enter-phase", """{"phase":"Agreement","occurred":"2025-13-40"}""")).ShouldBeProblem(422, "edtf-invalid");
        problem.ShouldSay("`occurred`: '2025-13-40'");
        ((int)problem["position"]!).ShouldBeInRange(5, 7);
        problem["errors"]!["occurred"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("propose-summit", """{"id":"m-1","by":["USA"],"to":["XXX"]}""", 422, "unknown-party", "'XXX'")]
    [InlineData("enter-phase", """{"phase":"Aggreement"}""", 422, "phase-unknown", "Agreement")]
    [InlineData("enter-phase", """{"phase":"agreement"}""", 422, "phase-unknown", "Agreement")]
    [InlineData("enter-phase", """{"phase":"Negotiation"}""", 409, "already-in-phase", "Negotiation")]
    [InlineData("enter-phase", """{"phase":"Agreement","marking":"PURPLE"}""", 422, "marking-unknown", "AMBER+STRICT")]
    [InlineData("enter-phase", """{"phase":"Agreement","basis":[{"credibility":7}]}""", 422, "malformed", "1 to 6")]
    [InlineData("enter-fase", """{"phase":"Agreement"}""", 404, "command-unknown", "enter-fase")]
    [InlineData("open-negotiation", "{}", 404, "command-unknown", "open-negotiation")]
    [InlineData("correct", """{"fact":"not-a-uuid","mode":"Retracted","reason":"x"}""", 422, "malformed", "`fact`")]
    public async Task a_wrong_value_has_a_code_and_a_sentence(string command, string body, int status, string code, string words) =>
        (await tracker.Api.DoAsync(await tracker.Api.OpenAsync(), command, body)).ShouldBeProblem(status, code).ShouldSay(words);

    [Theory]
    [InlineData("{\"key\":\"Ab\",\"title\":\"T\",\"parties\":[\"A\",\"B\"]}", "malformed")]
    [InlineData("{\"key\":\"a/b/c\",\"title\":\"T\",\"parties\":[\"A\",\"B\"]}", "malformed")]
    [InlineData("{\"key\":\"test-one-party\",\"title\":\"T\",\"parties\":[\"A\",\"A\"]}", "two-parties-required")]
    [InlineData("{\"key\":\"test-no-title\",\"title\":\" \",\"parties\":[\"A\",\"B\"]}", "malformed")]
    public async Task an_opening_must_make_sense(string body, string code) =>
        (await tracker.Api.PostAsync("/api/negotiations", body)).ShouldBeProblem(422, code);

    [Fact]
    public async Task a_key_is_opened_once()
    {
        var key = await tracker.Api.OpenAsync();
        (await tracker.Api.PostAsync("/api/negotiations", Api.Opening(key, "Another"))).ShouldBeProblem(409, "already-open");
    }

    [Theory]
    [InlineData("GET", "/api/negotiations/nobody-opened", 404, "negotiation-unknown")]
    [InlineData("GET", "/api/negotiations/nobody-opened/history", 404, "negotiation-unknown")]
    [InlineData("POST", "/api/negotiations/nobody-opened/enter-phase", 404, "negotiation-unknown")]
    [InlineData("POST", "/api/negotiations/nobody%2Fopened/enter-phase", 404, "negotiation-unknown")]
    [InlineData("POST", "/api/negotiations/nobody%20%D8%B9/enter-phase", 404, "negotiation-unknown")]
    [InlineData("POST", "/api/negotiations/nobody/opened/enter-phase", 404, "not-found")]
    [InlineData("GET", "/api/nothing", 404, "not-found")]
    [InlineData("GET", "/nothing/at/all", 404, "not-found")]
    [InlineData("GET", "/api/actors/nobody-mentioned", 404, "actor-unknown")]
    [InlineData("GET", "/api/reports/abc", 404, "report-unknown")]
    public async Task what_is_not_there_is_a_404(string method, string path, int status, string code) =>
        (await tracker.Api.SendAsync(new HttpMethod(method), path, method == "POST" ? Api.Json("""{"phase":"Agreement"}""") : null)).ShouldBeProblem(status, code);

    [Theory]
    [InlineData("DELETE", "/api/negotiations", "GET, POST")]
    [InlineData("PUT", "/api/negotiations/some-key", "GET")]
    [InlineData("GET", "/api/commands", "POST")]
    [InlineData("DELETE", "/api/actors/USA", "GET, PUT")]
    public async Task another_method_is_a_405_that_says_which(string method, string path, string allowed)
    {
        var answer = await tracker.Api.SendAsync(new HttpMethod(method), path, content: null);
        answer.ShouldBeProblem(405, answer.Code!);
        string.Join(", ", answer.Headers["Allow"].Split(", ").Order()).ShouldBe(allowed);
    }

    [Theory]
    [InlineData("/api/negotiations")]
    [InlineData("/health/live")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/problems/malformed")]
    [InlineData("/api/negotiations/nobody-opened")]
    public async Task where_there_is_get_there_is_head(string path)
    {
        var (get, head) = (await tracker.Api.GetAsync(path), await tracker.Api.SendAsync(HttpMethod.Head, path, content: null));

        (head.Status, head.Text).ShouldBe((get.Status, ""));
        head.Headers["Content-Type"].ShouldBe(get.Headers["Content-Type"]);
    }

    [Fact]
    public async Task another_host_is_refused_with_a_problem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/negotiations");
        request.Headers.Host = "evil.example";
        using var response = await tracker.Api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        (await Answer.OfAsync(response)).ShouldBeProblem(400, "malformed").ShouldSay("evil.example");
    }

    [Theory]
    [InlineData("?asKnownAt=")]
    [InlineData("?asReportedAt=")]
    [InlineData("?asOf=")]
    [InlineData("?explain=yes")]
    [InlineData("/history?asKnownAt=")]
    [InlineData("/diff?from=&to=")]
    [InlineData("/diff?to=2025-08-01T00:00:00Z")]
    [InlineData("/parked?after=somewhere")]
    [InlineData("/parked?asKnownAt=2025-08-01T00:00:00Z")]
    public async Task a_question_that_would_be_answered_as_another_is_refused(string question)
    {
        var answer = await tracker.Api.GetAsync($"/api/negotiations/{await tracker.Api.OpenAsync()}{question}");
        answer.ShouldBeProblem(422, answer.Code == "edtf-invalid" ? "edtf-invalid" : "malformed");
    }

    [Theory]
    [InlineData("/api/negotiations?limit=0")]
    [InlineData("/api/negotiations?limit=1001")]
    [InlineData("/api/negotiations?limit=ten")]
    [InlineData("/api/negotiations?q=a%00b")]
    [InlineData("/api/negotiations?party=%00")]
    [InlineData("/api/negotiations?after=%00")]
    [InlineData("/api/actors?q=%00")]
    public async Task a_query_that_cannot_be_meant_is_malformed(string path) =>
        (await tracker.Api.GetAsync(path)).ShouldBeProblem(422, "malformed");
}
