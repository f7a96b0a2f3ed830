using System.Security.Cryptography;
using System.Text;
using DotNet.Testcontainers.Builders;
using Testcontainers.PostgreSql;

namespace DiploTracker.Hosting.Database;

/// <summary>
/// PostgreSQL in a container of the tracker's own, where a Docker engine runs but PostgreSQL is not installed. The data
/// stays in a named volume; the container is stopped with the tracker, and one left over is used again. Its password
/// is made once and kept in <c>DIPLO_DATA/container-password</c>; the volume is named after it, so every data folder
/// has a volume of its own.
/// </summary>
public sealed class ContainerPostgres : DatabaseServer
{
    /// <summary>The same image as docker-compose.yml.</summary>
    public const string Image = "postgres:17-alpine";

    private readonly PostgreSqlContainer _container;

    private ContainerPostgres(PostgreSqlContainer container, string name)
    {
        _container = container;
        Description = $"PostgreSQL in the Docker container {name}, data in the volume of that name";
        ConnectionString = container.GetConnectionString();
    }

    public override string ConnectionString { get; }

    public override string Description { get; }

    public override async ValueTask DisposeAsync()
    {
        await _container.StopAsync();
        await _container.DisposeAsync();
    }

    /// <summary>Null: no Docker engine answers.</summary>
    public static async Task<ContainerPostgres?> TryOpenAsync(string location, CancellationToken cancellation = default)
    {
        if (!EngineAnswers())
            return null;
        var password = await PasswordAsync(location, cancellation);
        var name = $"diplotracker-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(password)))[..12]}";
        var container = new PostgreSqlBuilder(Image)
            .WithName(name)
            .WithDatabase(LocalPostgres.Name)
            .WithUsername(LocalPostgres.Name)
            .WithPassword(password)
            .WithVolumeMount(name, "/var/lib/postgresql/data")
            .WithReuse(true)
            .Build();
        try
        {
            await container.StartAsync(cancellation);
            return new ContainerPostgres(container, name);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            await container.DisposeAsync();
            throw new DatabaseUnavailableException(
                $"The Docker container {name} with {Image} could not be started ({failed.Message}): see 'docker logs "
                + $"{name}', or install PostgreSQL's server programs, or set ConnectionStrings__DiploTracker.", failed);
        }
    }

    /// <summary>Whether a Docker engine is there; where none is, the answer takes no time worth speaking of.</summary>
    public static bool EngineAnswers()
    {
        try
        {
            new PostgreSqlBuilder(Image).Build();
            return true;
        }
        catch (DockerUnavailableException)
        {
            return false;
        }
    }

    private static async Task<string> PasswordAsync(string location, CancellationToken cancellation)
    {
        var file = Path.Combine(location, "container-password");
        try
        {
            Directory.CreateDirectory(location);
            if (!File.Exists(file))
                Keep(RandomNumberGenerator.GetHexString(32, lowercase: true), file);
            return await File.ReadAllTextAsync(file, cancellation);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnavailableException(
                $"{file} cannot be written or read ({refused.Message}): set DIPLO_DATA to a folder this user can write.",
                refused);
        }
    }

    // Written aside and renamed, so that nobody reads half of it; of two trackers at once the first one's holds.
    private static void Keep(string password, string file)
    {
        var aside = $"{file}.{Environment.ProcessId}";
        File.WriteAllText(aside, password);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        try
        {
            File.Move(aside, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(aside);
        }
    }
}
