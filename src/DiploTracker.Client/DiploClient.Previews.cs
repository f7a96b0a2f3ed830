using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiploTracker.Client;

public sealed partial class DiploClient
{
    private const string Lines = "application/x-ndjson";

    /// <summary>
    /// What a command would do; send the <c>ETag</c> of the answer as <c>IfMatch</c> to record just that.
    /// </summary>
    /// <param name="options">An idempotency key has no meaning here.</param>
    public Task<Read<Preview>> PreviewAsync(
        string key, Command command, SendOptions? options = null, CancellationToken cancellation = default) =>
        command is OpenNegotiation open
            ? PreviewAsync(
                "api/negotiations/preview", CommandJson.Fields(open with { Key = key }), options, cancellation)
            : PreviewAsync(
                $"{Negotiation(key)}/{CommandJson.Slug(command.GetType().Name)}/preview",
                CommandJson.Fields(command), options, cancellation);

    /// <summary>What a batch would do, all of it or nothing.</summary>
    public Task<Read<Preview>> PreviewBatchAsync(
        string key, IEnumerable<Command> commands, SendOptions? options = null,
        CancellationToken cancellation = default) =>
        PreviewBatchAsync(key, new JsonArray([.. commands.Select(CommandJson.Named)]), options, cancellation);

    /// <summary>The same of commands as JSON, each with its name in <c>command</c>.</summary>
    public Task<Read<Preview>> PreviewBatchAsync(
        string key, JsonArray commands, SendOptions? options = null, CancellationToken cancellation = default) =>
        PreviewAsync($"{Negotiation(key)}/commands/preview", commands, options, cancellation);

    /// <summary>
    /// What lines would do, each judged after those before it, in one request. A line may name the fact of an earlier
    /// one by <see cref="ProvisionalId"/>. With <see cref="OnRefusal.Stop"/> it ends after the first refusal.
    /// </summary>
    /// <exception cref="StreamBrokenException">The answers ended early, or the server was not reached.</exception>
    public async IAsyncEnumerable<PreviewedLine> PreviewLinesAsync(
        IEnumerable<CommandLine> lines, OnRefusal onRefusal = OnRefusal.Continue, bool park = false,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var body = new StringBuilder();
        var sent = 0;
        foreach (var line in lines)
        {
            body.Append(line.Json.ToJsonString(CommandJson.Options)).Append('\n');
            sent++;
        }
        var mode = onRefusal is OnRefusal.Stop ? "stop" : "continue";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/commands/preview?onRefusal={mode}")
        {
            Content = new StringContent(body.ToString(), Encoding.UTF8, new MediaTypeHeaderValue(Lines, "utf-8")),
        };
        if (park)
            request.Headers.Add("Prefer", "respond-async");
        using var response = await Unbroken(() => SendAsync(request, cancellation));
        await using var content = await response.Content.ReadAsStreamAsync(cancellation);
        using var reader = new StreamReader(content, Encoding.UTF8);
        for (var answered = 0; answered < sent; answered++)
        {
            if (await Unbroken(() => reader.ReadLineAsync(cancellation).AsTask()) is not { } line)
                throw new StreamBrokenException($"The server answered {answered} of {sent} lines.");
            var answer = PreviewedLine.Parse(line);
            yield return answer;
            if (answer.Problem is { } problem && (onRefusal is OnRefusal.Stop || !problem.IsRefusal))
                yield break;
        }
    }

    /// <summary>The id of the fact of a line, from 1, in a preview of lines.</summary>
    public static string ProvisionalId(int line) => $"00000000-0000-0000-0000-{line:D12}";

    private async Task<Read<Preview>> PreviewAsync(
        string path, JsonNode body, SendOptions? options, CancellationToken cancellation)
    {
        var sent = options is null ? null : options with { IdempotencyKey = null };
        using var response = await SendAsync(Request(HttpMethod.Post, path, body, sent), cancellation);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>(CommandJson.Options, cancellation);
        return new Read<Preview>(json.Deserialize<Preview>(CommandJson.Options)!, json, FreshnessOf(response));
    }
}
