using System.Net.Http.Headers;
using System.Runtime.Versioning;
using DiploTracker.IntegrationTests.Live;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Http;

/// <summary>HEAD is answered wherever there is GET, and ends: a monitor or a proxy may ask it of any address.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HeadTests(FeedFixture server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task every_route_that_answers_GET_answers_HEAD_with_the_same_head_and_ends()
    {
        await using var tracker = await server.StartAsync(); // with a short log: some routes read all of it
        var key = await tracker.Api.OpenAsync();
        var paths = (await tracker.Api.GetAsync("/openapi/v1.json")).Json["paths"]!.AsObject()
            .Where(path => path.Value!["get"] is not null)
            .Select(path => path.Key.Replace("{key}", key).Replace("{slug}", "USA").Replace("{position}", "1"))
            .ToList();
        paths.ShouldContain("/api/feed");
        paths.ShouldContain("/api/audit/export");
        foreach (var path in paths)
        {
            var (get, head) = (await HeadOf(tracker, HttpMethod.Get, path), await HeadOf(tracker, HttpMethod.Head, path));
            head.ShouldBe(get, path);
        }
    }

    /// <summary>The status and the type; the answer itself is not waited for, as some have no end.</summary>
    private static async Task<(int Status, MediaTypeHeaderValue? Type)> HeadOf(TrackerNode tracker, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await tracker.Api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        if (method == HttpMethod.Head)
            (await response.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBeEmpty(path);
        return ((int)response.StatusCode, response.Content.Headers.ContentType);
    }
}
