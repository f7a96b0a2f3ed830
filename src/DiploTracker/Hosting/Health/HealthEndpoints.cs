using DiploTracker.Hosting.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DiploTracker.Hosting.Health;

/// <summary>Degraded: requests are answered as ever, but somebody should look at it.</summary>
public enum HealthWord { Healthy, Degraded, Unhealthy }

/// <summary>Whether the tracker is well, and if not, why.</summary>
public sealed record Health(HealthWord Status, IReadOnlyList<HealthCheckLine> Checks);

/// <param name="Detail">What was found, in words.</param>
public sealed record HealthCheckLine(string Name, HealthWord Status, string? Detail);

internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks()
        .AddCheck<DatabaseCheck>("database", timeout: Patience)
        .AddCheck<SchemaCheck>("schema")
        .AddCheck<RecordingCheck>("recording");

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", Live);
        routes.MapGet("/health/ready", Ready);
    }

    /// <summary>The process answers; nothing else is asked.</summary>
    [ProducesResponseType<Health>(StatusCodes.Status200OK)]
    public static IResult Live(HttpContext context) => Answer(context, new Health(HealthWord.Healthy, []));

    /// <summary>The tracker can answer requests and record: the database answers, has its schema, and holds the log that was sealed. Degraded where a view has stopped: answers go on, and say how old they are.</summary>
    [ProducesResponseType<Health>(StatusCodes.Status200OK)]
    [ProducesResponseType<Health>(StatusCodes.Status503ServiceUnavailable, Description = "It cannot; the check that fails says why.")]
    public static async Task<IResult> Ready(HttpContext context, HealthCheckService checks)
    {
        var report = await checks.CheckHealthAsync(context.RequestAborted);
        return Answer(context, new Health(Word(report.Status), [.. report.Entries.Select(entry =>
            new HealthCheckLine(entry.Key, Word(entry.Value.Status), entry.Value.Description ?? entry.Value.Exception?.Message))]));
    }

    private static IResult Answer(HttpContext context, Health health)
    {
        context.Response.Headers.CacheControl = "no-store";
        var status = health.Status == HealthWord.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return Results.Json(health, Json.Options, statusCode: status);
    }

    private static HealthWord Word(HealthStatus status) => Enum.Parse<HealthWord>(status.ToString());
}
