using System.Runtime.Versioning;
using DiploTracker.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Database;

/// <summary>When there is no database, the one sentence says what to do.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DatabaseErrorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_folder_that_cannot_be_written_is_named_with_the_setting()
    {
        using var folder = new Folder();
        await File.WriteAllTextAsync(folder.Path, "a file", Cancellation);
        (await RefusedAsync(folder)).ShouldContain("set DIPLO_DATA");
    }

    [Fact]
    public async Task a_folder_the_servers_user_may_not_use_is_refused_naming_the_user()
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var user = ServerProcess.User ?? Environment.UserName;
        (await RefusedAsync(folder)).ShouldContain($"the user '{user}' cannot use");
    }

    [Fact]
    public async Task data_of_another_major_version_names_both_versions()
    {
        using var folder = new Folder();
        await using (await folder.OpenAsync())
        {
        }
        await File.WriteAllTextAsync(Path.Combine(folder.Data, "PG_VERSION"), "9.6\n", Cancellation);
        (await RefusedAsync(folder)).ShouldContain("made by PostgreSQL 9, and this machine has");
    }

    [Fact]
    public async Task a_start_that_fails_shows_the_servers_last_words()
    {
        using var folder = new Folder();
        await using (await folder.OpenAsync())
        {
        }
        await File.AppendAllTextAsync(Path.Combine(folder.Data, "postgresql.conf"),
            "\nno_such_setting = 1\n", Cancellation);
        (await RefusedAsync(folder)).ShouldContain("no_such_setting");
    }

    [Fact]
    public void a_PG_BIN_without_programs_is_refused() =>
        Should.Throw<DatabaseUnavailableException>(() => PostgresPrograms.Find("/nowhere"))
            .Message.ShouldContain("PG_BIN");

    [Fact]
    public async Task a_configured_connection_string_comes_first()
    {
        const string given = "Host=elsewhere;Database=d;Username=u;Password=secret";
        await using var server = await OpenAsync(given);
        server.ConnectionString.ShouldBe(given);
        server.Description.ShouldNotContain("secret");
    }

    [Fact]
    public async Task a_connection_string_that_cannot_be_read_is_refused_without_repeating_it() =>
        (await Should.ThrowAsync<DatabaseUnavailableException>(() => OpenAsync("Hots=elsewhere;Password=secret")))
            .Message.ShouldNotContain("secret");

    [Fact]
    public async Task the_password_can_stand_in_a_file()
    {
        using var folder = new Folder();
        await File.WriteAllTextAsync(folder.Path, "it's; =a password\n", Cancellation);
        await using var server = await OpenAsync("Host=elsewhere;Database=d;Username=u", folder.Path);
        new NpgsqlConnectionStringBuilder(server.ConnectionString).Password.ShouldBe("it's; =a password");
        server.Description.ShouldNotContain("password");
    }

    [Fact]
    public async Task a_password_file_that_is_not_there_is_named_with_the_setting() =>
        (await Should.ThrowAsync<DatabaseUnavailableException>(() => OpenAsync("Host=elsewhere", "/nowhere/password")))
            .Message.ShouldContain("DIPLO_PASSWORD_FILE cannot be read (Could not find a part of the path '/nowhere/");

    private static Task<DatabaseServer> OpenAsync(string configured, string? passwordFile = null) => DatabaseServer.OpenAsync(
        new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("ConnectionStrings:DiploTracker", configured), new("DIPLO_PASSWORD_FILE", passwordFile)])
            .Build(),
        NullLogger.Instance, Cancellation);

    private static async Task<string> RefusedAsync(Folder folder) =>
        (await Should.ThrowAsync<DatabaseUnavailableException>(folder.OpenAsync)).Message;
}
