using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using DiploTracker.IntegrationTests.Live;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Faults;

/// <summary>
/// The beginning of a fault programme: a tracker as people run it, under load, whose process and database are killed and whose
/// connections are cut: once each, or for DIPLO_FAULTS_MINUTES. DIPLO_FAULTS_SEED decides how.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class FaultProgrammeTests
{
    private const int Kinds = 3, Clients = 4, BetweenFaults = 40;

    private static readonly string[] Negotiations = ["talks-one", "talks-two", "talks-three"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task what_was_acknowledged_is_kept_once_and_the_keys_settle_the_rest()
    {
        var minutes = Setting("DIPLO_FAULTS_MINUTES");
        var seed = Setting("DIPLO_FAULTS_SEED") ?? 17;
        Console.WriteLine($"DIPLO_FAULTS_MINUTES={minutes} DIPLO_FAULTS_SEED={seed}");
        var random = new Random(seed);

        await using var server = await PairServer.StartNewAsync("faults");
        await using var proxy = new Proxy(server.Socket);
        await using var tracker = await RunningTracker.StartAsync(proxy.ConnectionString(server.ConnectionString));
        using var http = new HttpClient { BaseAddress = tracker.Address };
        foreach (var key in Negotiations)
            (await http.PostAsJsonAsync("/api/negotiations", new { key, title = key, parties = new[] { "USA", "RUS" }, occurred = "2025-08-01" }, Cancellation))
                .IsSuccessStatusCode.ShouldBeTrue();

        var load = new FaultLoad(tracker.Address, Negotiations);
        using var enough = new CancellationTokenSource();
        using var enoughRead = new CancellationTokenSource();
        var recording = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => load.RecordAsync(client, enough.Token)));
        var reading = load.FollowAsync(enoughRead.Token);
        var begun = Stopwatch.StartNew();
        for (var fault = 0; minutes is null ? fault < Kinds : begun.Elapsed.TotalMinutes < minutes; fault++)
        {
            var before = load.Acknowledged;
            await Folder.UntilAsync(() => load.Acknowledged >= before + BetweenFaults, $"commands are recorded before fault {fault}");
            switch (fault < Kinds ? fault : random.Next(Kinds))
            {
                case 0:
                    await tracker.EndAsync("KILL");
                    await tracker.StartAsync();
                    break;
                case 1:
                    await server.KillAsync();
                    await server.StartAsync();
                    break;
                default:
                    proxy.Cut();
                    break;
            }
        }

        await enough.CancelAsync();
        await recording;
        await Folder.UntilAsync(async () => await load.SettleAsync() == 0, "the keys settle what was unknown");
        await Folder.UntilAsync(() => load.Read.Count >= Negotiations.Length + load.All.Count, "the feed has given everything");
        await enoughRead.CancelAsync();
        await reading;

        await FaultCheck.HoldsAsync(server.ConnectionString, load, opened: Negotiations.Length);
        foreach (var key in Negotiations)
            ((long)(await http.GetFromJsonAsync<JsonNode>($"/api/negotiations/{key}", Cancellation))!["version"]!)
                .ShouldBe(1 + load.All.Count(sent => sent.Negotiation == key));
        await Folder.UntilAsync(
            async () => (long)(await http.GetFromJsonAsync<JsonNode>("/api/audit/verify", Cancellation))!["unsealed"]! == 0, "all of it is sealed");
        ((bool)(await http.GetFromJsonAsync<JsonNode>("/api/audit/verify", Cancellation))!["valid"]!).ShouldBeTrue();
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
}
