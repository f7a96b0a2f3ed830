using DiploTracker.Database;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace DiploTracker.Hosting.Health;

/// <summary>Whether a required standby confirms commits.</summary>
internal sealed class StandbyCheck(HealthDatabase health) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation)
    {
        try
        {
            await using var ask = health.Source.CreateCommand(
                """
                select current_setting('synchronous_standby_names'), current_setting('synchronous_commit'),
                       (select extract(epoch from max(clock_timestamp() - state_change))::float8 from pg_stat_activity
                        where datname = current_database() and wait_event = 'SyncRep' and state_change < clock_timestamp() - interval '1 second')
                """);
            await using var row = await ask.ExecuteReaderAsync(cancellation);
            await row.ReadAsync(cancellation);
            var (names, commit) = (row.GetString(0), row.GetString(1));
            return (names, commit) switch
            {
                ("", _) => HealthCheckResult.Healthy("The database requires no standby."),
                (_, "off" or "local") => HealthCheckResult.Degraded(
                    $"synchronous_standby_names is '{names}', but synchronous_commit is '{commit}' for the tracker: nothing waits for the standby, and a failover may lose what was answered as recorded."),
                _ when !row.IsDBNull(2) => HealthCheckResult.Degraded(FormattableString.Invariant(
                    $"Commits wait for the synchronous standby (synchronous_standby_names is '{names}'), the first for {row.GetDouble(2):0} s: commands are answered 503. Start the standby, or name another.")),
                _ => HealthCheckResult.Healthy("The required standby confirms what is committed."),
            };
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            return HealthCheckResult.Degraded("Whether a required standby confirms commits is not known: the database does not answer.");
        }
    }
}
