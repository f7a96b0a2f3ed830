using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Live;

/// <summary>One who reads the feed as any program can: what comes over HTTP, line by line.</summary>
internal sealed class Reader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = WaitTime.Longest;

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private Reader(HttpResponseMessage response, Stream stream) => (_response, _lines) = (response, new StreamReader(stream, Encoding.UTF8));

    public HttpResponseMessage Response => _response;

    /// <summary>The id that a browser would send when it comes back.</summary>
    public string LastEventId { get; private set; } = "";

    public static async Task<Reader> OpenAsync(TrackerNode node, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/feed{query}");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await node.Api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(response.ToString());
        return new Reader(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The lines up to an empty one: an event, an id alone, a comment; null at the end.</summary>
    public async Task<List<string>?> BlockAsync()
    {
        List<string> block = [];
        while (await _lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                LastEventId = line[4..];
            if (line.Length == 0)
                return block;
            block.Add(line);
        }
        return null;
    }

    /// <summary>The next event; signs of life are passed over. Null at the end.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        while (await BlockAsync() is { } block)
            if (block.Find(line => line.StartsWith("data: ", StringComparison.Ordinal)) is { } data)
            {
                var json = JsonNode.Parse(data[6..])!;
                LastEventId.ShouldBe(PlaceOf(json));
                return json;
            }
        return null;
    }

    /// <summary>The id by which the feed names an event: its position and the last digits of its event id.</summary>
    public static string PlaceOf(JsonNode one) => $"{one["position"]}-{((string)one["id"]!)[^12..]}";

    public async Task<List<JsonNode>> NextAsync(int count)
    {
        List<JsonNode> events = [];
        while (events.Count < count)
            events.Add((await NextAsync()).ShouldNotBeNull("the feed has ended"));
        return events;
    }

    public async Task<List<long>> PositionsAsync(int count) => (await NextAsync(count)).ConvertAll(one => (long)one["position"]!);

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
