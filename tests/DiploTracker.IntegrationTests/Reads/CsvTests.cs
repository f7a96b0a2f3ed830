using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Reads;

/// <summary>Every list is also CSV; the lists are those of the API description, so a new one cannot be forgotten.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CsvTests(TrackerFixture tracker)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task every_list_and_history_answers_as_CSV()
    {
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoneAsync(key, "propose-summit", """{"id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""");
        await CaughtUpAsync(key);
        var document = (await tracker.Api.GetAsync("/openapi/v1.json")).Json;
        var lists = document["paths"]!.AsObject()
            .Where(path => IsList(document, path.Value!["get"]?["responses"]?["200"]?["content"]?["application/json"]?["schema"]))
            .Select(path => (path.Key, Declared: path.Value!["get"]?["responses"]?["200"]?["content"]?["text/csv"]))
            .ToList();
        lists.Select(list => list.Key).ShouldContain("/api/negotiations/{key}/history");
        lists.Count.ShouldBeGreaterThan(15);
        foreach (var (route, declared) in lists)
        {
            declared.ShouldNotBeNull(route);
            var path = route.Replace("{key}", key).Replace("{slug}", "USA");
            var (json, csv) = (await tracker.Api.GetAsync($"{path}"), await CsvAsync(path));
            csv.Status.ShouldBe(200, $"{path}: {csv.Text}");
            csv.Type.ShouldBe("text/csv; charset=utf-8; header=present", path);
            csv.Bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF], path);
            json.Headers["Vary"].ShouldContain("Accept", customMessage: path);
            Lines(csv.Text).Count.ShouldBeGreaterThanOrEqualTo(json["items"]!.AsArray().Count + 1, path);
            csv.Text.Split("\r\n")[0].Split(',').Distinct().Count().ShouldBe(csv.Text.Split("\r\n")[0].Split(',').Length, path);
        }
    }

    [Fact]
    public async Task pages_follow_one_another_by_a_link()
    {
        var key = await tracker.Api.OpenAsync();
        foreach (var party in (string[])["TUR", "DEU", "FRA"])
            await tracker.Api.DoneAsync(key, "add-party", $$"""{"party":"{{party}}"}""");
        var (first, whole) = (await CsvAsync($"/api/negotiations/{key}/history?limit=2&order=recorded"), await CsvAsync($"/api/negotiations/{key}/history"));
        first.Link.ShouldNotBeNull().ShouldMatch("^<(/api/negotiations/.*)>; rel=\"next\"$");
        var second = await CsvAsync(first.Link[1..first.Link.IndexOf('>')]);
        second.Link.ShouldBeNull();
        whole.Link.ShouldBeNull();
        (Lines(first.Text).Skip(1).Concat(Lines(second.Text).Skip(1))).ShouldBe(Lines(whole.Text).Skip(1));
    }

    [Fact]
    public async Task hostile_and_foreign_words_stay_in_their_cells()
    {
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoneAsync(key, "record-statement",
            """{"id":"s-formula","speaker":"RUS.Peskov","kind":"Claim","quote":"=HYPERLINK(\"http://evil\")","occurred":"2025-08-02"}""");
        await tracker.Api.DoneAsync(key, "record-statement",
            """{"id":"s-arabic","speaker":"RUS.Peskov","kind":"Claim","quote":"قمة، \"قريبا\"\nغدا","occurred":"2025-08-03"}""");
        await CaughtUpAsync(key);
        var csv = (await CsvAsync($"/api/statements?negotiation={key}")).Text;
        csv.ShouldContain("\"'=HYPERLINK(\"\"http://evil\"\")\"");
        csv.ShouldContain("\"قمة، \"\"قريبا\"\"\nغدا\"");
    }

    [Fact]
    public async Task refusals_stay_problems_and_the_tags_of_JSON_do_not_apply()
    {
        var key = await tracker.Api.OpenAsync();
        var refused = await tracker.Api.GetAsync("/api/negotiations?phase=Peace", ("Accept", "text/csv"));
        refused.ShouldBeProblem(422, "phase-unknown");
        var tag = (await tracker.Api.GetAsync($"/api/negotiations/{key}/history")).Headers["ETag"];
        var csv = await tracker.Api.GetAsync($"/api/negotiations/{key}/history", ("Accept", "text/csv"), ("If-None-Match", tag));
        csv.Status.ShouldBe(200);
        csv.Headers.Keys.ShouldNotContain("ETag");
        (await tracker.Api.GetAsync($"/api/negotiations/{key}/history", ("Accept", "text/csv;q=0.1, application/json")))
            .Headers["Content-Type"].ShouldStartWith("application/json");
    }

    /// <summary>The views include what was recorded.</summary>
    private async Task CaughtUpAsync(string key)
    {
        var position = (await tracker.Api.StatusAsync(key)).Headers["X-Position"];
        foreach (var view in (string[])["statements", "meetings", "proposals", "negotiations"])
            (await tracker.Api.GetAsync($"/api/{view}?limit=1", ("X-Min-Position", position), ("Prefer", "wait=20"))).Status.ShouldBe(200);
    }

    private static bool IsList(JsonNode document, JsonNode? schema) =>
        ((string?)schema?["$ref"])?.Split('/') is [.., var name] && document["components"]?["schemas"]?[name]?["properties"]?["items"]?["type"] is { } type
        && type.ToJsonString().Contains("array", StringComparison.Ordinal);

    private async Task<(int Status, string? Type, string? Link, byte[] Bytes, string Text)> CsvAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/csv" } } };
        using var response = await tracker.Api.Client.SendAsync(request, Cancellation);
        var bytes = await response.Content.ReadAsByteArrayAsync(Cancellation);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(),
            response.Headers.TryGetValues("Link", out var links) ? links.Single() : null, bytes, Encoding.UTF8.GetString(bytes));
    }

    private static List<string> Lines(string csv) => [.. csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];
}
