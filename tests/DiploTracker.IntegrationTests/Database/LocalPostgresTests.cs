using System.Diagnostics;
using System.Runtime.Versioning;
using DiploTracker.Hosting.Database;
using Microsoft.Extensions.Logging.Abstractions;
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
            data = (string)(await Folder.AskAsync(server.ConnectionString, "show data_directory"))!;
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
