using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using System.Text;
using DiploTracker.Database;
using DiploTracker.IntegrationTests.Views;
using DiploTracker.Nodes;
using DiploTracker.Projections;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

[assembly: AssemblyFixture(typeof(ViewsFixture))]

namespace DiploTracker.IntegrationTests.Views;

/// <summary>A server for the tests of views; each makes a database of its own, for a view shows all there is.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ViewsFixture : IAsyncLifetime
{
    private readonly PostgresFixture _server = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<ViewsNode>>> _shared = [];

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _shared.Values)
            await (await node.Value).DisposeAsync();
        await _server.DisposeAsync();
    }

    internal async Task<ViewsNode> StartAsync() => new(await NewDatabaseAsync());

    /// <summary>A tracker for tests that only read: the same one for all that name the same facts.</summary>
    internal Task<ViewsNode> SharedAsync(params string[] lines) =>
        _shared.GetOrAdd(string.Join('\n', lines), _ => new Lazy<Task<ViewsNode>>(async () =>
        {
            var node = await StartAsync();
            if (lines.Length > 0)
                await node.RecordAsync(lines);
            return node;
        })).Value;

    internal Task<string> NewDatabaseAsync() => _server.ReadyDatabaseAsync();

    internal Task<string> CopyAsync(string database) => _server.CopyAsync(database);
}

/// <summary>A tracker, and how the tests of views speak with it.</summary>
internal sealed class ViewsNode : WebApplicationFactory<Negotiations.DomainEvent>
{
    private readonly Projection[]? _views;
    private readonly NpgsqlDataSource _sql;
    private readonly HttpClient _http;

    public ViewsNode(string database, params Projection[]? views)
    {
        // The pools of trackers that have ended are soon empty, and leave room for the next.
        Database = new NpgsqlConnectionStringBuilder(database) { ConnectionIdleLifetime = 2, ConnectionPruningInterval = 1 }.ConnectionString;
        _views = views is [] ? null : views;
        _sql = NpgsqlDataSource.Create(Database);
        UseKestrel(port: 0);
        StartServer();
        _http = new HttpClient { BaseAddress = ClientOptions.BaseAddress };
    }

    public string Database { get; }

    public long Position { get; private set; }

    public static string Opening(string key, string title = "Settlement") =>
        $$"""{"negotiation":"{{key}}","command":"OpenNegotiation","key":"{{key}}","title":"{{title}}","parties":["USA:Mediator","RUS","UKR"],"occurred":"2025-08-01"}""";

    /// <summary>Records command lines; all must land.</summary>
    public async Task RecordAsync(params string[] lines)
    {
        using var content = new StringContent(string.Join('\n', lines) + "\n", Encoding.UTF8, "application/x-ndjson");
        using var response = await _http.PostAsync("/api/commands", content, TestContext.Current.CancellationToken);
        var answers = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        answers.Length.ShouldBe(lines.Length, answers[^1]);
        foreach (var answer in answers.Select(line => JsonNode.Parse(line)!))
            Position = Math.Max(Position, (long?)answer["position"] ?? throw new ShouldAssertException(answer.ToJsonString()));
    }

    /// <summary>Records a command past the checks of requests, as an earlier build may have.</summary>
    public async Task RecordUncheckedAsync(string negotiation, Negotiations.Command command)
    {
        var outcome = await Services.GetRequiredService<Recorder>().Record(new Submission(negotiation, [command], Caller.Local), TestContext.Current.CancellationToken);
        Position = outcome.ShouldBeOfType<Recorded>().Position;
    }

    /// <summary>What a view answers once it includes all that was recorded here.</summary>
    public Task<ViewsAnswer> ReadAsync(string path) => GetAsync(path, ("X-Min-Position", Position.ToString()), ("Prefer", "wait=20"));

    public async Task<ViewsAnswer> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new ViewsAnswer(
            (int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!,
            response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value)));
    }

    /// <summary>The calendar, or anything else that is no JSON, once it includes all that was recorded here.</summary>
    public async Task<Answer> CalendarAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers.Append(("X-Min-Position", Position.ToString())).Append(("Prefer", "wait=20")))
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = _sql.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = _sql.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The table that a view is read from now.</summary>
    public Task<string> TableAsync(string view) =>
        AskAsync<string>($"select format('views.%s_%s_%s', name, version, build) from diplo.views where name = '{view}' and state = 'Current'");

    public async Task<string> HealthAsync()
    {
        var report = await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(one => one.Name == "views", TestContext.Current.CancellationToken);
        return $"{report.Status}: {report.Entries["views"].Description}";
    }

    public Task<(bool Done, string Output)> CommandAsync(ViewsAction action, string name = "") => RunAsync(Services, action, name);

    /// <summary>The command <c>views</c> on the database of a tracker.</summary>
    public static async Task<(bool Done, string Output)> RunAsync(IServiceProvider services, ViewsAction action, string name)
    {
        await using var output = new StringWriter();
        // As the command has them: it is a node of its own.
        using var leases = new Leases(
            services.GetRequiredService<BackgroundDatabase>(), Node.ThisProcess(), services.GetRequiredService<IMeterFactory>(), NullLogger<Leases>.Instance);
        var done = await ActivatorUtilities.CreateInstance<ProjectionTool>(services, leases).Run(action, name, output, TestContext.Current.CancellationToken);
        return (done, output.ToString());
    }

    /// <summary>Waits until something is so; twenty seconds at most.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> isSo, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var waited = Stopwatch.StartNew(); !await isSo(); await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken))
            waited.Elapsed.ShouldBeLessThan(WaitTime.Longest, what);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder
            .UseSetting("ConnectionStrings:DiploTracker", Database)
            .UseSetting("Logging:LogLevel:Default", "None")
            .UseSetting("Logging:LogLevel:DiploTracker", "None")
            .UseSetting("Logging:LogLevel:Microsoft.Hosting.Lifetime", "None");
        if (_views is not null)
            builder.ConfigureTestServices(services => services.AddSingleton(new ProjectionCatalogue(_views)));
    }

    public override async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sql.DisposeAsync();
        await base.DisposeAsync();
    }
}

internal sealed record ViewsAnswer(int Status, JsonNode Body, Dictionary<string, string> Headers)
{
    public List<JsonNode> Items => [.. (Status == 200 ? Body["items"] : throw new ShouldAssertException(Body.ToJsonString()))!.AsArray().Select(item => item!)];

    public List<string> Ids => Items.ConvertAll(item => $"{item["negotiation"]}/{item["id"]}");

    public string? Next => (string?)Body["next"];

    public long Position => long.Parse(Headers["X-Position"]);

    public long Lag => long.Parse(Headers["X-Lag"]);
}
