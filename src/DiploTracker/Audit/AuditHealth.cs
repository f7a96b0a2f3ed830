using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DiploTracker.Audit;

/// <summary>Is the log being sealed, and do the views show what the facts give? With the first difference when not.</summary>
internal sealed class AuditHealth(Sealer sealer, DriftWatch watch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default) => Task.FromResult(
        watch.Found is { } found ? HealthCheckResult.Degraded(
            $"{found.Negotiation} at version {found.Version}: {found.View} shows {found.Path} {found.Shown?.ToJsonString() ?? "null"}, its facts give {found.Expected?.ToJsonString() ?? "null"}.")
        : (sealer.Problem ?? watch.Problem) is { } problem ? HealthCheckResult.Degraded(problem)
        : HealthCheckResult.Healthy("The log is being sealed, and the views show what the facts give."));
}
