using System.Diagnostics;
using System.Runtime.Versioning;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Audit;

/// <summary>The log is verified while it is being sealed: what is only half stored of a sealing is no damage.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SealingTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_checkpoint_that_lies_outside_before_it_is_stored_does_not_make_the_log_look_cut_off()
    {
        await using var tracker = await Sealed();
        await using var connection = new NpgsqlConnection(tracker.Database);
        await connection.OpenAsync(Cancellation);
        await using (var held = await connection.BeginTransactionAsync(Cancellation))
        {
            // Who seals now writes the checkpoint outside, and then waits for this row.
            await using var hold = new NpgsqlCommand("update diplo.tree set size = size", connection);
            await hold.ExecuteNonQueryAsync(Cancellation);
            await tracker.Record("talks-two", 10);
            await Folder.UntilAsync(() => Outside(tracker).Length == 2, "the next checkpoint lies outside");
            await IsValid(tracker);
            await held.RollbackAsync(Cancellation);
        }
        await tracker.Export();
        (await IsValid(tracker)).ShouldBe(0);
    }

    [Fact]
    public async Task what_is_sealed_while_the_checkpoints_are_read_does_not_make_the_log_look_cut_off()
    {
        await using var tracker = await Sealed();
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(Outside(tracker)[0])!, "more")).FullName;
        var pipe = Path.Combine(folder, "slow.vkey");
        using (var make = Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync(Cancellation);

        // Who reads the keys waits at the pipe until it is closed; to open it for writing is to wait for the reader.
        var verification = IsValid(tracker);
        await using (await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), Cancellation))
        {
            await tracker.Record("talks-two", 10);
            await tracker.Export();
        }
        await verification;
    }

    [Fact]
    public async Task a_checkpoint_that_was_signed_before_a_crash_is_met_on_the_way_and_kept()
    {
        using var folder = new Folder();
        var (database, keys, checkpoints) = (await postgres.NewDatabaseAsync(), Path.Combine(folder.Path, "keys"), Path.Combine(folder.Path, "checkpoints"));
        await using (var killed = new AuditedTracker(database, keys, checkpoints: checkpoints))
            foreach (var (key, facts) in new[] { ("talks-one", 10), ("talks-two", 10), ("talks-three", 5) })
            {
                await killed.Record(key, facts);
                await killed.Export();
            }

        // As it stands when it is killed after it signed the second checkpoint and before it stored it, while others went on recording.
        await Folder.AskAsync(database,
            """
            update diplo.tree set size = 10; delete from diplo.checkpoints where size > 10;
            update diplo.tree_tiles set hashes = substring(hashes for 320); select 1
            """);
        foreach (var later in Directory.GetFiles(checkpoints, "*25.checkpoint", SearchOption.AllDirectories))
            File.Delete(later);
        await using var restarted = new AuditedTracker(database, keys, checkpoints: checkpoints);
        var verdict = restarted.Verify(await restarted.Export());
        (verdict.Valid, verdict.Checked).ShouldBe((true, 25), verdict.Problem);
        (await restarted.Get("/api/audit/checkpoints"))["items"]!.AsArray().Select(item => (long)item!["size"]!).ShouldContain(20L);
        (await IsValid(restarted)).ShouldBe(0);
    }

    [Fact]
    public async Task an_event_put_at_the_end_behind_the_trackers_back_is_named()
    {
        await using var tracker = await Sealed();
        await tracker.Tamper("insert into mt_events select (jsonb_populate_record(e, jsonb_build_object('seq_id', 11, 'id', gen_random_uuid(), 'version', 11))).* from mt_events e where seq_id = 10");
        (await tracker.FirstInvalid()).Position.ShouldBe(11);
    }

    [Theory]
    [InlineData("update diplo.tree_tiles set hashes = overlay(hashes placing '\\x00' from 29 * 32 + 1) where level = 0 and index = 0", 30L, "its leaf 29 is not")]
    [InlineData("delete from diplo.tree_tiles where level = 0 and index = 1", 1L, "tile 1 of level 0 is missing")]
    [InlineData("update diplo.tree_tiles set hashes = substring(hashes for 100) where level = 0 and index = 0", 1L, "tile 0 of level 0 is too short")]
    [InlineData("update diplo.tree_tiles set hashes = overlay(hashes placing '\\x00' from 1) where level = 1", null, "its leaves are those of the events")]
    public async Task a_tree_that_was_changed_beside_its_events_is_called_damaged_and_the_events_are_not(string sql, long? position, string reason)
    {
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
        await tracker.Record("talks-one", 300); // more than a tile holds
        await tracker.Export();
        await tracker.Tamper(sql);
        var verdict = await tracker.Get("/api/audit/verify");
        ((bool)verdict["valid"]!).ShouldBeFalse();
        ((string)verdict["problem"]!).ShouldContain(reason);
        ((long?)verdict["firstInvalid"]?["position"]).ShouldBe(position);
    }

    private async Task<AuditedTracker> Sealed()
    {
        var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
        await tracker.Record("talks-one", 10);
        await tracker.Export();
        var newest = Outside(tracker).Max(StringComparer.Ordinal)!;
        foreach (var earlier in Outside(tracker).Where(file => file != newest))
            File.Delete(earlier);
        return tracker;
    }

    private static string[] Outside(AuditedTracker tracker) => Directory.GetFiles(tracker.Checkpoints, "*.checkpoint", SearchOption.AllDirectories);

    /// <summary>Verifies, and says how many events are not sealed yet.</summary>
    private static async Task<long> IsValid(AuditedTracker tracker)
    {
        var verdict = await tracker.Get("/api/audit/verify");
        ((bool)verdict["valid"]!).ShouldBeTrue(verdict.ToJsonString());
        return (long)verdict["unsealed"]!;
    }
}
