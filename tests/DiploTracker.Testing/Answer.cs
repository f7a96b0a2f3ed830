using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.Testing;

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonNode Json => field ??= JsonNode.Parse(Text).ShouldNotBeNull();

    public JsonNode? this[string member] => Json[member];

    public string? Code => (string?)Json["code"];

    public long Version => (long)Json["version"]!;

    public long Position => (long)Json["position"]!;

    public string EventId => (string)Json["events"]![0]!["id"]!;

    /// <summary>The lines of an NDJSON answer.</summary>
    public List<JsonNode> Lines => [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    /// <summary>The events of a calendar.</summary>
    public List<Ical.Net.CalendarComponents.CalendarEvent> Events => [.. Ical.Net.Calendar.Load(Text).ShouldNotBeNull().Events];

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>It is a problem document as RFC 9457 has it, with a sentence that can be read.</summary>
    public Answer ShouldBeProblem(int status, string code)
    {
        Status.ShouldBe(status, Text);
        Headers["Content-Type"].ShouldStartWith("application/problem+json", customMessage: Text);
        ShouldBeProblem(Json, status, code);
        return this;
    }

    public static void ShouldBeProblem(JsonNode problem, int status, string code)
    {
        var text = problem.ToJsonString();
        ((string?)problem["code"]).ShouldBe(code, text);
        ((string?)problem["type"]).ShouldBe($"/problems/{code}");
        ((int?)problem["status"]).ShouldBe(status, text);
        ((string?)problem["title"]).ShouldNotBeNullOrWhiteSpace();
        ((string?)problem["detail"]).ShouldNotBeNullOrWhiteSpace();
        ((string?)problem["instance"]).ShouldStartWith("/");
        text.ShouldNotContain("   at ");
        text.ShouldNotContain("Exception");
    }

    public Answer ShouldSay(string words)
    {
        ((string?)this["detail"]).ShouldNotBeNull().ShouldContain(words, Case.Sensitive);
        return this;
    }
}
