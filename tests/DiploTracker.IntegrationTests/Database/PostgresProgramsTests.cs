using System.Runtime.Versioning;
using DiploTracker.Hosting;
using DiploTracker.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Database;

/// <summary>Which server programs are used, and what is done where there are none.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PostgresProgramsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("initdb")]
    [InlineData("pg_ctl")]
    [InlineData("postgres")]
    public async Task a_folder_with_a_link_that_leads_nowhere_is_passed_over(string program)
    {
        using var folder = await FakeAsync();
        File.Delete(Path.Combine(folder.Path, program));
        File.CreateSymbolicLink(Path.Combine(folder.Path, program), "/nowhere/" + program);
        PostgresPrograms.At(folder.Path).ShouldBeNull();
    }

    [Fact]
    public async Task a_folder_that_lacks_a_program_is_passed_over()
    {
        using var folder = await FakeAsync();
        PostgresPrograms.At(folder.Path).ShouldNotBeNull();
        File.Delete(Path.Combine(folder.Path, "postgres"));
        PostgresPrograms.At(folder.Path).ShouldBeNull();
    }

    [Fact]
    public async Task a_folder_with_a_program_that_cannot_be_run_is_passed_over()
    {
        using var folder = await FakeAsync();
        File.SetUnixFileMode(Path.Combine(folder.Path, "initdb"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        PostgresPrograms.At(folder.Path).ShouldBeNull();
    }

    [Fact]
    public async Task links_to_programs_elsewhere_are_followed()
    {
        using var folder = await FakeAsync();
        using var links = new Folder();
        Directory.CreateDirectory(links.Path);
        File.CreateSymbolicLink(Path.Combine(links.Path, "pg_ctl"), Path.Combine(folder.Path, "pg_ctl"));
        PostgresPrograms.At(links.Path).ShouldBe(new PostgresPrograms(folder.Path));
    }

    [Fact]
    public async Task programs_that_are_too_old_or_do_not_run_are_passed_over_for_new_data()
    {
        using var old = await FakeAsync("echo 'postgres (PostgreSQL) 14.9'");
        using var broken = await FakeAsync("exit 127");
        using var data = new Folder();
        await using var server = await OpenAsync(data, [new(old.Path), new(broken.Path), .. Folder.Programs]);
        (await Folder.AskAsync(server.ConnectionString, "select 1")).ShouldBe(1);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    public async Task nothing_is_downloaded_where_that_is_forbidden(string forbidden)
    {
        using var data = new Folder();
        // Data of programs, so that no container takes their place.
        Directory.CreateDirectory(data.Data);
        await File.WriteAllTextAsync(Path.Combine(data.Data, "PG_VERSION"), "15\n", Cancellation);
        (await Should.ThrowAsync<DatabaseUnavailableException>(() => OpenAsync(data, [], forbidden)))
            .Message.ShouldContain("install its server programs");
        Directory.Exists(PostgresDownload.FolderIn(data.Path)).ShouldBeFalse();
    }

    [Fact]
    public async Task data_in_a_container_is_not_begun_again_beside_it_while_no_engine_answers()
    {
        Assert.SkipWhen(ContainerPostgres.EngineAnswers(), "An engine answers here.");
        using var data = new Folder();
        Directory.CreateDirectory(data.Path);
        await File.WriteAllTextAsync(Path.Combine(data.Path, "container-password"), "secret", Cancellation);
        (await Should.ThrowAsync<DatabaseUnavailableException>(() => OpenAsync(data, Folder.Programs)))
            .Message.ShouldContain("no Docker engine answers");
        Directory.Exists(data.Data).ShouldBeFalse();
    }

    [Fact]
    public void a_flag_does_not_swallow_the_setting_after_it()
    {
        var configuration = Tracker.CreateBuilder(["--no-download", "--demo", "--DIPLO_DATA=/data"]).Configuration;
        configuration["DIPLO_DATA"].ShouldBe("/data");
        configuration["DIPLO_NO_DOWNLOAD"].ShouldBe("true");
    }

    [Fact]
    public async Task a_server_begun_as_one_user_still_starts_when_another_would_be_taken_now()
    {
        using var folder = new Folder();
        // A machine that had no user postgres when the data was begun: as root the server then runs as nobody.
        if (ServerProcess.User is not null)
        {
            var home = Directory.CreateDirectory(Path.Combine(folder.Path, "postgres"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await File.WriteAllTextAsync(Path.Combine(home.FullName, "server.log"), "", Cancellation);
            await ServerProcess.RunAsync(new("chown", ["-R", "nobody:", home.FullName]), user: null);
        }
        for (var start = 0; start < 2; start++)
        {
            await using var server = await folder.OpenAsync();
            (await Folder.AskAsync(server.ConnectionString, "select 1")).ShouldBe(1);
        }
        if (ServerProcess.User is not null)
            (await ServerProcess.OwnerAsync(folder.Data)).ShouldBe("nobody");
    }

    private static Task<DatabaseServer> OpenAsync(
        Folder data, IReadOnlyList<PostgresPrograms> found, string forbidden = "true") => DatabaseServer.OpenAsync(
        data.Path, found,
        new ConfigurationBuilder().AddInMemoryCollection([new("DIPLO_NO_DOWNLOAD", forbidden)]).Build(),
        NullLogger.Instance, Cancellation);

    /// <summary>A folder with programs that are scripts.</summary>
    private static async Task<Folder> FakeAsync(string script = "echo 'postgres (PostgreSQL) 99.1'")
    {
        var folder = new Folder();
        Directory.CreateDirectory(folder.Path);
        await FakePrograms.WriteAsync(folder.Path, script);
        return folder;
    }
}
