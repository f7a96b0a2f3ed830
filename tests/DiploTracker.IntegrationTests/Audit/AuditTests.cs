using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using DiploTracker.Audit;
using DiploTracker.Cli;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Audit;

/// <summary>An auditor against somebody who owns the database.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AuditTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Facts = 40;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_log_that_nobody_touched_is_valid_in_the_database_and_outside()
    {
        await using var tracker = await Recorded();
        var file = await tracker.Export();
        var verdict = tracker.Verify(file);
        verdict.Valid.ShouldBeTrue(verdict.Problem);
        verdict.Checked.ShouldBe(2 * Facts);

        var inside = await tracker.Get("/api/audit/verify");
        ((bool)inside["valid"]!).ShouldBeTrue(inside.ToJsonString());
        ((long)inside["checked"]!).ShouldBe(2 * Facts);
        ((long)inside["unsealed"]!).ShouldBe(0);

        var one = tracker.Verify(await tracker.Export("?negotiation=talks-one"));
        one.Valid.ShouldBeTrue(one.Problem);
        one.Checked.ShouldBe(Facts);
        File.GetUnixFileMode(Path.Combine(tracker.Data, "signing-key.pem")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task the_proofs_hold()
    {
        await using var tracker = await Recorded();
        await tracker.Export();
        var inclusion = await tracker.Get("/api/audit/proofs/inclusion/17");
        var root = Hash(inclusion["checkpoint"]!["root"]);
        Proof.Includes(16, 2 * Facts, Hash(inclusion["leafHash"]), PathOf(inclusion), root).ShouldBeTrue();
        var consistency = await tracker.Get("/api/audit/proofs/consistency?from=23&to=80");
        Proof.Extends(23, Hash(consistency["fromRoot"]), 80, root, PathOf(consistency)).ShouldBeTrue();
        ((long)(await tracker.Get("/api/audit/checkpoints/latest"))["size"]!).ShouldBe(2 * Facts);
        ((await tracker.Get("/api/audit/checkpoints"))["items"]!.AsArray().Count).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("update mt_events set data = jsonb_set(data, '{quote}', '\"never\"') where seq_id = 30", 30)]
    [InlineData("update mt_events set data = jsonb_set(data, '{sealed,0,commitment}', to_jsonb(encode(sha256('another'), 'base64'))) where seq_id = 30", 30)]
    [InlineData("update mt_events set data = jsonb_set(data, '{sealed,0,box}', data #> '{sealed,1,box}') where seq_id = 30", 30)]
    [InlineData("update mt_events set timestamp = timestamp + interval '1 microsecond' where seq_id = 30", 30)]
    [InlineData("update mt_events set user_name = 'somebody' where seq_id = 30", 30)]
    [InlineData("update mt_events set headers = headers || '{\"more\": 1}' where seq_id = 30", 30)]
    [InlineData("delete from mt_events where seq_id = 30", 30)]
    [InlineData("delete from mt_events where seq_id > 70", 71)]
    [InlineData("delete from mt_events where seq_id > 70; update diplo.log_head set position = 70", 71)]
    [InlineData("delete from mt_events where seq_id > 70; update diplo.log_head set position = 70; update diplo.tree set size = 70; delete from diplo.checkpoints where size > 70", 71)]
    [InlineData("update mt_events set seq_id = 1000 where seq_id = 30; update mt_events set seq_id = 30 where seq_id = 31; update mt_events set seq_id = 31 where seq_id = 1000", 30)]
    [InlineData("update mt_events set seq_id = seq_id + 1000 where seq_id >= 30; update mt_events set seq_id = seq_id - 999 where seq_id > 1000; insert into mt_events select (jsonb_populate_record(e, jsonb_build_object('seq_id', 30, 'id', gen_random_uuid(), 'version', 1000))).* from mt_events e where seq_id = 31", 30)]
    public async Task whatever_is_changed_is_named(string sql, long position)
    {
        await using var tracker = await Recorded();
        await tracker.Export();
        await tracker.Tamper(sql);
        (await tracker.FirstInvalid()).Position.ShouldBe(position);
        if (sql.Contains("headers", StringComparison.Ordinal))
            return; // what was put there has no place in an export, which stops
        var verdict = tracker.Verify(await tracker.Export());
        verdict.Valid.ShouldBeFalse();
        if (!sql.Contains("checkpoints", StringComparison.Ordinal)) // else it ends with an earlier checkpoint
            verdict.FirstInvalid!.Position.ShouldBe(position, verdict.Problem);
    }

    [Fact]
    public async Task what_was_rewritten_and_sealed_anew_does_not_fit_the_checkpoint_outside()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var tracker = new AuditedTracker(database);
        await tracker.Record("talks-one", Facts);
        await tracker.Export();
        await tracker.Record("talks-two", Facts);
        await tracker.Export();

        // Everything is made anew and signed with another key, under the name of the same log.
        await tracker.Tamper("update mt_events set data = jsonb_set(data, '{quote}', '\"never\"') where seq_id = 50; "
            + "update diplo.tree set size = 0; delete from diplo.tree_tiles; delete from diplo.checkpoints");
        await using (var forger = new AuditedTracker(database))
        {
            var forged = await forger.Export();
            forger.Verify(forged).Valid.ShouldBeTrue();
            var verdict = tracker.Verify(forged);
            verdict.Valid.ShouldBeFalse();
            verdict.FirstInvalid!.Position.ShouldBeInRange(Facts + 1, 50, verdict.Problem);
            verdict.Problem!.ShouldContain("no longer fits");
        }
        (await tracker.FirstInvalid()).Reason.ShouldContain("no longer fits");

        await tracker.Http.GetAsync("/api/audit/export", Cancellation);
        tracker.Services.GetRequiredService<Sealer>().Problem.ShouldNotBeNull().ShouldContain("the log was rewritten");
        tracker.StoppedByTheGauge().ShouldBe("LogRewritten");
    }

    [Theory]
    [InlineData("update mt_events set data = jsonb_set(data, '{quote}', '\"never\"') where seq_id = 50", false)]
    [InlineData("delete from mt_events; delete from mt_streams; delete from diplo.log_head", true)]
    public async Task a_log_made_anew_under_another_name_is_not_taken_for_the_one_before(string sql, bool isEmptied)
    {
        await using var tracker = await Recorded();
        await tracker.Export();
        await tracker.Tamper(sql + "; delete from diplo.tree; delete from diplo.tree_tiles; delete from diplo.checkpoints");
        await using var restarted = new AuditedTracker(tracker.Database, tracker.Keys, checkpoints: tracker.Checkpoints);
        if (!isEmptied)
        {
            await restarted.Http.GetAsync("/api/audit/export", Cancellation);
            restarted.Services.GetRequiredService<Sealer>().Problem.ShouldNotBeNull().ShouldContain("emptied or exchanged");
        }
        var verdict = await restarted.Get("/api/audit/verify");
        ((bool)verdict["valid"]!).ShouldBeFalse(verdict.ToJsonString());
        if (isEmptied)
            ((string)verdict["problem"]!).ShouldContain("now it holds none");
        Directory.GetDirectories(tracker.Checkpoints).Length.ShouldBe(1); // nothing was signed under another name
    }

    [Fact]
    public async Task an_export_is_restored_with_the_same_times_positions_and_hashes_and_a_damaged_one_is_refused()
    {
        await using var tracker = await Recorded();
        var file = await tracker.Export();
        var damaged = Path.Combine(tracker.Data, "damaged.ndjson");
        await File.WriteAllTextAsync(damaged, (await File.ReadAllTextAsync(file, Cancellation)).Replace("\"id\":\"s-7\"", "\"id\":\"s-8\"", StringComparison.Ordinal), Cancellation);

        var database = await postgres.NewDatabaseAsync();
        await using var restored = new AuditedTracker(database, tracker.Keys);
        var restore = restored.Services.GetRequiredService<Restore>();
        (await Should.ThrowAsync<RestoreRefusedException>(() => restore.From(damaged, TrustedCheckpoints.Read(tracker.Checkpoints)))).Message.ShouldContain("event 7");
        ((long)(await restored.Get("/api/audit/verify"))["checked"]!).ShouldBe(0);

        await restore.From(file, TrustedCheckpoints.Read(tracker.Checkpoints));
        (await restored.Get("/api/negotiations/talks-two")).ToJsonString().ShouldBe((await tracker.Get("/api/negotiations/talks-two")).ToJsonString());
        (await restored.Get("/api/negotiations/talks-two/history")).ToJsonString().ShouldBe((await tracker.Get("/api/negotiations/talks-two/history")).ToJsonString());
        await restored.Settled();
        (await restored.Get("/api/negotiations"))["items"]!.AsArray().Select(line => (string)line!["key"]!).ShouldBe(["talks-one", "talks-two"]);
        (await File.ReadAllBytesAsync(await restored.Export(), Cancellation)).ShouldBe(await File.ReadAllBytesAsync(file, Cancellation));
        await Should.ThrowAsync<RestoreRefusedException>(() => restore.From(file, TrustedCheckpoints.Read(tracker.Checkpoints)));

        await restored.Record("talks-three", 3);
        restored.Verify(await restored.Export()).Valid.ShouldBeTrue();
        ((bool)(await restored.Get("/api/audit/verify"))["valid"]!).ShouldBeTrue();
        ((bool)(await restored.Get("/api/audit/drift"))["agrees"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task an_independent_verifier_says_the_same()
    {
        await using var tracker = await Recorded();
        var file = await tracker.Export();
        (await Python(file, tracker.Checkpoints)).ShouldBe((0, $"valid: {2 * Facts} events"));
        (await Python(await tracker.Export("?negotiation=talks-two"), tracker.Checkpoints)).Code.ShouldBe(0);

        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Cancellation)).Replace("\"id\":\"s-7\"", "\"id\":\"s-8\"", StringComparison.Ordinal), Cancellation);
        var (code, said) = await Python(file, tracker.Checkpoints);
        code.ShouldBe(1);
        said.ShouldStartWith("NOT valid: event 7");
    }

    [Fact]
    public async Task the_tool_verifies_a_file_without_a_server()
    {
        await using var tracker = await Recorded();
        var file = await tracker.Export();
        var output = new StringWriter();
        var terminal = new Terminal(TextReader.Null, output, output, false, false, name => name == "DIPLO_SERVER" ? "http://localhost:1" : null);
        (await Tool.RunAsync(["verify", file, "--checkpoints", tracker.Checkpoints], terminal, Cancellation)).ShouldBe(ExitCode.Done, output.ToString());
        output.ToString().ShouldStartWith($"Valid: {2 * Facts} events");
        (await Tool.RunAsync(["verify", file, "--checkpoints", Directory.CreateTempSubdirectory("diplo-empty-").FullName], terminal, Cancellation)).ShouldBe(ExitCode.Refused);
        output.ToString().ShouldContain("NOT shown to be valid");
    }

    [Fact]
    public async Task a_replay_says_what_each_fact_changed_and_on_whose_word()
    {
        await using var tracker = await Recorded();
        var items = (await tracker.Get("/api/audit/negotiations/talks-one/replay?from=1&to=2"))["items"]!.AsArray();
        items.Count.ShouldBe(2);
        items[0]!["changes"]!.AsArray().Select(change => (string)change!["path"]!).ShouldContain("title");
        var change = items[1]!["changes"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)change["path"]!, (int)change["before"]!, (int)change["after"]!).ShouldBe(("statementCount", 0, 1));
        ((string)items[1]!["basis"]![0]!["speaker"]!).ShouldBe("RUS.Ushakov");
        ((await tracker.Get("/api/audit/negotiations/talks-one/replay?order=canonical&from=2025-08-02"))["items"]!.AsArray().Count).ShouldBe(Facts - 1);
        ((await tracker.Get("/api/audit/negotiations/talks-one/replay?from=1000"))["items"]!.AsArray()).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_replay_from_nowhere_is_refused_and_not_taken_for_all()
    {
        await using var tracker = await Recorded();
        var corroborated = await tracker.Get("/api/audit/negotiations/talks-one/replay?from=2&to=2");
        var answer = await tracker.Http.PostAsync("/api/negotiations/talks-one/corroborate", new StringContent(
            $$"""{"fact":"{{corroborated["items"]![0]!["id"]}}","basis":[{"speaker":"TASS"}]}""", System.Text.Encoding.UTF8, "application/json"), Cancellation);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Cancellation));
        await IsRefused("order=canonical&to=41", "has no place in canonical order");
        await IsRefused("from=0", "versions begin with 1");
        await IsRefused("from=yesterday", "the version of a fact, or a time with its offset");
        await IsRefused("order=canonical&from=2025-13", "`from`: '2025-13'");
        await IsRefused("order=backwards", "recorded or canonical");

        async Task IsRefused(string query, string detail)
        {
            using var refused = await tracker.Http.GetAsync($"/api/audit/negotiations/talks-one/replay?{query}", Cancellation);
            ((int)refused.StatusCode).ShouldBe(422, query);
            ((string)JsonNode.Parse(await refused.Content.ReadAsStringAsync(Cancellation))!["detail"]!).ShouldContain(detail);
        }
    }

    [Fact]
    public async Task an_export_that_broke_off_is_continued_where_its_last_seal_stands()
    {
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
        await tracker.Record("talks-one", Seal.Block + 200);
        var file = Path.Combine(tracker.Data, "log.ndjson");
        var output = new StringWriter();
        Task<int> Diplo(params string[] args) =>
            Tool.RunAsync([.. args, "--output", file], new Terminal(TextReader.Null, output, output, false, false, name => name == "DIPLO_SERVER" ? tracker.Http.BaseAddress!.ToString() : null), Cancellation);
        (await Diplo("export")).ShouldBe(ExitCode.Done, output.ToString());
        var whole = await File.ReadAllBytesAsync(file, Cancellation);

        await File.WriteAllBytesAsync(file, whole[..(whole.Length - 5000)], Cancellation); // after the first seal, which has no checkpoint
        (await Diplo("export")).ShouldBe(ExitCode.Done, output.ToString());
        (await File.ReadAllBytesAsync(file, Cancellation)).ShouldBe(whole);
        await tracker.Record("talks-two", 20);
        (await Diplo("export")).ShouldBe(ExitCode.Done, output.ToString());
        var verdict = tracker.Verify(file);
        (verdict.Valid, verdict.Checked).ShouldBe((true, Seal.Block + 220), verdict.Problem);
        (await Python(file, tracker.Checkpoints)).Code.ShouldBe(0);

        await using var another = await Recorded(); // a shorter log, and one that begins otherwise
        (await Tool.RunAsync(["export", "--output", file], new Terminal(TextReader.Null, output, output, false, false, name => name == "DIPLO_SERVER" ? another.Http.BaseAddress!.ToString() : null), Cancellation)).ShouldBe(ExitCode.Usage);
        output.ToString().ShouldContain("it is of another log");
    }

    [Fact]
    public async Task an_event_of_an_unknown_type_stops_a_read_and_is_not_skipped()
    {
        await using var tracker = await Recorded();
        await tracker.Tamper("update mt_events set type = 'statement-recorded.v9' where seq_id = 50");
        await using var another = new AuditedTracker(tracker.Database, tracker.Keys);
        (await another.Http.GetAsync("/api/negotiations/talks-two", Cancellation)).IsSuccessStatusCode.ShouldBeFalse();
        (await another.Http.GetAsync("/api/negotiations/talks-one", Cancellation)).IsSuccessStatusCode.ShouldBeTrue();
    }

    private async Task<AuditedTracker> Recorded()
    {
        var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
        await tracker.Record("talks-one", Facts);
        await tracker.Record("talks-two", Facts);
        return tracker;
    }

    private static byte[] Hash(JsonNode? node) => Convert.FromBase64String((string)node!);

    private static byte[][] PathOf(JsonNode proof) => [.. proof["path"]!.AsArray().Select(Hash)];

    internal static async Task<(int Code, string Said)> Python(string file, string checkpoints)
    {
        var start = await TestTools.PythonAsync(Script(), file, "--checkpoints", checkpoints);
        start.RedirectStandardOutput = true;
        using var python = Process.Start(start)!;
        var said = await python.StandardOutput.ReadToEndAsync(Cancellation);
        await python.WaitForExitAsync(Cancellation);
        return (python.ExitCode, said.Trim());
    }

    private static string Script([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "tools", "verify.py"));
}
