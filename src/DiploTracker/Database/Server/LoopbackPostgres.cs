using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace DiploTracker.Database;

/// <summary>
/// A PostgreSQL server of the tracker's own on Windows, which has neither the shell nor the private sockets of <see
/// cref="LocalPostgres"/>: it listens on a loopback port and asks for a password, which is kept in
/// <c>DIPLO_DATA/database-password</c>. The last tracker that exits cleanly stops it; the next one reuses a server that
/// a killed tracker left running.
/// </summary>
internal sealed class LoopbackPostgres : DatabaseServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly PostgresHome _home;
    private readonly PostgresPrograms _programs;
    private readonly ILogger _logger;
    private readonly string _password;
    private readonly FileStream _presence;
    private readonly CancellationTokenSource _closing = new();
    private int _port;
    private string? _complaint;
    private Task _watching = Task.CompletedTask;

    private LoopbackPostgres(
        PostgresHome home, PostgresPrograms programs, string password, FileStream presence, ILogger logger) =>
        (_home, _programs, _password, _presence, _logger) = (home, programs, password, presence, logger);

    public override string ConnectionString =>
        new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Username = LocalPostgres.Name, Database = LocalPostgres.Name }.ConnectionString;

    public override PostgresPrograms Programs => _programs;

    public override string Description => $"a PostgreSQL of the tracker's own on port {_port}, data in {_home.Data}";

    /// <summary>The process id of the server; null while it is not running.</summary>
    public int? ProcessId => _home.Running()?.Pid;

    public static async Task<LoopbackPostgres> OpenAsync(string location, IReadOnlyList<PostgresPrograms> programs,
        ILogger logger, CancellationToken cancellation = default)
    {
        var home = await PostgresHome.PrepareAsync(location);
        var fitting = await LocalPostgres.FittingAsync(home, programs);
        var password = await ContainerPassword.OfAsync(location, cancellation, "database-password");
        // Shared by every tracker of the server: one that gets it exclusively is the last.
        var presence = new FileStream(Presence(home), FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
        var server = new LoopbackPostgres(home, fitting, password, presence, logger);
        try
        {
            await server.EnsureRunningAsync(cancellation);
            server._watching = server.WatchAsync();
            return server;
        }
        catch
        {
            await presence.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _watching;
        _closing.Dispose();
        using var only = await Fetching.OnlyOneAsync(_home.Folder, CancellationToken.None);
        await _presence.DisposeAsync();
        if (IsLast() && _home.Running() is not null)
            await ServerProcess.RunSilentlyAsync(
                _programs.Run("pg_ctl", "stop", "-s", "-D", _home.Data, "-m", "fast", "-w", "-t", "60"), _home.User);
    }

    private static string Presence(PostgresHome home) => $"{home.Folder}.users";

    private bool IsLast()
    {
        try
        {
            using var alone = new FileStream(Presence(_home), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false; // Another tracker holds it.
        }
    }

    /// <summary>Initialises, adopts or starts the server, as needed; returns when it answers.</summary>
    private async Task EnsureRunningAsync(CancellationToken cancellation)
    {
        using var only = await Fetching.OnlyOneAsync(_home.Folder, cancellation);
        if (_home.DataVersion is null)
            await InitialiseAsync();
        _home.RemoveCutShort();
        if (_home.Running() is null && !await StartAsync())
            throw StartFailed("it was refused");
        var began = TimeProvider.System.GetTimestamp();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (_home.Port() is not { } port || !await AnswersAsync(port, cancellation))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw StartFailed("it does not answer");
            await look.WaitForNextTickAsync(cancellation);
        }
    }

    private async Task InitialiseAsync()
    {
        var file = Path.Combine(_home.Folder, "password.new");
        await File.WriteAllTextAsync(file, _password);
        await ServerProcess.HandOverAsync(file);
        try
        {
            await _home.InitialiseAsync(_programs, "--auth=scram-sha-256", $"--pwfile={file}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<bool> StartAsync()
    {
        File.Delete(_home.PidFile);
        // Its previous port, so that the connection string stays valid; another if it is new or the port is taken.
        foreach (var port in new[] { _port, FreePort() }.Where(port => port != 0))
            if (await ServerProcess.RunSilentlyAsync(_programs.Run("pg_ctl", "start", "-s", "-w", "-t", "60",
                "-D", _home.Data, "-l", _home.Log,
                "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="), _home.User) == 0)
                return true;
        return _home.Running() is not null;
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, port: 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        _port = port;
        try
        {
            await new DatabaseOwner(Server).PrepareAsync(cancellation);
            return true;
        }
        catch (NpgsqlException notReady) when (notReady.IsTransient || notReady is not PostgresException)
        {
            return false;
        }
    }

    private async Task WatchAsync()
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        try
        {
            while (await look.WaitForNextTickAsync(_closing.Token))
                if (ProcessId is null)
                    await MendAsync();
        }
        catch (OperationCanceledException)
        {
            // The tracker closes.
        }
    }

    private async Task MendAsync()
    {
        try
        {
            _logger.LogWarning("The database server is gone; starting it again: {Server}", Description);
            await EnsureRunningAsync(_closing.Token);
            _complaint = null;
        }
        catch (DatabaseUnavailableException failed)
        {
            if (failed.Message != _complaint)
                _logger.LogError(failed, "The database server could not be started again; the next tries follow");
            _complaint = failed.Message;
        }
    }

    private NpgsqlConnectionStringBuilder Server => new() { Host = "127.0.0.1", Port = _port, Password = _password };

    private DatabaseUnavailableException StartFailed(string reason) => new(
        $"The database server of {_home.Data} did not start ({reason}): mend what the last lines of {_home.Log} say, "
        + $"or set DIPLO_DATA to another folder.\n{_home.LastLinesOfLog()}");
}
