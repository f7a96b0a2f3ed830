using System.Runtime.Versioning;
using Npgsql;

namespace DiploTracker.IntegrationTests.Faults;

/// <summary>
/// A primary and a streaming standby, made from the machine's PostgreSQL programs. The standby is asynchronous until it is
/// required; it is called <c>standby</c>, and what is promoted requires no standby itself. A tracker that is to follow a
/// failover connects through a <see cref="Proxy"/>.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PostgresPair : IAsyncDisposable
{
    public const string Appends = "DiploTracker appends";

    private const string Name = "standby";

    private PostgresPair(PairServer primary, PairServer standby) => (Primary, Standby) = (primary, standby);

    public PairServer Primary { get; }

    public PairServer Standby { get; }

    public static async Task<PostgresPair> StartAsync()
    {
        var primary = await PairServer.StartNewAsync("primary");
        try
        {
            return new PostgresPair(primary, await primary.StartStandbyAsync(Name));
        }
        catch
        {
            await primary.DisposeAsync();
            throw;
        }
    }

    /// <summary>A commit on the primary is answered once the standby has it on disk; true when this returns.</summary>
    public async Task RequireStandbyAsync()
    {
        await SetAsync($"'{Name}'");
        await Folder.UntilAsync(() => Primary.AskAsync<bool>($"select exists (select from pg_stat_replication where application_name = '{Name}' and sync_state = 'sync')"),
            "the standby is synchronous");
    }

    /// <summary>A commit is answered once the primary has it. Whatever waited for the standby waits no longer.</summary>
    public async Task RequireNobodyAsync() => await SetAsync("''");

    /// <summary>
    /// The standby receives nothing more, and goes on answering: what is committed from here on (while it is not required) is
    /// lost by <see cref="FailOverAsync"/>.
    /// </summary>
    public async Task LetStandbyFallBehindAsync()
    {
        await UntilStandbyHasAllAsync();
        await Standby.ExecuteAsync("alter system set primary_conninfo = ''");
        await Standby.ExecuteAsync("select pg_reload_conf()");
        await Folder.UntilAsync(async () => await Primary.AskAsync<long>("select count(*) from pg_stat_replication") == 0, "the standby is cut off");
    }

    /// <summary>Waits until the standby has replayed what the primary has written.</summary>
    public async Task UntilStandbyHasAllAsync()
    {
        var written = await Primary.AskAsync<string>("select pg_current_wal_flush_lsn()::text");
        await Folder.UntilAsync(() => Standby.AskAsync<bool>($"select pg_last_wal_replay_lsn() >= '{written}'"), "the standby has replayed all");
    }

    /// <summary>Waits until so many sessions of the primary wait for the standby.</summary>
    /// <param name="of">How the name of the application begins whose sessions are meant; what a tracker acknowledges is committed by <see cref="Appends"/>.</param>
    public Task UntilCommitsWaitAsync(int count = 1, string of = "") =>
        Folder.UntilAsync(async () => await Primary.AskAsync<long>($"select count(*) {Waiting(of)}") == count, $"{count} commits wait");

    /// <summary>Ends the wait of commits, as an operator may (<c>pg_cancel_backend</c>, <c>pg_terminate_backend</c>): they stand on the primary alone.</summary>
    public async Task EndWaitsAsync(string by = "pg_cancel_backend", string of = "")
    {
        // Others may begin to wait at once.
        const string commit = "pid || ' since ' || query_start";
        var ended = await Primary.AskAsync<string>($"select coalesce(string_agg({commit}, ', '), '') {Waiting(of)}");
        await Primary.ExecuteAsync($"select count({by}(pid)) {Waiting(of)}");
        await Folder.UntilAsync(() => Primary.AskAsync<bool>(
            $"select not exists (select {Waiting("")} and strpos('{ended}', {commit}) > 0)"), "the waits have ended");
    }

    /// <summary>A fresh database on the primary, for a tracker; gives its connection string.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await Primary.ExecuteAsync($"create database {name}");
        return new NpgsqlConnectionStringBuilder(Primary.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>The primary is lost and the standby takes its place.</summary>
    public async Task FailOverAsync()
    {
        await Primary.KillAsync();
        await Standby.PromoteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Standby.DisposeAsync();
        await Primary.DisposeAsync();
    }

    private static string Waiting(string of) => $"from pg_stat_activity where wait_event = 'SyncRep' and application_name like '{of}%'";

    private async Task SetAsync(string names)
    {
        await Primary.ExecuteAsync($"alter system set synchronous_standby_names = {names}");
        await Primary.ExecuteAsync("select pg_reload_conf()");
        await Folder.UntilAsync(() => Primary.AskAsync<bool>($"select current_setting('synchronous_standby_names') = {names}"), "the setting is loaded");
    }
}
