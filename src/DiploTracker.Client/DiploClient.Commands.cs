using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiploTracker.Client;

public sealed partial class DiploClient
{
    /// <summary>Opens a negotiation.</summary>
    public Task<Receipt> OpenAsync(
        OpenNegotiation command, SendOptions? options = null, CancellationToken cancellation = default) =>
        PostAsync("api/negotiations", CommandJson.Fields(command), options, cancellation);

    /// <summary>Records one fact in a negotiation.</summary>
    public Task<Receipt> SendAsync(
        string key, Command command, SendOptions? options = null, CancellationToken cancellation = default) =>
        command is OpenNegotiation open
            ? OpenAsync(open with { Key = key }, options, cancellation)
            : PostAsync(
                $"{Negotiation(key)}/{CommandJson.Slug(command.GetType().Name)}",
                CommandJson.Fields(command),
                options,
                cancellation);

    /// <summary>Records all of these facts or none; a problem names the index of the one that is refused.</summary>
    public Task<Receipt> SendBatchAsync(
        string key,
        IEnumerable<Command> commands,
        SendOptions? options = null,
        CancellationToken cancellation = default) =>
        SendBatchAsync(key, new JsonArray([.. commands.Select(CommandJson.Named)]), options, cancellation);

    /// <summary>The same of commands as JSON, each with its name in <c>command</c>.</summary>
    public Task<Receipt> SendBatchAsync(
        string key, JsonArray commands, SendOptions? options = null, CancellationToken cancellation = default) =>
        PostAsync($"{Negotiation(key)}/commands", commands, options, cancellation);

    private async Task<Receipt> PostAsync(
        string path, JsonNode body, SendOptions? options, CancellationToken cancellation)
    {
        using var response = await SendAsync(Request(HttpMethod.Post, path, body, options), cancellation);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>(CommandJson.Options, cancellation);
        return json.Deserialize<Receipt>(CommandJson.Options)! with { Json = json, Parked = ParkedIn(response) };
    }

    private static HttpRequestMessage Request<T>(HttpMethod method, string path, T body, SendOptions? options)
    {
        var request = new HttpRequestMessage(method,
            path) { Content = JsonContent.Create(body, options: CommandJson.Options) };
        void Header(string name, string? value)
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }
        Header("X-Recorded-By", options?.RecordedBy);
        Header("X-Correlation-Id", options?.CorrelationId);
        Header("X-Causation-Id", options?.CausationId);
        Header("If-Match", options?.IfMatch is { } version ? $"\"{version.Trim('"')}\"" : null);
        Header("Idempotency-Key", options?.IdempotencyKey?.ToString());
        Header("Prefer", options?.Park is true ? "respond-async" : null);
        return request;
    }

    private static string? ParkedIn(HttpResponseMessage response) =>
        response.StatusCode is System.Net.HttpStatusCode.Accepted
            ? response.Headers.Location?.OriginalString.Split('/')[^1]
            : null;
}
