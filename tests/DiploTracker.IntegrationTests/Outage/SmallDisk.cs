using System.Diagnostics;
using System.Runtime.Versioning;
using DiploTracker.Database;
using DiploTracker.IntegrationTests.Faults;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Outage;

/// <summary>
/// A database on a disk that can be filled. Where the tests run as root it is a file system of its own, of 64 MB. Others may
/// mount none: for them the database says itself what it would say of a full disk, wherever something would be written.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Size = "64m";

    private readonly PairServer _server;
    private readonly string? _mount;

    private SmallDisk(PairServer server, string? mount, string database) => (_server, _mount, Database) = (server, mount, database);

    /// <summary>The connection string of the database that lies on it.</summary>
    public string Database { get; }

    private string Filler => Path.Combine(_mount!, "filler");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SmallDisk> OfAsync(PairServer server)
    {
        var mount = Directory.CreateTempSubdirectory("diplo-disk-").FullName;
        if (!Environment.IsPrivilegedProcess || await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Size}", "tmpfs", mount) != 0)
        {
            Directory.Delete(mount);
            Console.WriteLine("No file system can be mounted here: that a disk is full is only said by the database.");
            return new SmallDisk(server, null, server.ConnectionString);
        }
        (await RunAsync("chown", $"{ServerProcess.User}:", mount)).ShouldBe(0);
        await server.ExecuteAsync($"create tablespace small location '{mount}'");
        await server.ExecuteAsync("create database small tablespace small");
        return new SmallDisk(server, mount, new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "small" }.ConnectionString);
    }

    public async Task FillAsync()
    {
        if (_mount is null)
        {
            await _server.ExecuteAsync(
                """
                create function no_room() returns trigger language plpgsql as $$
                begin raise exception using errcode = 'disk_full', message = 'could not extend file: No space left on device'; end $$;
                create trigger no_room before insert on mt_events execute function no_room();
                create trigger no_room before insert on diplo.write_probe execute function no_room();
                """);
            return;
        }
        await using var filler = File.Create(Filler, bufferSize: 0);
        var block = new byte[1 << 20];
        for (var size = block.Length; size >= 4_096;)
            try
            {
                filler.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 2; // what is left is smaller
            }
    }

    public async Task EmptyAsync()
    {
        if (_mount is null)
            await _server.ExecuteAsync("drop trigger no_room on mt_events; drop trigger no_room on diplo.write_probe");
        else
            File.Delete(Filler);
    }

    public async ValueTask DisposeAsync()
    {
        if (_mount is null)
            return;
        NpgsqlConnection.ClearAllPools();
        await _server.KillAsync();
        await Folder.UntilAsync(async () => await RunAsync("umount", _mount) == 0, "it is unmounted");
        Directory.Delete(_mount);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true }).ShouldNotBeNull();
        await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode;
    }
}
