using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DiploTracker.Cli.Tests;

/// <summary>A tracker without rules: it keeps what it is sent, and refuses or breaks where a test says so.</summary>
public sealed class FakeTracker : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, JsonObject> _answers = [];

    private FakeTracker(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>The facts that were recorded, in order.</summary>
    public List<JsonObject> Recorded { get; } = [];

    /// <summary>Requests as they came: method, path and query, headers, body.</summary>
    public List<(string Target, IHeaderDictionary Headers, string Body)> Requests { get; } = [];

    /// <summary>What is read under a path, without its query.</summary>
    public Dictionary<string, string> Reads { get; } = [];

    /// <summary>The problem of a line or command, or null when it is to be recorded.</summary>
    public Func<JsonObject, JsonObject?> Refuse { get; set; } = _ => null;

    /// <summary>Why nothing is recorded, as every answer says; null when all is well.</summary>
    public string? Stopped { get; set; }

    /// <summary>The connection breaks after so many lines of a stream were recorded, before the answer; once.</summary>
    public int? BreakAfter { get; set; }

    public static async Task<FakeTracker> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeTracker(builder.Build());
        fake._app.Run(fake.AnswerAsync);
        await fake._app.StartAsync();
        return fake;
    }

    public static JsonObject Problem(int status, string code, string detail) => new()
    {
        ["type"] = $"/problems/{code}", ["title"] = code, ["status"] = status, ["detail"] = detail, ["code"] = code,
    };

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var path = context.Request.Path.Value!;
        if (Stopped is not null)
            context.Response.Headers["X-Recording-Stopped"] = Stopped;
        Requests.Add((
            $"{context.Request.Method} {path}{context.Request.QueryString}",
            new HeaderDictionary(context.Request.Headers.ToDictionary()),
            body));
        if (context.Request.Method == "DELETE")
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else if (context.Request.Method == "GET")
            await ReadAsync(context, path);
        else if (path == "/api/commands")
            await StreamAsync(context, body);
        else if (path.EndsWith("/commands", StringComparison.Ordinal))
            await CommandAsync(context, JsonNode.Parse(body)!.AsArray()[^1]!.AsObject());
        else
            await CommandAsync(context, JsonNode.Parse(body)!.AsObject());
    }

    private async Task ReadAsync(HttpContext context, string path)
    {
        context.Response.Headers["X-Position"] = $"{Recorded.Count}";
        if (path == "/api/negotiations/n" && Recorded.Count > 0 && !Reads.ContainsKey(path))
            Reads[path] = "";
        if (!Reads.TryGetValue(path, out var json))
        {
            await ProblemAsync(context, path.StartsWith("/api/audit/", StringComparison.Ordinal)
                ? Problem(404, "not-found", "There is nothing here.")
                : Problem(404, "negotiation-unknown", "There is no such negotiation."));
            return;
        }
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json.Length > 0 ? json : $$"""{"key":"n","version":{{Recorded.Count}}}""");
    }

    private async Task CommandAsync(HttpContext context, JsonObject command)
    {
        if (Refuse(command) is { } problem)
        {
            await ProblemAsync(context, problem);
            return;
        }
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(Record(command).ToJsonString());
    }

    private async Task StreamAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "application/x-ndjson";
        foreach (var text in body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var line = JsonNode.Parse(text)!.AsObject();
            var key = line["idempotencyKey"]!.GetValue<string>();
            if (!_answers.TryGetValue(key, out var answer))
            {
                answer = Refuse(line) switch
                {
                    null => Record(line),
                    _ when context.Request.Headers["Prefer"] == "respond-async" => new JsonObject { ["ok"] = true, ["negotiation"] = "n", ["parked"] = key },
                    var problem => problem,
                };
                answer["ok"] ??= !answer.ContainsKey("status");
                // A refusal is remembered like any answer; that the server was in trouble is not.
                if ((int?)answer["status"] is not >= 500)
                    _answers[key] = answer;
            }
            if (BreakAfter is { } limit && Recorded.Count >= limit)
            {
                BreakAfter = null;
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            }
            await context.Response.WriteAsync(answer.ToJsonString() + "\n");
            await context.Response.Body.FlushAsync();
            if ((bool)answer["ok"]! is false && context.Request.Query["onRefusal"] == "stop")
                return;
        }
    }

    private JsonObject Record(JsonObject fact)
    {
        Recorded.Add(fact);
        var version = Recorded.Count;
        return new JsonObject
        {
            ["negotiation"] = "n",
            ["version"] = version,
            ["position"] = version,
            ["events"] = new JsonArray(new JsonObject
            {
                ["id"] = $"e-{version}", ["type"] = "meeting-scheduled.v1", ["version"] = version,
            }),
        };
    }

    private static async Task ProblemAsync(HttpContext context, JsonObject problem)
    {
        context.Response.StatusCode = problem["status"]!.GetValue<int>();
        context.Response.ContentType = "application/problem+json";
        await context.Response.WriteAsync(problem.ToJsonString());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
