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
/// PostgreSQL in a container of the tracker's own, where a Docker engine runs but PostgreSQL is not installed. The data
/// stays in a named volume; the container is stopped with the last tracker that uses it, one left over is used again,
/// and one that dies is started again by the engine. Its password is made once and kept in
/// <c>DIPLO_DATA/container-password</c>; container and volume are named after it, so every data folder has its own.
/// </summary>
public sealed class ContainerPostgres : DatabaseServer
{
    /// <summary>The same image as docker-compose.yml.</summary>
    public const string Image = "postgres:17-alpine";

    /// <summary>What the image's initdb is told: order and letters as on a server of the machine's.</summary>
    public const string Locale = "--locale=C.UTF-8 --locale-provider=icu --icu-locale=und";

    /// <summary>Held shared by every tracker of the container: the one that gets it alone is the last.</summary>
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

    /// <summary>Null: no Docker engine answers.</summary>
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
            // Left as it is: another tracker may use it, and 'docker logs' needs it.
            throw new DatabaseUnavailableException(
                $"The Docker container {name} with {Image} could not be used ({failed.Message}): see 'docker logs "
                + $"{name}'; 'docker rm {name}' lets it begin anew and keeps the data; or install PostgreSQL's server "
                + "programs, or set ConnectionStrings__DiploTracker.", failed);
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

    public override async ValueTask DisposeAsync()
    {
        await _presence.DisposeAsync();
        await using var last = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        // Disposing a reused container stops it, for everybody.
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
            return true; // It does not answer, so it serves nobody.
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
            // Testcontainers switches all three off, for tests: a crash would lose what was answered as recorded.
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

    // A port of its own choice would be another one after a restart, and open to the whole network.
    private static void BindToLoopback(string host, CreateContainerParameters parameters)
    {
        if (host is not ("localhost" or "127.0.0.1"))
            return; // An engine elsewhere: its loopback cannot be reached from here.
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
