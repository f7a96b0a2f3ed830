using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using Npgsql;
using Testcontainers.PostgreSql;

namespace DiploTracker.Database;

/// <summary>
/// PostgreSQL in a container of the tracker's own, if a Docker engine runs but PostgreSQL is not installed. The data is
/// in a named volume; the container is stopped with the last tracker that uses it, one left over is reused, and one
/// that dies is restarted by the engine. Its password is generated once and kept in
/// <c>DIPLO_DATA/container-password</c>; container and volume are named after it, so every data folder has its own.
/// </summary>
public sealed class ContainerPostgres : DatabaseServer
{
    /// <summary>The same image as docker-compose.yml.</summary>
    public const string Image = "postgres:17-alpine";

    /// <summary>Arguments of the image's initdb: collation and characters as on a server of the machine.</summary>
    public const string Locale = "--locale=C.UTF-8 --locale-provider=icu --icu-locale=und";

    /// <summary>
    /// Held shared by every tracker that uses the container: one that gets it exclusively is the last.
    /// </summary>
    private const string Presence = "7305804402587431";

    private readonly PostgreSqlContainer _container;
    private readonly NpgsqlConnection _presence;

    private ContainerPostgres(PostgreSqlContainer container, NpgsqlConnection presence)
    {
        (_container, _presence) = (container, presence);
        ConnectionString = container.GetConnectionString();
        var name = container.Name.TrimStart('/');
        Description = $"PostgreSQL in the Docker container {name}, data in the volume of that name";
    }

    public override string ConnectionString { get; }

    public override string Description { get; }

    /// <summary>Null if no Docker engine answers.</summary>
    public static async Task<ContainerPostgres?> TryOpenAsync(
        string location, ILogger logger, CancellationToken cancellation = default)
    {
        if (!EngineAnswers())
            return null;
        var password = await ContainerPassword.OfAsync(location, cancellation);
        var name = $"diplotracker-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(password)))[..12]}";
        var container = Describe(name, password, logger);
        try
        {
            await container.StartAsync(cancellation);
            await new DatabaseOwner(new NpgsqlConnectionStringBuilder(container.GetConnectionString())).PrepareAsync(cancellation);
            var presence = new NpgsqlConnection(container.GetConnectionString() + ";Pooling=false;Keepalive=30");
            await presence.OpenAsync(cancellation);
            await AskAsync(presence, $"select pg_advisory_lock_shared({Presence})");
            return new ContainerPostgres(container, presence);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // Not removed: another tracker may use it, and 'docker logs' needs it.
            throw new DatabaseUnavailableException(
                $"The Docker container {name} with {Image} could not be used ({failed.Message}): see 'docker logs "
                + $"{name}'; 'docker rm {name}' lets it begin anew and keeps the data; or install PostgreSQL's server "
                + "programs, or set ConnectionStrings__DiploTracker.", failed);
        }
    }

    /// <summary>Is there a Docker engine? If there is none, the answer is practically instant.</summary>
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

    public override async ValueTask DisposeAsync()
    {
        await _presence.DisposeAsync();
        await using var last = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        // Disposing a reused container stops it for all trackers.
        if (await IsLastAsync(last))
            await _container.DisposeAsync();
    }

    private static async Task<bool> IsLastAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.OpenAsync();
            return await AskAsync(connection, $"select pg_try_advisory_lock({Presence})") is true;
        }
        catch (NpgsqlException)
        {
            return true; // It does not answer, so it serves no one.
        }
    }

    private static PostgreSqlContainer Describe(string name, string password, ILogger logger)
    {
        PostgreSqlContainer? container = null;
        return container = new PostgreSqlBuilder(Image)
            .WithName(name)
            .WithDatabase(LocalPostgres.Name)
            .WithUsername(LocalPostgres.Name)
            .WithPassword(password)
            .WithEnvironment("POSTGRES_INITDB_ARGS", Locale)
            .WithVolumeMount(name, "/var/lib/postgresql/data")
            // Testcontainers switches all three off, for tests: a crash would lose facts already acknowledged.
            .WithCommand("-c", "fsync=on", "-c", "full_page_writes=on", "-c", "synchronous_commit=on")
            .WithReuse(true)
            .WithLogger(logger)
            .WithCreateParameterModifier(parameters =>
            {
                parameters.HostConfig!.RestartPolicy = new RestartPolicy { Name = RestartPolicyKind.OnFailure };
                BindToLoopback(container!.Hostname, parameters);
            })
            .Build();
    }

    // A port chosen by Docker would change at a restart, and be open to the whole network.
    private static void BindToLoopback(string host, CreateContainerParameters parameters)
    {
        if (host is not ("localhost" or "127.0.0.1"))
            return; // A remote engine: its loopback cannot be reached from here.
        using var free = new TcpListener(IPAddress.Loopback, port: 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        foreach (var binding in parameters.HostConfig!.PortBindings!.Values.SelectMany(bindings => bindings))
            (binding.HostIP, binding.HostPort) = ("127.0.0.1", $"{port}");
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
