using DiploTracker.Database;
using DiploTracker.Recording;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DiploTracker.Hosting.Health;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseCheck(DatabaseProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation)
    {
        if (await probe.InTime() is not { } state)
            return HealthCheckResult.Unhealthy("The database does not answer in time.");
        return state.Unread is { } unread ? HealthCheckResult.Unhealthy(unread)
            : state.Crowded is { } crowded ? HealthCheckResult.Degraded(crowded)
            : HealthCheckResult.Healthy("The database answers.");
    }
}

/// <summary>Whether the database takes writes.</summary>
internal sealed class WritesCheck(DatabaseProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation) =>
        await probe.InTime() is not { } state ? HealthCheckResult.Unhealthy("Whether the database takes writes is not known: it does not answer in time.")
        : state.Unwritten is { } unwritten ? HealthCheckResult.Unhealthy(unwritten)
        : HealthCheckResult.Healthy("The database takes writes.");
}

/// <summary>Whether the schema is up to date.</summary>
internal sealed class SchemaCheck(SchemaReady schema) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation) => Task.FromResult(schema.IsReady
        ? HealthCheckResult.Healthy("The schema is up to date.")
        : HealthCheckResult.Unhealthy("The schema has not been applied yet; the tracker tries again every second."));
}

/// <summary>Whether recording has stopped.</summary>
internal sealed class RecordingCheck(RecordingGate gate) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation) => Task.FromResult(gate.Stop is { } stop
        ? HealthCheckResult.Unhealthy($"Nothing is recorded: {stop.Detail}")
        : HealthCheckResult.Healthy("Commands are recorded."));
}
