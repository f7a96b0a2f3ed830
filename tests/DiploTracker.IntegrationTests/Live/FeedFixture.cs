using System.Diagnostics;
using System.Runtime.Versioning;
using DiploTracker.IntegrationTests.Live;
using DiploTracker.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Shouldly;
using Xunit;

[assembly: AssemblyFixture(typeof(FeedFixture))]

namespace DiploTracker.IntegrationTests.Live;

/// <summary>A server for the tests of the feed; each makes a database of its own, for a feed shows all there is.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FeedFixture : IAsyncLifetime
{
    private readonly PostgresFixture _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // The pools of trackers that have ended are soon empty, and leave room for the next.
    public async Task<string> NewDatabaseAsync() => new NpgsqlConnectionStringBuilder(await _server.ReadyDatabaseAsync())
    {
        ConnectionIdleLifetime = 2, ConnectionPruningInterval = 1,
    }.ConnectionString;

    public async Task<TrackerNode> StartAsync(params (string Name, string Value)[] settings) => new(await NewDatabaseAsync(), port: 0, settings);
}

/// <summary>What the tests of the feed record.</summary>
internal static class Recording
{
    public static Task<Answer> SayAsync(this TrackerNode node, string key, string id, string speaker = "RUS", string quote = "so") =>
        node.Api.DoneAsync(key, "record-statement", $$"""{"id":"{{id}}","speaker":"{{speaker}}","kind":"Claim","quote":"{{quote}}","occurred":"2025-08-07"}""");

    public static async Task ExecuteAsync(this TrackerNode node, string sql)
    {
        await using var command = node.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Stops as on SIGTERM: what is under way is finished.</summary>
    public static async Task StopAsync(this TrackerNode node) =>
        await node.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);

    public static Task UntilHealthSaysAsync(this TrackerNode node, string words) =>
        UntilAsync(async () => (await node.Api.GetAsync("/health/ready")).Text, health => health.Contains(words), words);

    /// <summary>Waits until so many read the feed.</summary>
    public static Task UntilReadersAreAsync(this TrackerNode node, int count) =>
        UntilAsync(() => Task.FromResult($"{node.Services.GetRequiredService<Feed>().Readers} readers"), readers => readers == $"{count} readers", $"{count} readers");

    private static async Task UntilAsync(Func<Task<string>> look, Func<string, bool> isSo, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        string seen;
        for (var waited = Stopwatch.StartNew(); !isSo(seen = await look()); await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken))
            waited.Elapsed.ShouldBeLessThan(WaitTime.Longest, $"{what}: {seen}");
    }
}
