using System.Globalization;
using DiploTracker.Database;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>
/// Whether the views follow the log. On a quiet night they are at its head, however old that is; a frozen view stays
/// where it is while the head moves on. Reads are still answered, with their age, so the tracker is degraded, not down.
/// </summary>
internal sealed class ProjectionHealth(HealthDatabase health, ProjectionCatalogue catalogue) : IHealthCheck
{
    /// <summary>Seconds behind the log after which a view counts as frozen.</summary>
    public const double Frozen = 30;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation)
    {
        try
        {
            var lines = await Lines(cancellation);
            List<string> ills = [.. catalogue.All.Select(view => Ill(view, lines)).OfType<string>()];
            return ills is []
                ? HealthCheckResult.Healthy("All views follow the log.")
                : HealthCheckResult.Degraded(string.Join(" ", ills));
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"How the views are is not known: {failure.GetBaseException().Message}");
        }
    }

    private static string? Ill(Projection view, List<Line> lines)
    {
        var own = lines.FindAll(line => line.Build.View == view.Name);
        if (own.Find(line => line.Left > 0) is { } leaving)
            return At($"{view.Name}{(leaving.Build.State == BuildState.Building ? $" (build {leaving.Build.Number}, not read yet)" : "")} leaves out {leaving.Left} {(leaving.Left == 1 ? "negotiation" : "negotiations")} that it cannot take in; the first is {leaving.First!.TrimEnd('.')}.");
        if (own.Find(line => line.Build.State == BuildState.Current) is not { } current)
            return At($"{view.Name} is being built, at position {own.Select(line => line.Build.Position).DefaultIfEmpty().Max()}.");
        return current.Lag > Frozen && !own.Exists(line => line.Build.State == BuildState.Building)
            ? At($"{view.Name} is {(current.IsOnItsWay ? "catching up" : "frozen")}: it stands at position {current.Build.Position} and has been behind the log for {current.Lag:F0} seconds.")
            : null;
    }

    private async Task<List<Line>> Lines(CancellationToken cancellation)
    {
        await using var ask = health.Source.CreateCommand(
            $"""
            select {Build.Columns}, coalesce(extract(epoch from clock_timestamp() - (
                select e.timestamp from mt_events e where e.seq_id = v.position + 1)), 0)::float8,
                exists (select from pg_locks l where l.granted and l.mode = '{ProjectionSchema.LongWayMode}'
                    and l.database = (select oid from pg_database where datname = current_database())
                    and l.relation = to_regclass('{ProjectionSchema.Tables}.' || v.name || '_' || v.version || '_' || v.build)),
                (select count(*) from diplo.set_aside s where s.view = v.name and s.build = v.build),
                (select s.negotiation || ' from position ' || s.position || ' on, ' || s.reason
                 from diplo.set_aside s where s.view = v.name and s.build = v.build order by s.since, s.negotiation limit 1)
            from diplo.views v where v.state <> 'Retired' order by v.name, v.build
            """);
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        List<Line> lines = [];
        while (await rows.ReadAsync(cancellation))
            lines.Add(new Line(Build.Of(rows), rows.GetDouble(6), rows.GetBoolean(7), rows.GetInt64(8), rows.IsDBNull(9) ? null : rows.GetString(9)));
        return lines;
    }

    private static string At(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <param name="Lag">Seconds since the build was last at the head.</param>
    /// <param name="IsOnItsWay">
    /// A node is catching it up in one long transaction and will not move it before the end.
    /// </param>
    /// <param name="Left">The number of negotiations that it leaves out.</param>
    /// <param name="First">The first of them, with the reason.</param>
    private sealed record Line(Build Build, double Lag, bool IsOnItsWay, long Left, string? First);
}
