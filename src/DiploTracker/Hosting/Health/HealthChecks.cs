using DiploTracker.Recording;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace DiploTracker.Hosting.Health;

/// <summary>Does the database answer?</summary>
internal sealed class DatabaseCheck(HealthDatabase health) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation)
    {
        try
        {
            await using var ask = health.Source.CreateCommand("select 1");
            await ask.ExecuteScalarAsync(cancellation);
            return HealthCheckResult.Healthy("The database answers.");
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"The database does not answer: {failure.GetBaseException().Message}");
        }
        catch (OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer in time.");
        }
    }
}

/// <summary>Has the schema been brought up to date?</summary>
internal sealed class SchemaCheck(SchemaReady schema) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation) => Task.FromResult(schema.IsReady
        ? HealthCheckResult.Healthy("The schema is up to date.")
        : HealthCheckResult.Unhealthy("The schema has not been applied yet; the tracker tries again every second."));
}

/// <summary>May anything be recorded?</summary>
internal sealed class RecordingCheck(RecordingGate gate) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation) => Task.FromResult(gate.Stop is { } stop
        ? HealthCheckResult.Unhealthy($"Nothing is recorded: {stop.Detail}")
        : HealthCheckResult.Healthy("Commands are recorded."));
}
