using System.Runtime.Versioning;
using DiploTracker.Database;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Database;

/// <summary>However a tracker ends, its server ends after it and never before.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KilledTrackerTests
{
    [Fact]
    public async Task kill_9_of_the_tracker_stops_its_server_cleanly()
    {
        using var folder = new Folder();
        await using var tracker = await TrackerProcess.StartAsync(folder.Path);
        File.Exists(folder.PidFile).ShouldBeTrue();
        await tracker.KillAsync();
        await Folder.UntilAsync(() => !File.Exists(folder.PidFile), "the server is stopped");
    }

    [Fact]
    public async Task a_tracker_started_straight_after_kill_9_of_another_gets_a_server_that_stays()
    {
        using var folder = new Folder();
        await using (var tracker = await TrackerProcess.StartAsync(folder.Path))
            await tracker.KillAsync();
        await using var server = await folder.OpenAsync();
        await StaysAsync(server, folder);
    }

    [Fact]
    public async Task kill_9_of_one_tracker_leaves_the_server_to_the_other()
    {
        using var folder = new Folder();
        await using var server = await folder.OpenAsync();
        await using (var tracker = await TrackerProcess.StartAsync(folder.Path))
            await tracker.KillAsync();
        await StaysAsync(server, folder);
    }

    [Fact]
    public async Task ctrl_c_reaches_every_process_and_the_server_still_serves_until_the_tracker_ends()
    {
        using var folder = new Folder();
        await using (var tracker = await TrackerProcess.StartAsync(folder.Path))
        {
            await tracker.InterruptGroupAsync();
            await tracker.SaysAsync("interrupted");
            await tracker.AskAsync();
            await tracker.SaysAsync("answers");
        }
        File.Exists(folder.PidFile).ShouldBeFalse();
    }

    [Fact]
    public async Task kill_9_leaves_nothing_of_a_throw_away()
    {
        await using var tracker = await TrackerProcess.StartAsync("throwaway");
        var administrator = new NpgsqlConnectionStringBuilder(await tracker.LineAsync()) { Username = DatabaseOwner.Administrator };
        var data = (string)(await Folder.AskAsync(administrator.ConnectionString, "show data_directory"))!;
        await tracker.KillAsync();
        await Folder.UntilAsync(() => !Directory.Exists(Path.GetDirectoryName(data)), "its folder is gone");
    }

    /// <summary>The killed tracker's guard has done its work, and the same server still answers.</summary>
    private static async Task StaysAsync(LocalPostgres server, Folder folder)
    {
        var pid = server.ProcessId.ShouldNotBeNull();
        await Folder.UntilAsync(async () => await GuardsAsync(folder) == 1, "only the other tracker's guard is left");
        (await Folder.AskAsync(server.ConnectionString, "select 1")).ShouldBe(1);
        server.ProcessId.ShouldBe(pid);
    }

    private static async Task<int> GuardsAsync(Folder folder) => (await Processes.AllAsync())
        .Count(process => process.Command.Contains("diplotracker-guard " + folder.Path, StringComparison.Ordinal));
}
