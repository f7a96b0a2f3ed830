using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Http;

/// <summary>Pages of other sites may use the API only if the operator names their origin.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CrossOriginTests(TrackerFixture tracker)
{
    private const string Desk = "https://desk.example.org", Other = "https://other.example.org";

    [Fact]
    public async Task by_default_no_other_site_may()
    {
        Allowed(await AskAsync(tracker.Api, HttpMethod.Get, Desk)).ShouldBeNull();
        Allowed(await AskAsync(tracker.Api, HttpMethod.Options, Desk)).ShouldBeNull();
    }

    [Fact]
    public async Task those_that_are_named_may_read_record_and_see_the_headers_and_no_other()
    {
        await using var node = new TrackerNode(await tracker.NewDatabaseAsync(), settings: ("Cors:Origins", $"{Desk}; http://localhost:3000"));
        var read = await AskAsync(node.Api, HttpMethod.Get, Desk);
        Allowed(read).ShouldBe(Desk);
        read.Headers["Access-Control-Expose-Headers"].ShouldContain("ETag");
        read.Headers.ContainsKey("Access-Control-Allow-Credentials").ShouldBeFalse();
        var asked = await AskAsync(node.Api, HttpMethod.Options, Desk);
        (asked.Status, Allowed(asked)).ShouldBe((204, Desk));
        asked.Headers["Access-Control-Allow-Methods"].ShouldContain("POST");
        asked.Headers["Access-Control-Allow-Headers"].ShouldContain("idempotency-key", Case.Insensitive);
        Allowed(await AskAsync(node.Api, HttpMethod.Get, Other)).ShouldBeNull();
        Allowed(await AskAsync(node.Api, HttpMethod.Options, Other)).ShouldBeNull();
    }

    [Theory, InlineData("*"), InlineData("desk.example.org"), InlineData("https://desk.example.org/page"), InlineData("null")]
    public async Task what_is_no_origin_is_refused_at_the_start(string origins)
    {
        using var program = Live.RunningTracker.Program("DiploTracker.dll", [],
            ("Cors__Origins", origins), ("ConnectionStrings__DiploTracker", "Host=127.0.0.1;Port=1;Username=nobody"));
        var said = await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        (program.ExitCode, said).ShouldSatisfyAllConditions(
            ended => ended.ExitCode.ShouldBe(1), ended => ended.said.ShouldContain("Cors__Origins"));
    }

    private static string? Allowed(Answer answer) => answer.Headers.GetValueOrDefault("Access-Control-Allow-Origin");

    private static Task<Answer> AskAsync(Api api, HttpMethod method, string origin) => api.SendAsync(
        method, "/api/negotiations", content: null, ("Origin", origin),
        ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type,idempotency-key"));
}
