using System.Diagnostics;
using System.Runtime.Versioning;
using DiploTracker.Database;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Database;

/// <summary>The server of Windows, as far as another system can run it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LoopbackPostgresTests
{
    [Fact]
    public async Task data_is_kept_between_runs_and_the_server_is_not()
    {
        using var folder = new Folder();
        await using (var first = await OpenAsync(folder))
            await Folder.AskAsync(first.ConnectionString, "create table kept as select 42 as answer");
        File.Exists(folder.PidFile).ShouldBeFalse();

        await using var second = await OpenAsync(folder);
        (await Folder.AskAsync(second.ConnectionString, "select answer from kept")).ShouldBe(42);
        (await Folder.AskAsync(second.ConnectionString, "select concat_ws(' ', current_setting('listen_addresses'), current_setting('fsync'), 'Ё' ~* 'ё')"))
            .ShouldBe("127.0.0.1 on t");
    }

    [Fact]
    public async Task nobody_gets_in_without_the_password()
    {
        using var folder = new Folder();
        await using var server = await OpenAsync(folder);
        var stranger = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guessed" };
        (await Should.ThrowAsync<PostgresException>(() => Folder.AskAsync(stranger.ConnectionString, "select 1")))
            .SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task a_second_tracker_adopts_the_server_and_the_last_one_stops_it()
    {
        using var folder = new Folder();
        var servers = await Task.WhenAll(OpenAsync(folder), OpenAsync(folder));
        servers[1].ProcessId.ShouldBe(servers[0].ProcessId.ShouldNotBeNull());
        await servers[0].DisposeAsync();
        (await Folder.AskAsync(servers[1].ConnectionString, "select 1")).ShouldBe(1);
        await servers[1].DisposeAsync();
        File.Exists(folder.PidFile).ShouldBeFalse();
    }

    [Fact]
    public async Task a_server_that_is_killed_is_started_again_on_its_port()
    {
        using var folder = new Folder();
        await using var server = await OpenAsync(folder);
        var (killed, address) = (server.ProcessId.ShouldNotBeNull(), server.ConnectionString);
        using (var postgres = Process.GetProcessById(killed))
            postgres.Kill();
        await Folder.UntilAsync(() => server.ProcessId is { } now && now != killed, "another server runs");
        await Folder.UntilAsync(async () =>
        {
            try
            {
                return await Folder.AskAsync(address, "select true") is true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        }, "it answers");
    }

    private static Task<LoopbackPostgres> OpenAsync(Folder folder) =>
        LoopbackPostgres.OpenAsync(folder.Path, Folder.Programs, NullLogger.Instance, TestContext.Current.CancellationToken);
}
