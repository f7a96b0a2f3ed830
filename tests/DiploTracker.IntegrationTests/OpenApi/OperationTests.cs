using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.OpenApi;

/// <summary>What an operator asks the tracker.</summary>
public sealed class OperationTests(ServedTracker tracker) : IClassFixture<ServedTracker>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_tracker_with_its_database_is_ready()
    {
        using var answer = await tracker.Http.GetAsync("/health/ready", Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        // The audit and the views may still be on their way: that degrades the tracker, and does not stop it.
        (await Checks(answer)).Where(check => check.Item1 is "database" or "schema").ShouldBe([("database", "Healthy"), ("schema", "Healthy")]);
    }

    [Fact]
    public async Task a_tracker_without_its_database_lives_and_says_why_it_is_not_ready()
    {
        await using var lonely = ServedTracker.Over("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");
        using var http = lonely.CreateClient();
        (await http.GetAsync("/health/live", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var answer = await http.GetAsync("/health/ready", Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await Checks(answer)).Where(check => check.Item1 is "database" or "writes" or "schema" or "views").ShouldBe([("database", "Unhealthy"), ("writes", "Unhealthy"), ("schema", "Unhealthy"), ("views", "Unhealthy")]);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("The database does not answer");
    }

    [Fact]
    public async Task commands_recorded_and_refused_are_counted()
    {
        object opening = new { key = "metrics-2025", title = "Counted", parties = new[] { "USA", "RUS:Principal" } };
        (await tracker.Http.PostAsJsonAsync("/api/negotiations", opening, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await tracker.Http.PostAsJsonAsync("/api/negotiations", new { key = "metrics-2025", title = "Another", parties = new[] { "USA", "FRA" } }, Cancellation))
            .StatusCode.ShouldBe(HttpStatusCode.Conflict);

        var metrics = await tracker.Http.GetStringAsync("/metrics", Cancellation);
        metrics.ShouldMatch("""diplo_commands_recorded_total\{[^}]*command="OpenNegotiation"[^}]*\} [1-9]""");
        metrics.ShouldMatch("""diplo_requests_refused_total\{[^}]*code="already-open"[^}]*\} [1-9]""");
        metrics.ShouldContain("diplo_group_size_bucket");
        metrics.ShouldContain("diplo_append_duration_seconds_bucket");
        metrics.ShouldContain("http_server_request_duration_seconds_bucket");
        metrics.ShouldContain("db_client_");
        metrics.ShouldNotContain("Password");
    }

    private static async Task<IEnumerable<(string, string)>> Checks(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["checks"]!.AsArray()
            .Select(check => (check!["name"]!.GetValue<string>(), check["status"]!.GetValue<string>()));
}
