using System.Globalization;
using System.Runtime.Versioning;
using DiploTracker.Audit;
using DiploTracker.IntegrationTests.Live;
using DiploTracker.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Faults;

/// <summary>The database requires a synchronous standby, and the standby is away: what is answered 200, written or read, is on it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SynchronousStandbyTests(StandbyFixture standby) : IClassFixture<StandbyFixture>, IAsyncDisposable
{
    private readonly PostgresPair _pair = standby.Pair;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_command_is_answered_503_until_the_standby_is_back_and_then_recorded_once()
    {
        var database = await _pair.NewDatabaseAsync();
        await using var node = StandbyFixture.Node(database);
        var (key, other) = (await node.Api.OpenAsync(), await node.Api.OpenAsync());
        await StandbyFixture.UntilNamedAsync(node);
        var keys = Enumerable.Range(0, 24).Select(_ => Guid.NewGuid().ToString()).ToList();
        var before = await ConnectionsAsync(database);

        await _pair.Standby.KillAsync();
        foreach (var answer in await SayAllAsync(node, key, keys))
            ShouldBeUnconfirmed(answer);
        foreach (var answer in await SayAllAsync(node, key, keys))
            ShouldBeUnconfirmed(answer);
        (await ConnectionsAsync(database)).ShouldBeLessThanOrEqualTo(before + 1); // the one that gives the answers to the first reads
        (await node.Api.StatusAsync(key)).Version.ShouldBe(1);
        (await node.Api.StatusAsync(other)).Version.ShouldBe(1);
        (await node.Api.GetAsync("/health/ready")).Text.ShouldContain("wait for the synchronous standby");

        await _pair.Standby.StartAsync();
        List<Answer> landed = [];
        await Folder.UntilAsync(async () => (landed = await SayAllAsync(node, key, keys)).TrueForAll(answer => answer.Status == 200), "the node goes on");
        landed.ConvertAll(answer => answer.EventId).ShouldBeUnique();
        (await node.Api.StatusAsync(key)).Version.ShouldBe(1 + keys.Count);
        (await SayAllAsync(node, key, keys)).ConvertAll(answer => answer.Text).ShouldBe(landed.ConvertAll(answer => answer.Text));
    }

    [Theory]
    [InlineData("pg_cancel_backend")]
    [InlineData("pg_terminate_backend")]
    public async Task what_stands_on_the_primary_alone_is_not_shown_until_the_standby_has_it(string ended)
    {
        var database = await _pair.NewDatabaseAsync();
        await using var node = StandbyFixture.Node(database);
        var (key, other) = (await node.Api.OpenAsync(), await node.Api.OpenAsync());
        await StandbyFixture.UntilNamedAsync(node);
        (await node.Api.PutAsync("/api/actors/Witkoff", "{}")).Status.ShouldBe(200);
        await using var reader = await Reader.OpenAsync(node, "?after=0");
        (await reader.PositionsAsync(2)).ShouldBe([1, 2]);
        var id = Guid.NewGuid().ToString();

        await _pair.Standby.KillAsync();
        var saying = SayAsync(node, key, id);
        await _pair.UntilCommitsWaitAsync(of: PostgresPair.Appends);
        await _pair.EndWaitsAsync(ended, PostgresPair.Appends);
        ShouldBeUnconfirmed(await saying);

        // Another node, that has seen nothing, and this one.
        await using var second = StandbyFixture.Node(database);
        string[] paths = [$"/api/negotiations/{key}", $"/api/negotiations/{key}/history", "/api/actors/Witkoff"];
        foreach (var answer in await Task.WhenAll(paths.SelectMany(path => new[] { node.Api.GetAsync(path), second.Api.GetAsync(path) })))
            ShouldBeUnconfirmed(answer);
        ShouldBeUnconfirmed(await SayAsync(node, key, id));
        (await node.Api.StatusAsync(other)).Headers["X-Position"].ShouldBe("2");
        (await node.Api.GetAsync("/api/statements")).Json["items"]!.AsArray().ShouldBeEmpty();
        foreach (var line in (await node.Api.GetAsync("/api/negotiations")).Json["items"]!.AsArray())
            ((long)line!["version"]!).ShouldBe(1);
        ShouldBeUnconfirmed(await node.Api.GetAsync("/api/feed?after=3"));

        await _pair.Standby.StartAsync();
        (await reader.PositionsAsync(1)).ShouldBe([3]);
        Answer? landed = null;
        await Folder.UntilAsync(async () => (landed = await SayAsync(node, key, id)).Status == 200, "the key settles it");
        landed!.Version.ShouldBe(2);
        landed.Position.ShouldBe(3);
        (await node.Api.StatusAsync(key)).Version.ShouldBe(2);
        (await second.Api.StatusAsync(key)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task a_role_whose_statements_time_out_in_silence_is_answered_503_too()
    {
        var database = await _pair.NewDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        await _pair.Primary.ExecuteAsync($"alter database {name} set statement_timeout = '2s'");
        await _pair.Primary.ExecuteAsync($"alter database {name} set client_min_messages = 'error'");
        await using var node = StandbyFixture.Node(database);
        var key = await node.Api.OpenAsync();
        await StandbyFixture.UntilNamedAsync(node);

        await _pair.Standby.KillAsync();
        ShouldBeUnconfirmed(await SayAsync(node, key, Guid.NewGuid().ToString()));
        await _pair.UntilCommitsWaitAsync(of: PostgresPair.Appends);
        await _pair.Standby.StartAsync();
        await _pair.UntilCommitsWaitAsync(0, PostgresPair.Appends);
    }

    [Theory]
    [InlineData("/api/actors/Ushakov", """{"iso":"RU"}""")]
    [InlineData("/api/reports", """{"text":"What was agreed."}""")]
    public async Task what_is_no_command_is_confirmed_too(string path, string body)
    {
        var database = await _pair.NewDatabaseAsync();
        await using var node = StandbyFixture.Node(database);
        await node.Api.OpenAsync();
        await StandbyFixture.UntilNamedAsync(node);

        await _pair.Standby.KillAsync();
        var writing = WriteAsync();
        await _pair.UntilCommitsWaitAsync(of: PostgresPair.Appends);
        await _pair.EndWaitsAsync(of: PostgresPair.Appends);
        ShouldBeUnconfirmed(await writing);
        if (path.StartsWith("/api/actors", StringComparison.Ordinal))
            ShouldBeUnconfirmed(await node.Api.GetAsync(path));

        await _pair.Standby.StartAsync();
        await Folder.UntilAsync(async () => (await WriteAsync()).Status == 200, "it goes on");

        Task<Answer> WriteAsync() => path == "/api/reports" ? node.Api.PostAsync(path, body) : node.Api.PutAsync(path, body);
    }

    [Fact]
    public async Task a_tracker_can_be_stopped_while_a_commit_waits()
    {
        var database = await _pair.NewDatabaseAsync();
        await using var node = StandbyFixture.Node(database);
        var key = await node.Api.OpenAsync();
        await StandbyFixture.UntilNamedAsync(node);
        await _pair.Standby.KillAsync();
        var saying = SayAsync(node, key, Guid.NewGuid().ToString());
        await _pair.UntilCommitsWaitAsync(of: PostgresPair.Appends);
        await node.StopAsync().WaitAsync(WaitTime.Longest, Cancellation);
        ShouldBeUnconfirmed(await saying);
        await _pair.Standby.StartAsync();
        await _pair.UntilCommitsWaitAsync(0, PostgresPair.Appends);
    }

    [Fact]
    public async Task the_name_of_the_log_is_on_the_standby_before_it_is_written_outside()
    {
        var database = await _pair.NewDatabaseAsync();
        await using var node = StandbyFixture.Node(database);
        var (folder, sealer) = (node.Services.GetRequiredService<AuditFolder>(), node.Services.GetRequiredService<Sealer>());
        // Until then it may wait for commits of its own.
        await Folder.UntilAsync(() => node.Services.GetRequiredService<Leases>().On(Sealer.Work) is not null, "the node seals");
        await _pair.Standby.KillAsync();
        var opening = node.Api.PostAsync("/api/negotiations", Api.Opening(Api.NewKey()));
        await Folder.UntilAsync(async () =>
        {
            await _pair.EndWaitsAsync(of: PostgresPair.Appends); // of the append, and of whatever waits beside it
            return await Folder.AskAsync(database, "select exists (select from mt_events)") is true;
        }, "the log has its first event on this server alone");
        ShouldBeUnconfirmed(await opening);
        await Folder.UntilAsync(() => sealer.Problem is not null || folder.SealedLog() is not null, "the log was to be sealed");
        folder.SealedLog().ShouldBeNull();

        await _pair.Standby.StartAsync();
        await Folder.UntilAsync(() => folder.SealedLog() is not null, "it is sealed");
    }

    [Fact]
    public async Task nothing_that_was_acknowledged_is_lost_when_the_standby_takes_over()
    {
        await using var pair = await PostgresPair.StartAsync();
        await pair.RequireStandbyAsync();
        await using var proxy = new Proxy(pair.Primary.Socket);
        await using var node = StandbyFixture.Node(proxy.ConnectionString(pair.Primary.ConnectionString));
        var key = await node.Api.OpenAsync();
        var keys = Enumerable.Range(0, 200).Select(_ => Guid.NewGuid().ToString()).ToList();

        var saying = SayAllAsync(node, key, keys.Take(190));
        await Folder.UntilAsync(async () => (await node.Api.StatusAsync(key)).Version > 20, "some have landed");
        await pair.Standby.KillAsync();
        List<Answer> answers = [.. await saying, .. await SayAllAsync(node, key, keys.Skip(190))];
        await pair.EndWaitsAsync(); // and a tracker or an operator that gave up the wait changes nothing
        var acknowledged = answers.FindAll(answer => answer.Status == 200);
        answers.Except(acknowledged).ToList().ForEach(ShouldBeUnconfirmed);
        acknowledged.Count.ShouldBeInRange(20, 190);

        await pair.Primary.KillAsync();
        await pair.Standby.StartAsync();
        await pair.Standby.PromoteAsync();
        proxy.LeadTo(pair.Standby.Socket);
        // Each connection of each pool finds out by itself that it is cut.
        var (settled, open, last) = (new List<Answer>(), keys, default(Answer));
        await Folder.UntilAsync(async () =>
        {
            var answered = await SayAllAsync(node, key, open);
            settled.AddRange(answered.Where(answer => answer.Status == 200));
            last = answered.Find(answer => answer.Status != 200);
            open = [.. open.Zip(answered).Where(pair => pair.Second.Status != 200).Select(pair => pair.First)];
            return open.Count == 0;
        }, () => $"the keys settle all; {open.Count} are open: {last?.Text}");
        await Folder.UntilAsync(async () => (await node.Api.GetAsync($"/api/negotiations/{key}")).Status == 200, "the node reads again");
        acknowledged.ConvertAll(answer => answer.Text).Except(settled.ConvertAll(answer => answer.Text)).ShouldBeEmpty();
        (await node.Api.StatusAsync(key)).Version.ShouldBe(1 + keys.Count);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_pair.Standby.IsRunning)
            await _pair.Standby.StartAsync(); // a test that failed
    }

    /// <summary>All at once, so that they meet in groups.</summary>
    private static async Task<List<Answer>> SayAllAsync(TrackerNode node, string key, IEnumerable<string> ids) =>
        [.. await Task.WhenAll(ids.Select(id => SayAsync(node, key, id)))];

    /// <summary>A statement of its own for each key.</summary>
    private static Task<Answer> SayAsync(TrackerNode node, string key, string id) => node.Api.DoAsync(
        key, "record-statement", $$"""{"id":"s-{{id}}","speaker":"RUS","kind":"Claim","occurred":"2025-08-07"}""", ("Idempotency-Key", id));

    private static void ShouldBeUnconfirmed(Answer answer)
    {
        answer.ShouldBeProblem(503, "unavailable");
        int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBePositive();
    }

    /// <summary>Those of the tracker.</summary>
    private Task<long> ConnectionsAsync(string database) => _pair.Primary.AskAsync<long>(
        $"select count(*) from pg_stat_activity where application_name like 'DiploTracker%' and datname = '{new NpgsqlConnectionStringBuilder(database).Database}'");
}
