using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DiploTracker.Live;

/// <summary>Whether the feed is running. It stops before an event that it cannot read, and skips nothing.</summary>
internal sealed class FeedHealth(Feed feed) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation) => Task.FromResult(feed.Problem is { } problem
        ? HealthCheckResult.Degraded($"The feed has stopped: {problem}. It tries again every second.")
        : HealthCheckResult.Healthy("The feed goes on."));
}
