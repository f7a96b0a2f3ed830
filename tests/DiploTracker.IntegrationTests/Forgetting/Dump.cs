using System.Diagnostics;
using System.Runtime.Versioning;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Forgetting;

/// <summary>Backups by PostgreSQL's own programs, as docs/operations.md has them.</summary>
[UnsupportedOSPlatform("windows")]
internal static class Dump
{
    /// <summary>What a backup leaves out: what stands in clear, and how far that is.</summary>
    private static readonly string[] LeftOut = ["--exclude-schema=views", "--exclude-schema=dashboards", "--exclude-table=diplo.views"];

    public static Task<string> Backup(string database) => Run("pg_dump", database, LeftOut);

    /// <summary>Everything, what stands in clear included.</summary>
    public static Task<string> Everything(string database) => Run("pg_dump", database, []);

    public static async Task Restore(string dump, string database)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, dump, TestContext.Current.CancellationToken);
        await Run("psql", database, ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", $"--file={file}"]);
        File.Delete(file);
    }

    private static async Task<string> Run(string program, string database, string[] arguments)
    {
        var to = new NpgsqlConnectionStringBuilder(database);
        var programs = TestTools.Postgres[0];
        // Those that are fetched on macOS and Windows are the server's alone.
        Assert.SkipUnless(File.Exists(programs[program]), $"Needs {program}, which {programs.Folder} lacks: install PostgreSQL's client programs.");
        var start = programs.Run(program, [$"--host={to.Host}", $"--port={to.Port}", $"--username={to.Username}", $"--dbname={to.Database}", .. arguments]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        start.Environment["PGPASSWORD"] = to.Password;
        using var run = Process.Start(start)!;
        var errors = run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        run.ExitCode.ShouldBe(0, await errors);
        return output;
    }
}
