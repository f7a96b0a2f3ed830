using System.Diagnostics;
using System.Runtime.Versioning;
using DiploTracker.Database;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Database;

/// <summary>A server of the tracker's own: begun, kept, adopted, mended, stopped.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LocalPostgresTests
{
    [Fact]
    public async Task data_is_kept_between_runs_and_the_server_is_not()
    {
        using var folder = new Folder();
        await using (var first = await folder.OpenAsync())
            await Folder.AskAsync(first.ConnectionString, "create table kept as select 42 as answer");
        File.Exists(folder.PidFile).ShouldBeFalse();

        await using var second = await folder.OpenAsync();
        (await Folder.AskAsync(second.ConnectionString, "select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task it_speaks_utf8_waits_for_the_disk_and_listens_on_no_port()
    {
        using var folder = new Folder();
        await using var server = await folder.OpenAsync();

        (await Folder.AskAsync(server.ConnectionString, """
            select concat_ws(' ', current_setting('server_encoding'), current_setting('fsync'),
                current_setting('listen_addresses'), datcollate, 'Ё' ~* 'ё')
            from pg_database where datname = current_database()
            """)).ShouldBe("UTF8 on  C.UTF-8 t");
    }

    [Fact]
    public async Task the_tracker_owns_its_database_and_is_no_superuser()
    {
        using var folder = new Folder();
        await using var server = await folder.OpenAsync();
        await Folder.AskAsync(server.ConnectionString, "create schema own; create role for_dashboards");

        (await Folder.AskAsync(server.ConnectionString, OwnerAndRights)).ShouldBe("diplotracker f t");
        (await Should.ThrowAsync<PostgresException>(() => Folder.AskAsync(server.ConnectionString, "select pg_read_file('postmaster.pid')")))
            .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await Folder.AskAsync(server.AdministratorConnectionString, "select rolsuper from pg_roles where rolname = current_user")).ShouldBe(true);
    }

    [Fact]
    public async Task data_that_an_earlier_version_made_as_superuser_is_handed_to_a_role_that_is_none()
    {
        using var folder = new Folder();
        await BeginAsBeforeAsync(folder);
        for (var start = 0; start < 2; start++)
        {
            await using var server = await folder.OpenAsync();
            (await Folder.AskAsync(server.ConnectionString, OwnerAndRights)).ShouldBe("diplotracker f t");
            (await Folder.AskAsync(server.ConnectionString,
                """
                alter table kept.facts add more text;
                drop view kept.seen;
                create view kept.seen as select * from kept.facts;
                alter sequence kept.numbers increment 2;
                alter function kept.twice(int) immutable;
                select kept.twice(id) from kept.facts
                """))
                .ShouldBe(42);
            await Folder.AskAsync(server.ConnectionString, "alter table kept.facts drop more cascade; create or replace view kept.seen as select * from kept.facts");
            (await Folder.AskAsync(server.AdministratorConnectionString, "select string_agg(rolname, ' ' order by rolname) from pg_roles where rolname !~ '^pg_'"))
                .ShouldBe("diplotracker postgres");
        }
    }

    private const string OwnerAndRights =
        "select datdba::regrole || ' ' || case when rolsuper then 't' else 'f' end || ' ' || case when rolcreaterole then 't' else 'f' end "
        + "from pg_database, pg_roles where datname = current_database() and rolname = current_user";

    /// <summary>A cluster whose superuser is the tracker's role, with a database of every kind of object.</summary>
    private static async Task BeginAsBeforeAsync(Folder folder)
    {
        var home = await PostgresHome.PrepareAsync(folder.Path);
        await using var guard = await PostgresGuard.StartAsync(home, Folder.Programs[0], TestContext.Current.CancellationToken);
        (await ServerProcess.RunAsync(
            Folder.Programs[0].Run("initdb", "-D", home.Data, "-U", "diplotracker", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--auth-local=trust"), home.User))
            .Code.ShouldBe(0);
        (await guard.StartServerAsync($"-k {home.Sockets} -p 5432 -c listen_addresses=", TestContext.Current.CancellationToken)).ShouldBeTrue();
        var superuser = new NpgsqlConnectionStringBuilder { Host = home.Sockets, Username = "diplotracker", Database = "postgres" };
        await Folder.AskAsync(superuser.ConnectionString, "create database diplotracker");
        superuser.Database = "diplotracker";
        await Folder.AskAsync(superuser.ConnectionString,
            """
            create schema kept;
            create table kept.facts (id int primary key, number serial);
            create sequence kept.numbers;
            create view kept.seen as select * from kept.facts;
            create function kept.twice(id int) returns int language sql as 'select 2 * id';
            insert into kept.facts values (21);
            """);
    }

    [Fact]
    public async Task a_long_or_unusual_path_still_gets_a_socket()
    {
        using var folder = new Folder("донесения и 'notes' " + new string('x', 80));
        await using var server = await folder.OpenAsync();
        (await Folder.AskAsync(server.ConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task a_second_tracker_adopts_the_server_and_the_last_one_stops_it()
    {
        using var folder = new Folder();
        var first = await folder.OpenAsync();
        await using (var second = await folder.OpenAsync())
        {
            second.ProcessId.ShouldBe(first.ProcessId.ShouldNotBeNull());
            await first.DisposeAsync();
            (await Folder.AskAsync(second.ConnectionString, "select 1")).ShouldBe(1);
        }
        File.Exists(folder.PidFile).ShouldBeFalse();
    }

    [Fact]
    public async Task two_trackers_may_begin_the_same_folder_at_once()
    {
        using var folder = new Folder();
        var servers = await Task.WhenAll(folder.OpenAsync(), folder.OpenAsync(), folder.OpenAsync());
        servers.Select(server => server.ProcessId).Distinct().Count().ShouldBe(1);
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task a_server_that_is_killed_is_started_again()
    {
        using var folder = new Folder();
        await using var server = await folder.OpenAsync();
        await Folder.AskAsync(server.ConnectionString, "create table kept as select 42 as answer");
        var killed = server.ProcessId.ShouldNotBeNull();
        using (var postgres = Process.GetProcessById(killed))
            postgres.Kill();

        await Folder.UntilAsync(() => server.ProcessId is { } now && now != killed, "another server runs");
        await Folder.UntilAsync(() => AnswersAsync(server), "it answers");
        (await Folder.AskAsync(server.ConnectionString, "select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task an_initialisation_cut_short_is_begun_anew()
    {
        using var folder = new Folder();
        Directory.CreateDirectory(Path.Combine(folder.Data + ".new-cut-short", "base"));
        await HandOverAsync(folder);
        await using var server = await folder.OpenAsync();
        (await Folder.AskAsync(server.ConnectionString, "select 1")).ShouldBe(1);
        Directory.Exists(folder.Data + ".new-cut-short").ShouldBeFalse();
    }

    [Fact]
    public async Task what_a_killed_server_left_behind_does_not_matter_even_if_its_id_lives_on()
    {
        using var folder = new Folder();
        await using (await folder.OpenAsync())
        {
        }
        // PostgreSQL fears only processes of its own user.
        var another = new ProcessStartInfo("cat") { RedirectStandardInput = true, WorkingDirectory = "/" };
        if (ServerProcess.User is { } user)
            another.UserName = user;
        using var alive = Process.Start(another).ShouldNotBeNull();
        await File.WriteAllTextAsync(folder.PidFile, $"{alive.Id}\n{folder.Data}\n1\n5432\n/nowhere\n",
            TestContext.Current.CancellationToken);
        await using (var server = await folder.OpenAsync())
            (await Folder.AskAsync(server.ConnectionString, "select 1")).ShouldBe(1);
        alive.StandardInput.Close();
        await alive.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task nothing_is_left_of_a_throw_away()
    {
        string data;
        await using (var server = await LocalPostgres.StartThrowawayAsync(
            Folder.Programs, NullLogger.Instance, TestContext.Current.CancellationToken))
        {
            data = (string)(await Folder.AskAsync(server.AdministratorConnectionString, "show data_directory"))!;
            (await Folder.AskAsync(server.ConnectionString, "show fsync")).ShouldBe("off");
        }
        Directory.Exists(Path.GetDirectoryName(data)).ShouldBeFalse();
    }

    private static async Task<bool> AnswersAsync(LocalPostgres server)
    {
        try
        {
            return await Folder.AskAsync(server.ConnectionString, "select true") is true;
        }
        catch (Npgsql.NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>What root laid there belongs to the server's user, as it does when a real initialisation is cut short.
    /// </summary>
    private static async Task HandOverAsync(Folder folder)
    {
        if (ServerProcess.User is not { } user)
            return;
        using var chown = Process.Start("chown", ["-R", $"{user}:", Path.Combine(folder.Path, "postgres")]);
        await chown.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
