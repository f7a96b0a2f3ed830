using System.IO.Compression;
using System.Runtime.Versioning;
using DiploTracker.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Database;

/// <summary>PostgreSQL fetched by MysticMind.PostgresEmbed from a repository of the test's own, which publishes no
/// checksums, as the real one may.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedProgramsTests : IDisposable
{
    /// <summary>bin/{initdb,pg_ctl,postgres}, three scripts, lib/libfake.so.1, a link to it, and share/postgres.bki.</summary>
    private const string Archive = """
        /Td6WFoAAAFpIt42AgAhARYAAAB0L+Wj4Cf/APtdADEaShsFkZA3OlG9V3Gz1uEhGuzoeDioHk9LaZrnmW0ja/hCpJXzQ4lZuQfx
        44izFp2BMDHPvwgc1nlMOrpdC7M6rWQlycNsOjWMa2r/TL48yICNl+zez//295YyzWIuZ2y/Cortf3JVcijwv+5p0IV2v17EQMv9
        1MSVGMDj0olbc4gAiod2h9gP5V2HxQMxekVbKkw6zVLalrl7XcUuh0to5PmwztSJUuRN4pZl0LaAl9f/4dHjcpHuh9IkA2pWdh+7
        j5GlqgxLfL1qu66IareRbWHLAnEQJ54sa7moZQ3W4T/Kg1pSUUmukmR+L9ZXYfnkCjRYLbI+uReAAAAH/yKpAAGTAoBQAADbe4Kj
        PjANiwIAAAAAAVla
        """;

    private const string Checksum = "def76d2550c5f9e575c6994d7d1d80cd4c40af79a5a1ee418387005b503e5dfb";

    private readonly Folder _data = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_data.Path, "fetched");

    [Fact]
    public async Task a_build_that_is_known_is_unpacked_once()
    {
        string address;
        PostgresPrograms programs;
        await using (var repository = await ServeAsync())
        {
            address = repository.Urls.Single();
            programs = await FetchAsync(address, Checksum);
        }
        programs.ShouldBe(new PostgresPrograms(Path.Combine(Target, "bin")));
        (await programs.VersionAsync()).ShouldBe(99);
        (await FetchAsync(address, Checksum)).ShouldBe(programs);
        NothingElseIsThere();
    }

    [Fact]
    public async Task another_build_than_the_known_one_is_refused_and_removed()
    {
        await using var repository = await ServeAsync();
        (await Should.ThrowAsync<DatabaseUnavailableException>(() => FetchAsync(repository.Urls.Single(), checksum: null)))
            .Message.ShouldContain($"(its checksum is {Checksum})");
        Directory.Exists(Target).ShouldBeFalse();
        NothingElseIsThere();
    }

    [Fact]
    public async Task a_repository_that_is_away_is_said_in_a_sentence()
    {
        string address;
        await using (var repository = await ServeAsync())
            address = repository.Urls.Single();
        (await Should.ThrowAsync<DatabaseUnavailableException>(() => FetchAsync(address, Checksum)))
            .Message.ShouldContain("check the network");
        NothingElseIsThere();
    }

    public void Dispose() => _data.Dispose();

    private Task<PostgresPrograms> FetchAsync(string repository, string? checksum) =>
        EmbeddedPrograms.FetchAsync(Target, NullLogger.Instance, Cancellation, repository, checksum);

    private void NothingElseIsThere() => Directory.GetFileSystemEntries(_data.Path).Select(Path.GetFileName)
        .Except(["fetched", "fetched.lock"]).ShouldBeEmpty();

    private static async Task<WebApplication> ServeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var repository = builder.Build();
        repository.Run(async context =>
        {
            if (context.Request.Path.Value!.EndsWith(".jar", StringComparison.Ordinal))
                await context.Response.Body.WriteAsync(await JarAsync(), context.RequestAborted);
            else
                context.Response.StatusCode = StatusCodes.Status404NotFound;
        });
        await repository.StartAsync(Cancellation);
        return repository;
    }

    private static async Task<byte[]> JarAsync()
    {
        using var bytes = new MemoryStream();
        using (var jar = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        await using (var entry = jar.CreateEntry("postgres.txz").Open())
            await entry.WriteAsync(Convert.FromBase64String(Archive), Cancellation);
        return bytes.ToArray();
    }
}
