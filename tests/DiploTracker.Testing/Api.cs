using System.Net.Http.Headers;
using System.Text;
using Shouldly;
using Xunit;

namespace DiploTracker.Testing;

/// <summary>The tracker as a client sees it: bytes over HTTP, no type of the server.</summary>
internal sealed class Api(HttpClient client) : IDisposable
{
    public HttpClient Client => client;

    /// <summary>A key that no other test uses.</summary>
    public static string NewKey() => $"test-{Guid.NewGuid():N}";

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, content: null, headers);

    public Task<Answer> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, Json(json), headers);

    public Task<Answer> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, Json(json));

    /// <summary>Sends one command to a negotiation.</summary>
    public Task<Answer> DoAsync(string key, string command, string json, params (string Name, string Value)[] headers) =>
        PostAsync($"/api/negotiations/{key}/{command}", json, headers);

    /// <summary>Sends one command that must land.</summary>
    public async Task<Answer> DoneAsync(string key, string command, string json)
    {
        var answer = await DoAsync(key, command, json);
        answer.Status.ShouldBe(200, answer.Text);
        return answer;
    }

    public async Task<Answer> StatusAsync(string key, string query = "")
    {
        var answer = await GetAsync($"/api/negotiations/{key}{query}");
        answer.Status.ShouldBe(200, answer.Text);
        return answer;
    }

    public Task<Answer> LinesAsync(string lines, string query = "") =>
        SendAsync(HttpMethod.Post, $"/api/commands{query}", Content(Encoding.UTF8.GetBytes(lines), "application/x-ndjson"));

    /// <summary>Opens a negotiation of USA (mediating), RUS and UKR; gives its key.</summary>
    public async Task<string> OpenAsync(string? key = null, string title = "Settlement")
    {
        key ??= NewKey();
        var answer = await PostAsync("/api/negotiations", Opening(key, title));
        answer.Status.ShouldBe(201, answer.Text);
        return key;
    }

    public static string Opening(string key, string title = "Settlement") =>
        $$"""{"key":"{{key}}","title":"{{title}}","parties":["USA:Mediator","RUS",{"code":"UKR","role":"Principal"}],"phase":"Negotiation","occurred":"2025-08-01"}""";

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue(name);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await Answer.OfAsync(response);
        ApiDocument.ShouldDeclare(method, response.RequestMessage!.RequestUri!, answer);
        return answer;
    }

    public static ByteArrayContent Json(string json) => Content(Encoding.UTF8.GetBytes(json), "application/json");

    public static ByteArrayContent Content(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    public void Dispose() => client.Dispose();
}
