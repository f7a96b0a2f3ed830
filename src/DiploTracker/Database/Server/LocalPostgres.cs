using Npgsql;

namespace DiploTracker.Database;

/// <summary>
/// A PostgreSQL server of the tracker's own, run with the machine's programs in <c>DIPLO_DATA/postgres</c>, without a
/// port: only the tracker's user (and root) can reach its socket. Its data stays; the server ends with the last tracker
/// that uses it (<see cref="PostgresGuard"/>), and one that dies earlier is restarted.
/// </summary>
public sealed class LocalPostgres : DatabaseServer
{
    /// <summary>Name of the database and of the role that owns it.</summary>
    public const string Name = "diplotracker";

    /// <summary>How long a server may take to recover or stop before it counts as stuck.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the processes of a killed server may hold its memory: a start is refused until they are gone.
    /// </summary>
    private static readonly TimeSpan Lingering = TimeSpan.FromSeconds(20);

    private readonly PostgresHome _home;
    private readonly PostgresPrograms _programs;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private PostgresGuard _guard;
    private string _sockets;
    private string? _complaint;
    private Task _watching = Task.CompletedTask;

    private LocalPostgres(PostgresHome home, PostgresPrograms programs, PostgresGuard guard, ILogger logger) =>
        (_home, _programs, _guard, _logger, _sockets) = (home, programs, guard, logger, home.Sockets);

    public override string ConnectionString => ConnectionAs(Name);

    /// <summary>The same database for its superuser.</summary>
    public string AdministratorConnectionString => ConnectionAs(DatabaseOwner.Administrator);

    public override string Description => $"a PostgreSQL of the tracker's own, data in {_home.Data}";

    public override PostgresPrograms Programs => _programs;

    /// <summary>The process id of the server; null while it is not running.</summary>
    public int? ProcessId => _home.Running()?.Pid;

    /// <summary>
    /// Opens the data in the folder, or creates it: with the programs of the version that created it, otherwise with
    /// the first.
    /// </summary>
    public static async Task<LocalPostgres> OpenAsync(string location, IReadOnlyList<PostgresPrograms> programs,
        ILogger logger, CancellationToken cancellation = default)
    {
        var home = await PostgresHome.PrepareAsync(location);
        return await OpenAsync(home, programs, logger, cancellation);
    }

    /// <summary>
    /// A server for tests: leaves nothing behind, and does not wait for the disk, unless its speed is to be measured
    /// (<paramref name="durable"/>).
    /// </summary>
    public static async Task<LocalPostgres> StartThrowawayAsync(IReadOnlyList<PostgresPrograms> programs,
        ILogger logger, CancellationToken cancellation = default, bool durable = false) =>
        await OpenAsync(await PostgresHome.PrepareThrowawayAsync(durable), programs, logger, cancellation);

    private static async Task<LocalPostgres> OpenAsync(PostgresHome home, IReadOnlyList<PostgresPrograms> programs,
        ILogger logger, CancellationToken cancellation)
    {
        var fitting = await FittingAsync(home, programs);
        // The guard before the server: from here on, whatever happens to the tracker, nothing is left running.
        var guard = await PostgresGuard.StartAsync(home, fitting, cancellation);
        try
        {
            var server = new LocalPostgres(home, fitting, guard, logger);
            await server.EnsureRunningAsync(cancellation);
            server._watching = server.WatchAsync();
            return server;
        }
        catch
        {
            await guard.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _watching;
        _closing.Dispose();
        await _guard.DisposeAsync();
    }

    internal static async Task<PostgresPrograms> FittingAsync(
        PostgresHome home, IReadOnlyList<PostgresPrograms> programs)
    {
        if (home.DataVersion is not { } wanted)
            return programs[0];
        List<int> present = [];
        foreach (var candidate in programs)
        {
            present.Add(await candidate.VersionAsync());
            if (present[^1] == wanted)
                return candidate;
        }
        throw new DatabaseUnavailableException(
            $"The data in {home.Data} was made by PostgreSQL {wanted}, and this machine has "
            + $"{string.Join(", ", present)}: install PostgreSQL {wanted} or set PG_BIN to its programs, "
            + "carry the data over with pg_upgrade, or set "
            + "DIPLO_DATA to a new folder.");
    }

    /// <summary>Initialises, adopts or starts the server, as needed; returns when it answers.</summary>
    private async Task EnsureRunningAsync(CancellationToken cancellation)
    {
        using var only = await _home.LockAsync(cancellation);
        if (_home.DataVersion is null)
            await _home.InitialiseAsync(_programs);
        _home.RemoveCutShort();
        var began = TimeProvider.System.GetTimestamp();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            var waited = TimeProvider.System.GetElapsedTime(began);
            if (_home.Running() is { } running)
            {
                _sockets = running.Sockets;
                if (await AnswersAsync(running.Pid, cancellation))
                    return;
                if (waited > Patience)
                    throw StartFailed(
                        $"process {running.Pid} holds {_home.PidFile} but does not answer: stop that process");
            }
            else if (!await StartAsync(cancellation) && _home.Running() is null
                && (waited > Lingering || !_home.HoldsOn()))
                throw StartFailed("it was refused");
        }
        while (await look.WaitForNextTickAsync(cancellation));
    }

    private Task<bool> StartAsync(CancellationToken cancellation)
    {
        _home.ForgetKilledServer(_sockets);
        return _guard.StartServerAsync($"-k {_sockets} -p 5432 -c listen_addresses=" + (_home.IsDurable
            ? ""
            // One server for all trackers of a test run.
            : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=500"), cancellation);
    }

    /// <summary>Is it the server of this folder, ready and with the tracker's database?</summary>
    private async Task<bool> AnswersAsync(int pid, CancellationToken cancellation)
    {
        var owner = new DatabaseOwner(new NpgsqlConnectionStringBuilder { Host = _sockets }, mayCreateDatabases: _home.IsThrowaway);
        try
        {
            await using (var administrator = await owner.AdministratorAsync(cancellation))
            {
                // Relative to the server's data directory, whatever links lead there: show data_directory would differ.
                await using var ask = new NpgsqlCommand(
                    $"select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) = '{pid}'", administrator);
                if (await ask.ExecuteScalarAsync(cancellation) is not true)
                    throw StartFailed($"the socket in {_sockets} belongs to a server of another folder: stop that one");
            }
            await owner.PrepareAsync(cancellation);
            return true;
        }
        catch (NpgsqlException notReady) when (notReady.IsTransient || notReady is not PostgresException)
        {
            return false;
        }
    }

    private async Task WatchAsync()
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            while (await look.WaitForNextTickAsync(_closing.Token))
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
            if (_guard.IsGone)
                _guard = await PostgresGuard.StartAsync(_home, _programs, _closing.Token);
            if (ProcessId is not null)
                return;
            _logger.LogWarning("The database server is gone; starting it again: {Server}", Description);
            await EnsureRunningAsync(_closing.Token);
            _logger.LogInformation("The database server answers again");
            _complaint = null;
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            if (failed.Message != _complaint)
                _logger.LogError("The database server could not be started again, the next tries follow: {Reason}", failed.Message);
            _complaint = failed.Message;
        }
    }

    private string ConnectionAs(string user) =>
        new NpgsqlConnectionStringBuilder { Host = _sockets, Database = Name, Username = user }.ConnectionString;

    private DatabaseUnavailableException StartFailed(string reason) => new(
        $"The database server of {_home.Data} did not start ({reason}): mend what the last lines of {_home.Log} say, "
        + $"or set DIPLO_DATA to another folder.\n{_home.LastLinesOfLog()}");
}
