using System.Security.Cryptography;
using System.Text;
using MysticMind.PostgresEmbed;

namespace DiploTracker.Database;

/// <summary>
/// PostgreSQL's server programs as MysticMind.PostgresEmbed fetches them: the builds of
/// zonkyio/embedded-postgres-binaries for macOS, Windows and Linux, from Maven Central. The library accepts a download
/// without a checksum file, so the unpacked files are compared with a checksum known here, and removed if it differs.
/// </summary>
internal static class EmbeddedPrograms
{
    public const string Version = "17.10.0";

    /// <summary>
    /// SHA-256 over the lines "&lt;SHA-256 of the file&gt;  &lt;path&gt;\n" of all files of <c>bin</c> and <c>lib</c>,
    /// without links, ordered by path: as printed by <c>find bin lib -type f | LC_ALL=C sort | xargs sha256sum |
    /// sha256sum</c>. Keyed by the library's name of the platform.
    /// </summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["darwin-amd64"] = "c40c4b8f8e7c27832d2f67d5a17a4cf17798f552b4ca4928c2fcfb070df33cbe",
        ["darwin-arm64v8"] = "c40c4b8f8e7c27832d2f67d5a17a4cf17798f552b4ca4928c2fcfb070df33cbe",
        ["linux-amd64"] = "f90dd81c0a5f7087e89b90db0497d11bc26b9a9fa8819534d6546d703b84eaec",
        ["linux-arm64v8"] = "fac6ce3149e4323d2c39a0f584ab4f176f9c67e686f5978c7f4f3f1dfb95d2bb",
        ["windows-amd64"] = "67935fea9d1f4e3ddd0545bb13a0e98641bb24e4a0096fc2ca554ec9aae75185",
    };

    /// <summary>The programs fetched into that folder before; null if there are none.</summary>
    public static PostgresPrograms? In(string folder) => PostgresPrograms.At(Path.Combine(folder, "bin"));

    /// <param name="repository">A repository other than Maven Central, for tests.</param>
    /// <param name="checksum">A checksum other than the known one, for tests.</param>
    /// <exception cref="DatabaseUnavailableException">They are unavailable; the message gives the reason.</exception>
    public static async Task<PostgresPrograms> FetchAsync(
        string folder, ILogger logger, CancellationToken cancellation,
        string? repository = null, string? checksum = null)
    {
        var platform = PgPlatform.Detect().ArtifactName;
        if (!Known.TryGetValue(platform, out var known))
            throw new DatabaseUnavailableException(
                $"PostgreSQL was not found, and no build of it is known for this platform ({platform}): install it.");
        using var only = await Fetching.OnlyOneAsync(folder, cancellation);
        if (In(folder) is { } present)
            return present;
        Fetching.RemoveCutShort(folder);
        var unfinished = Fetching.Unfinished(folder);
        logger.LogInformation(
            "PostgreSQL was not found on this machine: fetching PostgreSQL {Version} for {Platform}, once, into {Folder}",
            Version, platform, folder);
        var usual = new PgServerOptions { PgVersion = Version };
        var server = new PgServer(new PgServerOptions
        {
            PgVersion = Version,
            BinariesDir = unfinished,
            DbDir = unfinished,
            MavenRepo = repository ?? usual.MavenRepo,
            DownloadRetryCount = 1,
            Logger = logger,
        });
        try
        {
            Directory.CreateDirectory(unfinished);
            await server.InstallAsync(cancellation);
            if (ChecksumOf(server.InstallDir) is var actual && actual != (checksum ?? known))
                throw new DatabaseUnavailableException(
                    $"What was fetched as PostgreSQL {Version} for {platform} is not the build known here (its checksum is "
                    + $"{actual}), and was removed: install PostgreSQL yourself.");
            await Fetching.CompleteAsync(server.InstallDir, folder);
        }
        catch (Exception failed) when (failed is PostgresEmbedException or HttpRequestException or IOException
            or UnauthorizedAccessException)
        {
            throw new DatabaseUnavailableException(
                $"PostgreSQL {Version} for {platform} could not be fetched from Maven Central into {folder} "
                + $"({failed.GetBaseException().Message}): check the network and the space on that disk, or install "
                + "PostgreSQL yourself.", failed);
        }
        finally
        {
            Fetching.RemoveCutShort(folder);
        }
        logger.LogInformation("PostgreSQL {Version} is ready", Version);
        return In(folder)!;
    }

    internal static string ChecksumOf(string folder)
    {
        var lines = new[] { "bin", "lib" }
            .SelectMany(part => new DirectoryInfo(Path.Combine(folder, part)).EnumerateFiles("*", SearchOption.AllDirectories))
            .Where(file => file.LinkTarget is null)
            .Select(file => (Path: Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), file.FullName))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => $"{Sha256(file.FullName)}  {file.Path}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private static string Sha256(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
