using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using DiploTracker.Backups;
using DiploTracker.Database;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Backups;

/// <summary>Backups are made and restored by one command each, under trackers that run.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BackupTests(TrackerFixture postgres)
{
    private static readonly string[] Routes =
    [
        "/api/negotiations", "/api/negotiations/talks-one", "/api/negotiations/talks-one/history", "/api/statements", "/api/meetings", "/api/proposals",
        "/api/positions", "/api/agreements", "/api/deadlines", "/api/activity", "/api/actors", "/api/actors/Ushakov/diary", "/api/audit/checkpoints/latest",
        "/calendar.ics", "/health/ready",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_backup_takes_the_place_of_a_wrecked_database_and_a_damaged_backup_does_not()
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder.Path);
        await using var tracker = await StartAsync();
        await tracker.Record("talks-one", 5);
        await tracker.Export(); // all of it is sealed
        await tracker.Settled();
        var status = (await tracker.Get("/api/negotiations/talks-one")).ToJsonString();

        var file = Path.Combine(folder.Path, "backup.dump");
        (await Run(tracker, "backup", file)).ShouldBe((0, $"Backed up to {file}. It can be read only together with the folder of keys: copy that too, to another place."));
        (await Run(tracker, "restore", file)).ShouldBe(
            (1, "Nothing was restored: this database holds 5 events, which the backup would replace. Back them up, and say --replace if they may go."));

        // What stands in clear is left out, and how far it is.
        var listed = await Listed(file);
        listed.ShouldContain(" TABLE DATA public mt_events ");
        listed.ShouldNotContain(" views ");
        listed.ShouldNotContain(" dashboards ");

        // The events stay, so that the outside checkpoints fit; nearly all that is beside them goes.
        await tracker.Tamper("drop schema dashboards cascade; drop table diplo.requests, diplo.log_head, diplo.mt_doc_reports; drop function diplo.append");
        var damaged = Path.Combine(folder.Path, "damaged.dump");
        await File.WriteAllBytesAsync(damaged, (await File.ReadAllBytesAsync(file, Cancellation))[..^2000], Cancellation);
        var refused = await Run(tracker, "restore", damaged, "--replace");
        refused.Code.ShouldBe(1, refused.Said);
        (await Folder.AskAsync(tracker.Database, "select count(*) from mt_events")).ShouldBe(5L);

        (await Run(tracker, "restore", file, "--replace")).ShouldBe((0, $"Restored 5 events from {file}. The views are made by the next tracker that runs."));
        await AllRoutesAnswer(tracker);
        (await tracker.Get("/api/negotiations/talks-one")).ToJsonString().ShouldBe(status);
        await Records(tracker);
        await tracker.Record("talks-two", 3);
        ((bool)(await tracker.Get("/api/audit/verify"))["valid"]!).ShouldBeTrue();
        await tracker.Settled();
        ((bool)(await tracker.Get("/api/audit/drift"))["agrees"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task a_program_beside_the_tracker_is_not_in_it_and_begins_again_after_a_restore()
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder.Path);
        await using var tracker = await StartAsync();
        await tracker.Record("talks-one", 3);
        await tracker.Export(); // all of it is sealed
        var role = $"outside_{Guid.NewGuid():N}"[..20];
        var superuser = new NpgsqlConnectionStringBuilder(tracker.Database) { Username = "postgres" }.ConnectionString;
        await Folder.AskAsync(superuser,
            $"""
            create role {role}; create schema "out""side" authorization {role};
            set role {role}; create table "out""side".mt_doc_activity as select 1 as facts; reset role;
            insert into mt_event_progression (name, last_seq_id) values ('Outbox:All', 3)
            """);
        var file = Path.Combine(folder.Path, "backup.dump");
        (await Run(tracker, "backup", file)).Code.ShouldBe(0);
        var (code, said) = await Run(tracker, "restore", file, "--replace");
        code.ShouldBe(0, said);
        (await Folder.AskAsync(superuser, """select facts from "out""side".mt_doc_activity where not exists (select from mt_event_progression)""")).ShouldBe(1);
        await tracker.Record("talks-two", 3);
    }

    [Fact]
    public async Task what_a_restore_by_hand_left_out_is_seen_and_made_again()
    {
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
        await tracker.Record("talks-one", 5);
        await tracker.Settled();
        var before = await tracker.Http.GetStringAsync("/api/actors", Cancellation);

        // One table alone, beside others that are complete.
        await tracker.Tamper("drop table diplo.mt_doc_actor_descriptions");
        await Folder.UntilAsync(
            async () => await tracker.Http.GetAsync("/api/actors", Cancellation) is { IsSuccessStatusCode: true } answer
                && await answer.Content.ReadAsStringAsync(Cancellation) == before, "the actors are answered again");

        foreach (var lost in new[] { "schema views", "schema dashboards", "table diplo.parked_revisions", "table diplo.views", "function diplo.append", "table diplo.log_head" })
            await Folder.UntilAsync(() => Dropped(tracker, lost), lost);

        await Folder.UntilAsync(async () => await Folder.AskAsync(tracker.Database, "select to_regclass('diplo.log_head') is not null and to_regproc('diplo.append') is not null") is true, "the tables are made again");
        await AllRoutesAnswer(tracker);
        await Records(tracker);
        await tracker.Record("talks-two", 3);
        await tracker.Settled();
        (await Folder.AskAsync(tracker.Database, "select count(*) = max(seq_id) and max(seq_id) = (select position from diplo.log_head) from mt_events")).ShouldBe(true);
        (await tracker.Http.GetStringAsync("/api/actors", Cancellation)).ShouldBe(before);
        ((bool)(await tracker.Get("/api/audit/drift"))["agrees"]!).ShouldBeTrue();
    }

    [Theory]
    [InlineData(2, "backup")]
    [InlineData(2, "restore")]
    [InlineData(1, "restore", "nowhere.dump")]
    [InlineData(1, "backup", "/no/such/folder/backup.dump")]
    public async Task wrong_arguments_and_files_are_named(int code, params string[] arguments) =>
        (await Run(postgres.Node.Services, arguments)).Code.ShouldBe(code);

    /// <summary>A tracker that finds PostgreSQL's client programs where those of the tests are, also if they were
    /// fetched.</summary>
    private async Task<AuditedTracker> StartAsync()
    {
        var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
        if (PostgresDownload.In(OwnData.Lasting).Any())
            Directory.CreateSymbolicLink(
                PostgresDownload.FolderIn(tracker.Data), PostgresDownload.FolderIn(OwnData.Lasting));
        return tracker;
    }

    /// <summary>What a backup holds, by PostgreSQL's own program.</summary>
    private static async Task<string> Listed(string file)
    {
        var start = TestTools.Postgres[0].Run("pg_restore", "--list", file);
        start.RedirectStandardOutput = true;
        using var list = Process.Start(start).ShouldNotBeNull();
        var listed = await list.StandardOutput.ReadToEndAsync(Cancellation);
        await list.WaitForExitAsync(Cancellation);
        list.ExitCode.ShouldBe(0);
        return listed;
    }

    /// <summary>The tracker holds locks in another order: where it comes to a deadlock, it may be this statement that is given up.</summary>
    private static async Task<bool> Dropped(AuditedTracker tracker, string what)
    {
        try
        {
            await tracker.Tamper($"drop {what} cascade");
            return true;
        }
        catch (PostgresException deadlock) when (deadlock.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            return false;
        }
    }

    private static async Task AllRoutesAnswer(AuditedTracker tracker)
    {
        foreach (var route in Routes)
            await Folder.UntilAsync(async () => (await tracker.Http.GetAsync(route, Cancellation)).IsSuccessStatusCode, route);
    }

    /// <summary>The first command after its connection was cut is answered 503; it is sent until it is recorded.</summary>
    private static async Task Records(AuditedTracker tracker)
    {
        var said = "";
        await Folder.UntilAsync(async () =>
        {
            var answer = await tracker.Http.PostAsJsonAsync(
                "/api/negotiations", new { key = "talks-after", title = "After", parties = new[] { "USA", "RUS" }, occurred = "2025-08-01" }, Cancellation);
            said = await answer.Content.ReadAsStringAsync(Cancellation);
            return answer.IsSuccessStatusCode;
        }, "commands are recorded").ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        said.ShouldContain("negotiation-opened.v1");
    }

    private static Task<(int Code, string Said)> Run(AuditedTracker tracker, params string[] arguments) => Run(tracker.Services, arguments);

    private static async Task<(int Code, string Said)> Run(IServiceProvider tracker, params string[] arguments)
    {
        var said = new StringWriter { NewLine = "" };
        var code = await tracker.GetRequiredService<BackupCommands>().Run(arguments, said, said);
        return (code, said.ToString());
    }
}
