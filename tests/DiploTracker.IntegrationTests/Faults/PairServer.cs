using System.Diagnostics;
using System.Runtime.Versioning;
using DiploTracker.Database;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Faults;

/// <summary>
/// One PostgreSQL server that a test may kill, stop, freeze and start again. It has a socket and no port, writes to disk
/// without fsync (so it survives the death of its processes, not of the machine), and goes with the test run.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PairServer : IAsyncDisposable
{
    private readonly PostgresHome _home;
    private readonly PostgresGuard _guard;
    private readonly string _name;

    private PairServer(PostgresHome home, PostgresGuard guard, string name) => (_home, _guard, _name) = (home, guard, name);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>For a tracker or a test; while the server is down, opening a connection fails.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder { Host = _home.Sockets, Database = LocalPostgres.Name, Username = DatabaseOwner.Administrator }.ConnectionString;

    /// <summary>The socket, for a <see cref="Proxy"/>.</summary>
    public string Socket => Path.Combine(_home.Sockets, ".s.PGSQL.5432");

    private string Dump => Path.Combine(_home.Sockets, "dump");

    public bool IsRunning => _home.Running() is not null;

    public string Log => _home.LastLinesOfLog(count: 40);

    private static PostgresPrograms Programs => Folder.Programs is [var programs, ..]
        ? programs
        : throw new DatabaseUnavailableException(
            "This test breaks a server of its own and its standby, which takes PostgreSQL's server programs on this machine "
            + "(on Debian and Ubuntu: apt install postgresql; or set PG_BIN to their folder); a container is not enough.");

    /// <summary>A new server with an empty database, running.</summary>
    /// <param name="name">Its cluster name; the name by which a primary knows it as a standby.</param>
    public static async Task<PairServer> StartNewAsync(string name)
    {
        var server = await PrepareAsync(name);
        await server._home.InitialiseAsync(Programs);
        await server.StartAsync();
        await Folder.AskAsync(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "postgres" }.ConnectionString, $"create database {LocalPostgres.Name}");
        return server;
    }

    /// <summary>A streaming standby of this server, running and connected.</summary>
    public async Task<PairServer> StartStandbyAsync(string name)
    {
        var standby = await PrepareAsync(name);
        var (code, output) = await ServerProcess.RunAsync(
            Programs.Run("pg_basebackup",
                "-h", _home.Sockets, "-U", DatabaseOwner.Administrator, "-D", standby._home.Data, "--write-recovery-conf", "--checkpoint=fast", "--no-sync"),
            _home.User);
        code.ShouldBe(0, output);
        await standby.StartAsync();
        await Folder.UntilAsync(async () => await AskAsync<long>($"select count(*) from pg_stat_replication where application_name = '{name}'") == 1, "the standby streams");
        return standby;
    }

    /// <summary>Starts it, or starts it again after it was stopped or killed; it answers when this returns.</summary>
    public async Task StartAsync()
    {
        var options = $"-k {_home.Sockets} -p 5432 -c listen_addresses= -c fsync=off -c wal_keep_size=256MB -c wal_retrieve_retry_interval=100 -c cluster_name={_name}";
        (await _guard.StartServerAsync(options, Cancellation)).ShouldBeTrue(Log);
    }

    /// <summary>Stops it as an operator does: sessions are ended, a primary sends its standby all it has.</summary>
    public async Task StopAsync()
    {
        var (code, output) = await ServerProcess.RunAsync(
            Programs.Run("pg_ctl", "stop", "-D", _home.Data, "-m", "fast", "-w", "-t", "30"), _home.User);
        code.ShouldBe(0, output);
    }

    /// <summary>Kills all its processes at once, as a lost machine does.</summary>
    public async Task KillAsync()
    {
        var processes = await SignalAsync("KILL");
        await Folder.UntilAsync(() => !processes.Exists(ServerProcess.IsPostgres), "the processes are gone");
        _home.ForgetKilledServer(_home.Sockets);
    }

    /// <summary>Copies its data while it is stopped, as a snapshot of its machine does.</summary>
    public async Task TakeSnapshotAsync()
    {
        await StopAsync();
        await FilesAsync("cp", "-a", _home.Data, $"{_home.Data}.snapshot");
        await StartAsync();
    }

    /// <summary>Puts the snapshot in the place of its data: the same server, without what was written since.</summary>
    public async Task PutSnapshotBackAsync()
    {
        await KillAsync();
        await FilesAsync("rm", "-r", _home.Data);
        await FilesAsync("mv", $"{_home.Data}.snapshot", _home.Data);
        await StartAsync();
    }

    /// <summary>Dumps all of its database, for <see cref="RestoreAsync"/>.</summary>
    public async Task DumpAsync()
    {
        var (code, output) = await ServerProcess.RunAsync(
            Programs.Run("pg_dump", "-h", _home.Sockets, "-U", DatabaseOwner.Administrator, "-Fc", "-f", Dump, LocalPostgres.Name), _home.User);
        code.ShouldBe(0, output);
    }

    /// <summary>Restores the dump into the same database, in the place of what is there; again, where a tracker's locks were in its way.</summary>
    public Task RestoreAsync() => Folder.UntilAsync(async () =>
    {
        await ExecuteAsync("drop schema if exists dashboards cascade"); // its views may have come after the dump
        var (code, output) = await ServerProcess.RunAsync(
            Programs.Run("pg_restore", "-h", _home.Sockets, "-U", DatabaseOwner.Administrator, "-d", LocalPostgres.Name, "--clean", "--if-exists", "--single-transaction", Dump), _home.User);
        if (code != 0)
            output.ShouldMatch("deadlock|depend");
        return code == 0;
    }, "the dump is restored");

    /// <summary>Freezes all its processes: connections stay open, and nothing answers.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    public Task ResumeAsync() => SignalAsync("CONT");

    /// <summary>Makes a standby a primary; it takes commits when this returns.</summary>
    public async Task PromoteAsync() => (await AskAsync<bool>("select pg_promote(true, 30)")).ShouldBeTrue(Log);

    public Task ExecuteAsync(string sql) => AskAsync<object?>(sql);

    /// <summary>Asks on a connection of its own.</summary>
    public async Task<T> AskAsync<T>(string sql) => (T)(await Folder.AskAsync(ConnectionString, sql))!;

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            await KillAsync(); // a primary that is stopped waits for its standby
        await _guard.DisposeAsync();
    }

    private static async Task<PairServer> PrepareAsync(string name)
    {
        var home = await PostgresHome.PrepareThrowawayAsync(durable: false);
        return new PairServer(home, await PostgresGuard.StartAsync(home, Programs, Cancellation), name);
    }

    /// <summary>Signals the server first, so that it starts no further process meanwhile, then its children; gives their ids.</summary>
    private async Task<List<int>> SignalAsync(string signal)
    {
        var server = _home.Running().ShouldNotBeNull("the server runs").Pid;
        await Processes.SignalAsync(signal, server);
        List<int> children = [.. (await Processes.AllAsync()).Where(process => process.Parent == server).Select(process => process.Id)];
        await Processes.SignalAsync(signal, children);
        return [server, .. children];
    }

    private static async Task FilesAsync(string program, params string[] arguments)
    {
        var (code, output) = await ServerProcess.RunAsync(new ProcessStartInfo(program, arguments), user: null);
        code.ShouldBe(0, output);
    }
}
