using System.Globalization;
using DiploTracker.Database;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace DiploTracker.Nodes;

/// <summary>
/// Reports which node does what; degraded if for a while no node does something that this node would do.
/// </summary>
internal sealed class LeaseHealth(HealthDatabase health, Leases leases) : IHealthCheck
{
    /// <summary>Seconds: longer than a takeover takes.</summary>
    private const double Patience = 10;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation)
    {
        try
        {
            var lines = await Lines(cancellation);
            var nodes = lines.Where(line => line.Node is not null).GroupBy(line => (line.Id, line.Node))
                .Select(one => $"{one.Key.Node}{(one.Key.Id == leases.Node.Id ? " (this node)" : "")}: "
                    + string.Join(", ", one.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Work} since {line.Since:yyyy-MM-dd'T'HH:mm:ss'Z'}"))));
            var all = $"Work of one node for all. {string.Join("; ", nodes)}.";
            var idle = lines.FindAll(line => line.Node is null && line.Seconds > Patience).ConvertAll(line => line.Work);
            return idle is []
                ? HealthCheckResult.Healthy(all)
                : HealthCheckResult.Degraded($"Nobody works on {string.Join(", ", idle)}. {all}");
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"Which node does what is not known: {failure.GetBaseException().Message}");
        }
    }

    private async Task<List<Line>> Lines(CancellationToken cancellation)
    {
        await using var ask = health.Source.CreateCommand(
            """
            select l.name, n.id, case when a.lives then n.name end, l.since, extract(epoch from clock_timestamp() - greatest(l.since, n.expires_at))::float8
            from diplo.leases l
            left join diplo.nodes n on n.id = l.node
            cross join lateral (select n.expires_at between clock_timestamp() and clock_timestamp() + n.term) a (lives)
            where a.lives or l.name = any ($1)
            order by n.name, n.id, l.name
            """);
        ask.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. leases.Wanted] });
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        List<Line> lines = [];
        while (await rows.ReadAsync(cancellation))
            lines.Add(new Line(
                rows.GetString(0), rows.IsDBNull(1) ? Guid.Empty : rows.GetGuid(1), rows.IsDBNull(2) ? null : rows.GetString(2),
                rows.GetDateTime(3), rows.GetDouble(4)));
        return lines;
    }

    /// <param name="Node">Null while no node does it.</param>
    /// <param name="Since">Since when, in UTC.</param>
    /// <param name="Seconds">How long no node has done it; negative while one does.</param>
    private sealed record Line(string Work, Guid Id, string? Node, DateTime Since, double Seconds);
}
