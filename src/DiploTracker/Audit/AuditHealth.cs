using System.Globalization;
using DiploTracker.Database;
using DiploTracker.Recording;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace DiploTracker.Audit;

/// <summary>
/// Whether the log is being sealed, by which node and how far, and whether the views match the facts; if not, with the
/// first difference.
/// </summary>
internal sealed class AuditHealth(Sealer sealer, DriftWatch watch, HealthDatabase health) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default)
    {
        if (watch.Found is { } found)
            return HealthCheckResult.Degraded(
                $"{found.Negotiation} at version {found.Version}: {found.View} shows {found.Path} {found.Shown?.ToJsonString() ?? "null"}, its facts give {found.Expected?.ToJsonString() ?? "null"}.");
        if ((sealer.Problem ?? watch.Problem) is { } problem)
            return HealthCheckResult.Degraded(problem);
        try
        {
            return HealthCheckResult.Healthy($"{await Sealing(cancellation)} The views show what the facts give.");
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Degraded($"How far the log is sealed is not known: {failure.GetBaseException().Message}");
        }
    }

    private async Task<string> Sealing(CancellationToken cancellation)
    {
        await using var ask = health.Source.CreateCommand(
            $"""
            select coalesce((select size from diplo.tree), 0), {LogEnd.LastPosition},
                   (select n.name from diplo.leases l join diplo.nodes n on n.id = l.node where l.name = $1)
            """);
        ask.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Sealer.Work });
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return string.Create(CultureInfo.InvariantCulture,
            $"The log is sealed up to position {row.GetInt64(0)} of {row.GetInt64(1)}, by {(row.IsDBNull(2) ? "no node at the moment" : row.GetString(2))}.");
    }
}
