using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Audit;

/// <summary>On a log that is not the one that was sealed nothing is recorded, until an operator accepts what is lost.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LostLogTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Key = "8a1f36a0-59a9-4e7b-8b8a-3f3f2f6a5d10";

    /// <summary>As it is after a backup was restored that was made when the log held ten events, all of them sealed.</summary>
    private const string Restored =
        """
        delete from mt_events where seq_id > 10; delete from mt_streams where id = 'talks-two'; update mt_streams set version = 10;
        update diplo.log_head set position = 10; update diplo.tree set size = 10; delete from diplo.checkpoints where size > 10;
        update diplo.tree_tiles set hashes = substring(hashes for 320)
        """;

    /// <summary>What each route that writes could be sent. One that is missing here is not tested, and says so.</summary>
    private static readonly Dictionary<string, (string Path, string Body)> Writes = new()
    {
        ["POST /api/negotiations"] = ("/api/negotiations", """{"key":"others","title":"Others","parties":["USA","RUS"]}"""),
        ["POST /api/negotiations/{key}/{command}"] = ("/api/negotiations/talks-one/enter-phase", """{"phase":"Suspended"}"""),
        ["POST /api/negotiations/{key}/commands"] = ("/api/negotiations/talks-one/commands", """[{"command":"EnterPhase","phase":"Suspended"}]"""),
        ["POST /api/commands"] = ("/api/commands", """{"command":"EnterPhase","negotiation":"talks-one","phase":"Suspended"}"""),
        ["POST /api/reports"] = ("/api/reports", """{"text":"A report."}"""),
        ["PUT /api/actors/{slug}"] = ("/api/actors/Ushakov", """{"iso":"RU"}"""),
        ["POST /api/audit/erasures"] = ("/api/audit/erasures", """{"subject":"RUS.Ushakov","ground":"request 4711"}"""),
        ["DELETE /api/negotiations/{key}/parked/{id}"] = ("/api/negotiations/talks-one/parked/" + Key, ""),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task every_way_of_recording_stops_on_every_node_and_reads_go_on_and_say_so()
    {
        await using var one = await Sealed();
        // This node has a folder of its own, which knows of no loss.
        await using var two = new AuditedTracker(one.Database, one.Keys);
        var before = await Sent.OfAsync(one, "/api/negotiations/talks-one/enter-phase", JsonNode.Parse("""{"phase":"Negotiation"}""")!, Key);
        before.Status.ShouldBe(HttpStatusCode.OK, before.Text);
        await one.Export();
        await Lose(one, Restored);

        await Stopped(one, "LogBehind");
        var routes = one.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
            .Where(route => !route.StartsWith("GET ", StringComparison.Ordinal) && !route.StartsWith("HEAD ", StringComparison.Ordinal)
                && route.Contains(" /api/", StringComparison.Ordinal) && !route.Contains("/api/audit/recording/", StringComparison.Ordinal)
                && !route.EndsWith("/preview", StringComparison.Ordinal)); // records nothing
        routes.ShouldBe(Writes.Keys, ignoreOrder: true);
        foreach (var tracker in new[] { two, one })
        {
            foreach (var (route, (path, body)) in Writes)
                await IsRefused(tracker, route.Split(' ')[0], path, body);
            using var read = await tracker.Http.GetAsync("/api/negotiations/talks-one", Cancellation);
            read.StatusCode.ShouldBe(HttpStatusCode.OK);
            read.Headers.GetValues("X-Recording-Stopped").ShouldBe(["LogBehind"]);
            (await tracker.Http.GetAsync("/api/audit/checkpoints/latest", Cancellation)).Headers.GetValues("X-Recording-Stopped").ShouldBe(["LogBehind"]);
            tracker.StoppedByTheGauge().ShouldBe("LogBehind");
            using var health = await tracker.Http.GetAsync("/health/ready", Cancellation);
            health.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await health.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Nothing is recorded: The log ends at 10, but 21 events were sealed");
        }
    }

    [Fact]
    public async Task a_request_that_was_answered_before_is_answered_the_same()
    {
        await using var tracker = await Sealed();
        var before = await Sent.OfAsync(tracker, "/api/negotiations/talks-one/enter-phase", JsonNode.Parse("""{"phase":"Negotiation"}""")!, Key);
        await tracker.Tamper("""update diplo.log_head set stopped = '{"reason":"LogBehind","detail":"Its end is missing.","since":"2025-08-01T00:00:00Z"}'""");
        var again = await Sent.OfAsync(tracker, "/api/negotiations/talks-one/enter-phase", JsonNode.Parse("""{"phase":"Negotiation"}""")!, Key);
        (again.Status, again.Text).ShouldBe((before.Status, before.Text));
        (await Phase(tracker, "Suspended")).ShouldBeStopped("LogBehind", "Its end is missing.");
    }

    [Theory]
    [InlineData(Restored, "LogBehind")]
    [InlineData("truncate mt_events, mt_streams, diplo.log_head, diplo.tree, diplo.tree_tiles, diplo.checkpoints", "LogExchanged")]
    [InlineData("update diplo.tree set log = gen_random_uuid()", "LogExchanged")]
    [InlineData("update diplo.tree_tiles set hashes = overlay(hashes placing '\\x00' from 29) where level = 0", "LogRewritten")]
    public async Task a_tracker_that_starts_on_such_a_log_takes_no_first_command(string sql, string reason)
    {
        using var folder = new Folder();
        var (keys, checkpoints) = (Path.Combine(folder.Path, "keys"), Path.Combine(folder.Path, "checkpoints"));
        await using var before = await Sealed(keys, checkpoints);
        await before.DisposeAsync();
        await before.Tamper(sql);
        await using var started = new AuditedTracker(before.Database, keys, checkpoints: checkpoints);
        (await Sent.OfAsync(started, "/api/negotiations", JsonNode.Parse("""{"key":"first","title":"First","parties":["USA","RUS"]}""")!)).ShouldBeStopped(reason);
    }

    [Fact]
    public async Task an_accepted_loss_lets_recording_go_on_under_another_name_and_an_auditor_reads_what_was_lost()
    {
        await using var one = await Sealed();
        await using var two = new AuditedTracker(one.Database, one.Keys, checkpoints: one.Checkpoints);
        await Lose(one, Restored);
        await Stopped(one, "LogBehind");
        var state = await one.Get("/api/audit/recording");
        var (origin, count) = ((string)state["stop"]!["origin"]!, (long)state["stop"]!["sealed"]!);
        (count, (long)state["kept"]!).ShouldBe((20, 10));

        // Nobody accepts blindly: what is accepted is what was found, and why is said.
        (await Accept(one, origin, count, kept: 9)).ShouldBeProblem("not-what-was-found");
        (await Accept(one, origin, sealedCount: 19, kept: 10)).ShouldBeProblem("not-what-was-found");
        (await Accept(one, "diplotracker/another", count, kept: 10)).ShouldBeProblem("not-what-was-found");
        (await Accept(one, origin, count, kept: 10, ground: " ")).ShouldBeProblem("malformed");
        var accepted = await Accept(one, origin, count, kept: 10);
        accepted.Status.ShouldBe(HttpStatusCode.OK, accepted.Text);
        ((bool)accepted.Json["isRecording"]!).ShouldBeTrue();
        var next = (string)accepted.Json["interventions"]![0]!["continues"]!;
        next.ShouldNotBe(origin);

        foreach (var (tracker, phase) in new[] { (two, "Negotiation"), (one, "Suspended") })
            (await Phase(tracker, phase)).Status.ShouldBe(HttpStatusCode.OK);
        await Folder.UntilAsync(async () => (await one.Http.GetAsync("/health/ready", Cancellation)).IsSuccessStatusCode, "it is well again");

        // The tree of before is not continued; the export of the new one names the loss, in both verifiers.
        var export = await one.Export();
        var verdict = one.Verify(export);
        (verdict.Valid, verdict.Checked, verdict.Checkpoint!.Origin).ShouldBe((true, 12, next), verdict.Problem);
        var words = verdict.Losses.ShouldHaveSingleItem().Words();
        words.ShouldContain($"The log {origin} ended: 20 events of it had been sealed, 10 were there, and of its checkpoints those up to 10 still fit.");
        words.ShouldContain("the operator accepted the loss");
        words.ShouldContain("“the backup of Monday was restored”. It goes on as " + next);
        var (code, said) = await AuditTests.Python(export, one.Checkpoints);
        (code, said.Contains($"The log {origin} ended: 20 events", StringComparison.Ordinal)).ShouldBe((0, true), said);
        (await one.Get("/api/audit/verify"))["losses"]![0]!.GetValue<string>().ShouldBe(words);
        ((bool)(await one.Get("/api/audit/verify"))["valid"]!).ShouldBeTrue();

        // A checkpoint of before is not among those of the new name, and what still fitted must go on to fit.
        Directory.GetFiles(one.Checkpoints, "*20.checkpoint", SearchOption.AllDirectories).Length.ShouldBe(1);
        await one.Tamper("update mt_events set data = jsonb_set(data, '{quote}', '\"never\"') where seq_id = 5; "
            + "update diplo.tree set size = 0, log = gen_random_uuid(); delete from diplo.tree_tiles; delete from diplo.checkpoints");
        await using var forger = new AuditedTracker(one.Database, one.Keys);
        one.Verify(await forger.Export()).Valid.ShouldBeFalse();
    }

    [Fact]
    public async Task an_accepted_loss_of_everything_begins_anew()
    {
        await using var one = await Sealed();
        await Lose(one, "truncate mt_events, mt_streams, diplo.log_head, diplo.tree, diplo.tree_tiles, diplo.checkpoints");
        await Stopped(one, "LogExchanged");
        var stop = (await one.Get("/api/audit/recording"))["stop"]!;
        var accepted = await Accept(one, (string)stop["origin"]!, (long)stop["sealed"]!, kept: 0);
        accepted.Status.ShouldBe(HttpStatusCode.OK, accepted.Text);
        await one.Record("talks-new", 3);
        var verdict = one.Verify(await one.Export());
        (verdict.Valid, verdict.Checked, verdict.Losses.Count).ShouldBe((true, 3, 1), verdict.Problem);
    }

    [Fact]
    public async Task an_event_missing_in_the_middle_stops_recording_until_it_is_back_and_the_log_keeps_its_name()
    {
        await using var tracker = await Sealed();
        await using (var connection = new NpgsqlConnection(tracker.Database))
        {
            await connection.OpenAsync(Cancellation);
            await using var held = await connection.BeginTransactionAsync(Cancellation);
            await using var hold = new NpgsqlCommand("lock table diplo.tree_tiles in share row exclusive mode", connection);
            await hold.ExecuteNonQueryAsync(Cancellation);
            await tracker.Record("talks-three", 3);
            await using var lose = new NpgsqlCommand("create table lost as select * from mt_events where seq_id = 22; delete from mt_events where seq_id = 22", connection);
            await lose.ExecuteNonQueryAsync(Cancellation);
            await held.CommitAsync(Cancellation);
        }
        await Stopped(tracker, "LogDamaged");
        var origin = (string)(await tracker.Get("/api/audit/recording"))["stop"]!["origin"]!;
        (await Accept(tracker, origin, sealedCount: 20, kept: 23)).ShouldBeProblem("unavailable");

        await tracker.Tamper("insert into mt_events select * from lost");
        var accepted = await Accept(tracker, origin, sealedCount: 20, kept: 23);
        ((string?)accepted.Json["interventions"]?[0]?["kind"]).ShouldBe("Resumed", accepted.Text);
        (await Phase(tracker, "Suspended")).Status.ShouldBe(HttpStatusCode.OK);
        var verdict = tracker.Verify(await tracker.Export());
        (verdict.Valid, verdict.Checkpoint!.Origin, verdict.Losses.Count).ShouldBe((true, origin, 0), verdict.Problem);
    }

    [Fact]
    public async Task checkpoints_that_are_missing_in_the_database_alone_are_put_back()
    {
        await using var tracker = await Sealed();
        await tracker.Tamper("delete from diplo.checkpoints where size > 10");
        await Folder.UntilAsync(async () => (long)(await tracker.Get("/api/audit/checkpoints/latest"))["size"]! == 20, "the newest is back");
        (await Phase(tracker, "Suspended")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task a_recorded_time_in_the_future_is_set_back_and_times_rise_in_each_negotiation()
    {
        await using var one = await Sealed();
        await using var two = new AuditedTracker(one.Database, one.Keys, checkpoints: one.Checkpoints);
        // One negotiation got a fact while the clock was wrong.
        await one.Tamper("update diplo.log_head set recorded_at = '2031-01-01T00:00:00Z'; update mt_events set timestamp = '2031-01-01T00:00:00Z' where seq_id = 20");
        (await Phase(two, "Suspended")).ShouldBeStopped("HeadAhead");
        (await SetBack(one, "2030-12-31T00:00:00Z")).ShouldBeProblem("not-what-was-found");
        var set = await SetBack(one, "2031-01-01T00:00:00Z");
        set.Status.ShouldBe(HttpStatusCode.OK, set.Text);
        ((string)set.Json["interventions"]![0]!["kind"]!).ShouldBe("TimeSetBack");
        (await SetBack(one, "2031-01-01T00:00:00Z")).ShouldBeProblem("nothing-to-mend");
        Directory.GetFiles(one.Checkpoints, "*.intervention", SearchOption.AllDirectories).Length.ShouldBe(1);

        (await Phase(one, "Suspended")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var (tracker, phase) in new[] { (two, "Suspended"), (one, "Negotiation"), (two, "Agreement") })
            (await Sent.OfAsync(tracker, "/api/negotiations/talks-two/enter-phase", JsonNode.Parse($$"""{"phase":"{{phase}}"}""")!)).Status.ShouldBe(HttpStatusCode.OK);
        (await Folder.AskAsync(one.Database,
            "select bool_and(timestamp > before) from (select timestamp, lag(timestamp) over (partition by stream_id order by version) before from mt_events where seq_id <> 19) e"))
            .ShouldBe(true);
        (await Folder.AskAsync(one.Database, "select timestamp < now() + interval '1 minute' from mt_events where stream_id = 'talks-one' order by version desc limit 1")).ShouldBe(true);
        var history = (await one.Get("/api/negotiations/talks-two/history?limit=100"))["items"]!.AsArray();
        history.Select(item => (DateTimeOffset)item!["recordedAt"]!).TakeLast(3).ShouldBe([.. Enumerable.Range(1, 3).Select(number => new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(number))]);
    }

    private static Task<Sent> Accept(AuditedTracker tracker, string origin, long sealedCount, long kept, string ground = "the backup of Monday was restored") =>
        Sent.OfAsync(tracker, "/api/audit/recording/accept-loss", new JsonObject { ["ground"] = ground, ["origin"] = origin, ["sealed"] = sealedCount, ["kept"] = kept });

    private static Task<Sent> SetBack(AuditedTracker tracker, string recordedAt) =>
        Sent.OfAsync(tracker, "/api/audit/recording/set-time-back", new JsonObject { ["ground"] = "the clock was wrong", ["recordedAt"] = recordedAt });

    private static Task<Sent> Phase(AuditedTracker tracker, string phase) =>
        Sent.OfAsync(tracker, "/api/negotiations/talks-one/enter-phase", JsonNode.Parse($$"""{"phase":"{{phase}}"}""")!);

    private async Task<AuditedTracker> Sealed(string? keys = null, string? checkpoints = null)
    {
        var tracker = new AuditedTracker(await postgres.NewDatabaseAsync(), keys, checkpoints: checkpoints);
        tracker.Http.DefaultRequestHeaders.Add("X-Recorded-By", "the operator");
        foreach (var key in new[] { "talks-one", "talks-two" })
        {
            await tracker.Record(key, 10);
            await tracker.Export();
        }
        return tracker;
    }

    /// <summary>Happens at one moment for whoever seals: he holds this lock while he does.</summary>
    private static Task Lose(AuditedTracker tracker, string sql) => tracker.Tamper($"begin; lock table diplo.tree_tiles in share row exclusive mode; {sql}; commit");

    private static Task Stopped(AuditedTracker tracker, string reason) => Folder.UntilAsync(async () =>
        (string?)(await tracker.Get("/api/audit/recording"))["stop"]?["reason"] == reason, $"recording stops: {reason}");

    private static async Task IsRefused(AuditedTracker tracker, string method, string path, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = new StringContent(body, Encoding.UTF8, path == "/api/commands" ? "application/x-ndjson" : "application/json"),
        };
        using var answer = await tracker.Http.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        new Sent(path == "/api/commands" ? (HttpStatusCode)(int)JsonNode.Parse(text)!["status"]! : answer.StatusCode, text).ShouldBeStopped("LogBehind");
    }
}
