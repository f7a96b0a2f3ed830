using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using DiploTracker.Database;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Database;

/// <summary>PostgreSQL fetched by apt-get from a repository of the test's own, a folder; no network.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DebianPackagesTests : IDisposable
{
    private readonly Folder _repository = new("repository");
    private readonly Folder _data = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Fetched => Path.Combine(PostgresDownload.FolderIn(_data.Path), "postgresql");

    [Fact]
    public async Task the_programs_come_with_the_libraries_that_they_need_and_once()
    {
        await PublishAsync();
        var programs = await FetchAsync();
        programs.Folder.ShouldBe(Path.Combine(Fetched, "usr/lib/postgresql/99/bin"));
        programs.Libraries.ShouldBe(Path.Combine(Fetched, "usr/lib/machine"));
        programs.Run("postgres").Environment["LD_LIBRARY_PATH"].ShouldBe(programs.Libraries);
        PostgresDownload.In(_data.Path).ShouldBe([programs]);
        NothingIsLeftBeside();

        Directory.Delete(_repository.Path, recursive: true);
        (await FetchAsync()).ShouldBe(programs);
    }

    [Fact]
    public async Task a_package_whose_bytes_are_not_those_of_the_lists_is_refused()
    {
        await PublishAsync();
        var package = Directory.GetFiles(_repository.Path, "postgresql-99_*.deb").Single();
        var bytes = await File.ReadAllBytesAsync(package, Cancellation);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(package, bytes, Cancellation);
        (await RefusedAsync()).ShouldContain("could not be fetched with apt-get");
        NothingIsLeftBeside();
        Directory.Exists(Fetched).ShouldBeFalse();
    }

    [Fact]
    public async Task packages_that_nobody_vouches_for_are_refused()
    {
        await PublishAsync(source: "deb");
        (await RefusedAsync()).ShouldContain("could not be fetched with apt-get");
        Directory.Exists(Fetched).ShouldBeFalse();
    }

    [Fact]
    public async Task a_repository_that_is_away_is_said_in_a_sentence_and_nothing_is_left()
    {
        await PublishAsync();
        Directory.Delete(_repository.Path, recursive: true);
        var said = await RefusedAsync();
        said.ShouldContain($"Failed to fetch copy:{_repository.Path}/./Packages");
        said.ShouldEndWith("check the network and apt's sources, or install it yourself.");
        NothingIsLeftBeside();
    }

    [Fact]
    public async Task a_fetch_cut_short_is_begun_again()
    {
        await PublishAsync();
        var cutShort = $"{Fetched}.new-cut-short";
        await FakePrograms.WriteAsync(Path.Combine(cutShort, "usr/lib/postgresql/99/bin"));
        PostgresDownload.In(_data.Path).ShouldBeEmpty();
        (await FetchAsync()).Folder.ShouldStartWith(Fetched + '/');
        NothingIsLeftBeside();
    }

    [Fact]
    public async Task a_folder_that_is_not_complete_does_not_count()
    {
        await PublishAsync();
        await FakePrograms.WriteAsync(Path.Combine(Fetched, "usr/lib/postgresql/98/bin"));
        PostgresDownload.In(_data.Path).ShouldBeEmpty();
        (await FetchAsync()).Folder.ShouldEndWith("99/bin");
    }

    [Fact]
    public async Task of_several_at_once_one_fetches_and_all_use_it()
    {
        await PublishAsync();
        var all = await Task.WhenAll(FetchAsync(), FetchAsync(), FetchAsync());
        all.Distinct().Count().ShouldBe(1);
        NothingIsLeftBeside();
    }

    [Fact]
    public async Task a_folder_that_cannot_be_written_is_named_with_the_setting()
    {
        await PublishAsync();
        await File.WriteAllTextAsync(_data.Path, "a file", Cancellation);
        (await RefusedAsync()).ShouldContain("set DIPLO_DATA");
    }

    public void Dispose()
    {
        _repository.Dispose();
        _data.Dispose();
    }

    private Task<PostgresPrograms> FetchAsync() =>
        PostgresDownload.FetchAsync(_data.Path, NullLogger.Instance, Cancellation, Settings());

    private async Task<string> RefusedAsync() =>
        (await Should.ThrowAsync<DatabaseUnavailableException>(FetchAsync)).Message;

    private void NothingIsLeftBeside() =>
        Directory.GetFileSystemEntries(PostgresDownload.FolderIn(_data.Path)).Where(entry => entry.Contains(".new-", StringComparison.Ordinal))
            .ShouldBeEmpty();

    // A machine on which nothing is installed, and whose only source is the repository of the test.
    private string Settings()
    {
        var sources = Path.GetDirectoryName(_repository.Path)!;
        return $"""
            Dir::State::status "{sources}/status";
            Dir::Etc::sourcelist "{sources}/sources.list";
            Dir::Etc::sourceparts "/dev/null";
            Dir::Etc::preferences "/dev/null";
            Dir::Etc::preferencesparts "/dev/null";
            APT::Sandbox::User "root";
            """;
    }

    /// <param name="source">How apt is to take the repository: it has no signature.</param>
    private async Task PublishAsync(string source = "deb [trusted=yes]")
    {
        Assert.SkipUnless(DebianPackages.AreHere, "Needs apt-get, which only Debian and its relatives have.");
        Directory.CreateDirectory(_repository.Path);
        await BuildAsync("postgresql", "Depends: postgresql-99", _ => Task.CompletedTask);
        await BuildAsync("postgresql-99", "Depends: libfake", folder => FakePrograms.WriteAsync(Path.Combine(folder, "usr/lib/postgresql/99/bin")));
        await BuildAsync("postgresql-client-99", "", _ => Task.CompletedTask);
        await BuildAsync("libfake", "", async folder =>
        {
            Directory.CreateDirectory(Path.Combine(folder, "usr/lib/machine"));
            await File.WriteAllTextAsync(Path.Combine(folder, "usr/lib/machine/libfake.so.1"), "", Cancellation);
        });
        var sources = Path.GetDirectoryName(_repository.Path)!;
        await File.WriteAllTextAsync(Path.Combine(sources, "status"), "", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(sources, "sources.list"), $"{source} copy:{_repository.Path} ./\n", Cancellation);
    }

    private async Task BuildAsync(string name, string depends, Func<string, Task> fill)
    {
        using var content = new Folder(name);
        var control = $"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: tests <tests@example.org>\n{depends}";
        await fill(content.Path);
        Directory.CreateDirectory(Path.Combine(content.Path, "DEBIAN"));
        await File.WriteAllTextAsync(Path.Combine(content.Path, "DEBIAN/control"), $"{control.TrimEnd()}\nDescription: of a test\n", Cancellation);
        var file = $"{name}_1_all.deb";
        var start = new ProcessStartInfo("dpkg-deb", ["--root-owner-group", "--build", content.Path, Path.Combine(_repository.Path, file)]) { RedirectStandardOutput = true };
        using var dpkg = Process.Start(start).ShouldNotBeNull();
        await dpkg.WaitForExitAsync(Cancellation);
        dpkg.ExitCode.ShouldBe(0);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(_repository.Path, file), Cancellation);
        await File.AppendAllTextAsync(Path.Combine(_repository.Path, "Packages"),
            $"{control.TrimEnd()}\nFilename: ./{file}\nSize: {bytes.Length}\nSHA256: {Convert.ToHexStringLower(SHA256.HashData(bytes))}\nDescription: of a test\n\n", Cancellation);
    }
}
