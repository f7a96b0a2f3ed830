using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using DiploTracker.IntegrationTests.Faults;
using DiploTracker.IntegrationTests.Live;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Outage;

/// <summary>Whatever the database does, readiness is answered, and says what commands would meet.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReadinessTests
{
    private const string Statement = """{"id":"s-1","speaker":"RUS","kind":"Claim","occurred":"2025-08-07"}""";

    // As it stands by itself: its commands are looked for in every assembly beside it, and those of the tests do not load there.
    private static readonly string Tracker = Path.Combine(
        AppContext.BaseDirectory.Replace(Path.Combine("tests", "DiploTracker.IntegrationTests"), Path.Combine("src", "DiploTracker")), "DiploTracker.dll");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task of_a_frozen_database_it_says_so_and_later_that_it_answers_again()
    {
        await using var server = await PairServer.StartNewAsync("alone");
        await using var node = new TrackerNode(server.ConnectionString);
        await node.Api.OpenAsync();
        await UntilReadyAsync(node);

        await server.PauseAsync();
        try
        {
            // Several at once, as monitors and balancers ask.
            foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadyAsync(node))))
            {
                answer.Status.ShouldBe(503, answer.Text);
                StatusOf(answer, "database").ShouldBe("Unhealthy");
            }
            (await node.Api.GetAsync("/health/live")).Status.ShouldBe(200);
        }
        finally
        {
            await server.ResumeAsync();
        }
        await UntilReadyAsync(node);
    }

    [Fact]
    public async Task of_a_database_that_takes_connections_and_is_silent_it_says_so()
    {
        using var silent = new TcpListener(IPAddress.Loopback, port: 0);
        silent.Start();
        await using var node = new TrackerNode($"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Database=d;Username=u");
        var answer = await ReadyAsync(node);
        answer.Status.ShouldBe(503, answer.Text);
        StatusOf(answer, "database").ShouldBe("Unhealthy");
        (await node.Api.GetAsync("/api/negotiations")).ShouldBeProblem(503, "unavailable");
    }

    [Fact]
    public async Task of_a_standby_it_says_that_it_takes_no_writes_until_it_is_promoted()
    {
        await using var pair = await PostgresPair.StartAsync();
        string key;
        await using (var primary = new TrackerNode(pair.Primary.ConnectionString))
            key = await primary.Api.OpenAsync();
        await pair.UntilStandbyHasAllAsync();

        await using var node = new TrackerNode(pair.Standby.ConnectionString);
        var ready = await ReadyAsync(node);
        ready.Status.ShouldBe(503, ready.Text);
        StatusOf(ready, "writes").ShouldBe("Unhealthy");
        DetailOf(ready, "writes").ShouldContain("standby");
        (await node.Api.GetAsync("/health/reads")).Status.ShouldBe(200);
        (await node.Api.StatusAsync(key)).Version.ShouldBe(1);
        (await node.Api.DoAsync(key, "record-statement", Statement)).ShouldBeProblem(503, "database-read-only").ShouldSay("Nothing was recorded.");
        var line = (await node.Api.LinesAsync($$"""{"negotiation":"{{key}}","command":"AddParty","party":"FRA"}""")).Lines.ShouldHaveSingleItem();
        Answer.ShouldBeProblem(line, 503, "database-read-only");

        await pair.Primary.KillAsync();
        await pair.Standby.PromoteAsync();
        await Folder.UntilAsync(async () => (await node.Api.DoAsync(key, "record-statement", Statement)).Status == 200, "it records");
        await UntilReadyAsync(node);
    }

    [Fact]
    public async Task of_a_full_disk_it_says_so_until_there_is_room()
    {
        await using var server = await PairServer.StartNewAsync("small");
        await using var disk = await SmallDisk.OfAsync(server);
        await using var node = new TrackerNode(disk.Database);
        var key = await node.Api.OpenAsync();
        await UntilReadyAsync(node);

        await disk.FillAsync();
        var quote = new string('q', 19_000);
        await Folder.UntilAsync(async () =>
            (await node.Api.DoAsync(key, "record-statement", Statement[..^1] + $$""","quote":"{{quote}}"}""")).Code == "database-full"
            || (await node.Api.PostAsync("/api/negotiations", Api.Opening(Api.NewKey(), quote[..500]))).Code == "database-full",
            "the disk is full");
        var full = await ReadyAsync(node);
        full.Status.ShouldBe(503, full.Text);
        DetailOf(full, "writes").ShouldContain("full");
        StatusOf(full, "database").ShouldBe("Healthy");
        (await node.Api.GetAsync("/health/reads")).Status.ShouldBe(200);
        (await node.Api.StatusAsync(key)).Status.ShouldBe(200);

        await disk.EmptyAsync();
        await UntilReadyAsync(node);
        (await node.Api.DoAsync(Api.NewKey(), "record-statement", Statement)).ShouldBeProblem(404, "negotiation-unknown");
    }

    [Fact]
    public async Task of_an_idle_node_whose_disk_is_full_and_of_lost_permission_it_says_so_before_any_command()
    {
        await using var server = await PairServer.StartNewAsync("idle");
        await server.ExecuteAsync("create role tracker login; alter database diplotracker owner to tracker; grant all on schema public to tracker");
        var asTracker = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "tracker" }.ConnectionString;
        await using var node = new TrackerNode(asTracker);
        await UntilReadyAsync(node);

        await server.ExecuteAsync("revoke insert on mt_events from tracker");
        var denied = await ReadyAsync(node);
        denied.Status.ShouldBe(503, denied.Text);
        DetailOf(denied, "writes").ShouldContain("mt_events");
        (await node.Api.PostAsync("/api/negotiations", Api.Opening(Api.NewKey()))).ShouldBeProblem(503, "database-refuses").ShouldSay("permission denied");

        await server.ExecuteAsync("grant insert on mt_events to tracker");
        await UntilReadyAsync(node);
    }

    [Fact]
    public async Task an_outage_is_one_line_at_its_beginning_and_one_at_its_end_and_no_stack_trace()
    {
        await using var server = await PairServer.StartNewAsync("logged");
        using var free = new TcpListener(IPAddress.Loopback, port: 0);
        free.Start();
        var address = new Uri($"http://{free.LocalEndpoint}");
        free.Stop();
        using var folder = new Folder();
        using var tracker = RunningTracker.Program("DiploTracker.dll", [],
            ("ASPNETCORE_URLS", address.OriginalString), ("ConnectionStrings__DiploTracker", server.ConnectionString), ("DIPLO_DATA", folder.Path));
        var said = new StringBuilder();
        tracker.OutputDataReceived += (_, line) => Say(line.Data);
        tracker.ErrorDataReceived += (_, line) => Say(line.Data);
        tracker.BeginOutputReadLine();
        tracker.BeginErrorReadLine();
        using var api = new Api(new HttpClient { BaseAddress = address });
        await Folder.UntilAsync(() => IsReadyAsync(api), "it is ready");
        var key = await api.OpenAsync();

        await server.KillAsync();
        for (var number = 0; number < 10; number++)
        {
            (await api.DoAsync(key, "record-statement", Statement)).ShouldBeProblem(503, "unavailable");
            (await api.GetAsync("/api/negotiations")).ShouldBeProblem(503, "unavailable");
        }
        await server.StartAsync();
        await Folder.UntilAsync(async () => (await api.DoAsync(key, "record-statement", Statement)).Status == 200, "it records");
        await Folder.UntilAsync(() => Count("The database does its work again") > 0, "the end is said");

        await Processes.SignalAsync("TERM", tracker.Id);
        await tracker.WaitForExitAsync(Cancellation);
        said.ToString().ShouldNotContain("   at ");
        said.ToString().ShouldNotContain("Exception");
        Count("Requests that need it are answered 503").ShouldBe(1, said.ToString());
        Count("The database does its work again").ShouldBe(1, said.ToString());

        void Say(string? line)
        {
            lock (said)
                said.AppendLine(line);
        }

        int Count(string words)
        {
            lock (said)
                return said.ToString().Split(words).Length - 1;
        }
    }

    [Theory, InlineData("list"), InlineData("rebuild")]
    public async Task a_command_of_the_terminal_says_in_a_sentence_that_the_database_is_not_there(string action)
    {
        var (code, said) = await ViewsAsync("Host=/nowhere;Database=d;Username=u", action);
        code.ShouldBe(1, said);
        said.ShouldContain("The database does not answer");
        said.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task a_view_that_is_being_rebuilt_when_the_database_dies_ends_in_a_sentence()
    {
        await using var server = await PairServer.StartNewAsync("rebuilt");
        await using (var node = new TrackerNode(server.ConnectionString))
        {
            await node.Api.OpenAsync();
            await UntilReadyAsync(node);
        }
        await using var holding = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await holding.OpenAsync(Cancellation);
        await using var lockViews = new NpgsqlCommand("begin; lock table diplo.views", holding);
        await lockViews.ExecuteNonQueryAsync(Cancellation);
        var rebuilding = ViewsAsync(server.ConnectionString, "rebuild");
        await Folder.UntilAsync(() => server.AskAsync<bool>("select exists (select from pg_locks where not granted)"), "it waits");

        await server.KillAsync();
        var (code, said) = await rebuilding;
        code.ShouldBe(1, said);
        said.ShouldContain("The database does not answer");
        said.ShouldNotContain("   at ");
    }

    private static async Task<(int Code, string Said)> ViewsAsync(string database, string action)
    {
        using var folder = new Folder();
        using var command = RunningTracker.Program(Tracker, ["views", action, .. action == "list" ? Array.Empty<string>() : ["statements"]],
            ("ConnectionStrings__DiploTracker", database), ("DIPLO_DATA", folder.Path));
        var errors = command.StandardError.ReadToEndAsync(Cancellation);
        var said = await command.StandardOutput.ReadToEndAsync(Cancellation) + await errors;
        await command.WaitForExitAsync(Cancellation);
        return (command.ExitCode, said);
    }

    /// <summary>Answered at all: a monitor that hears nothing for ten seconds has given up.</summary>
    private static async Task<Answer> ReadyAsync(TrackerNode node)
    {
        using var client = new HttpClient { BaseAddress = node.Address, Timeout = TimeSpan.FromSeconds(10) };
        using var response = await client.GetAsync("/health/ready", Cancellation);
        return await Answer.OfAsync(response);
    }

    private static Task UntilReadyAsync(TrackerNode node) => Folder.UntilAsync(() => IsReadyAsync(node.Api), "it is ready");

    private static async Task<bool> IsReadyAsync(Api api)
    {
        try
        {
            return (await api.GetAsync("/health/ready")).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    private static string StatusOf(Answer health, string check) => (string)Check(health, check)["status"]!;

    private static string DetailOf(Answer health, string check) => (string)Check(health, check)["detail"]!;

    private static System.Text.Json.Nodes.JsonNode Check(Answer health, string check) =>
        health.Json["checks"]!.AsArray().Single(line => (string?)line!["name"] == check)!;
}
