using DiploTracker.Http;
using DiploTracker.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DiploTracker.Hosting.Health;

/// <summary>Degraded: requests are answered as usual, but an operator should look at the cause.</summary>
public enum HealthWord { Healthy, Degraded, Unhealthy }

/// <summary>The health of the tracker, with reasons.</summary>
public sealed record Health(HealthWord Status, IReadOnlyList<HealthCheckLine> Checks);

/// <param name="Detail">The finding in words.</param>
public sealed record HealthCheckLine(string Name, HealthWord Status, string? Detail);

internal static class HealthEndpoints
{
    /// <summary>The tag of checks that only recording needs: reads are answered without them.</summary>
    public const string Writes = "writes";

    /// <summary>Time limit of the checks, so that the answer comes in less than three seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DatabaseProbe>();
        builder.Services.AddHostedService<OutageWatch>();
        builder.Services.AddSingleton(services => new CoalescedCall<HealthReport>(
            () => services.GetRequiredService<HealthCheckService>().CheckHealthAsync()));
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database")
            .AddCheck<WritesCheck>("writes", tags: [Writes])
            .AddCheck<SchemaCheck>("schema")
            .AddCheck<RecordingCheck>("recording", tags: [Writes])
            .AddCheck<StandbyCheck>("standby", timeout: Patience);
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", Live);
        routes.MapGet("/health/ready", Ready);
        routes.MapGet("/health/reads", Reads);
    }

    /// <summary>The process answers; nothing else is checked.</summary>
    [EndpointName("getLiveness")]
    [ProducesResponseType<Health>(StatusCodes.Status200OK)]
    public static IResult Live(HttpContext context) => Answer(context, new Health(HealthWord.Healthy, []));

    /// <summary>
    /// The tracker can record and answer: the database answers, has its schema, takes writes and holds the log that was
    /// sealed. Degraded if, for example, a view has stopped: reads are still answered, with their age. Answered within
    /// three seconds, whatever the database does.
    /// </summary>
    [EndpointName("getReadiness")]
    [ProducesResponseType<Health>(StatusCodes.Status200OK)]
    [ProducesResponseType<Health>(StatusCodes.Status503ServiceUnavailable, Description = "It cannot; the check that fails says why.")]
    public static Task<IResult> Ready(HttpContext context, CoalescedCall<HealthReport> checks) => Answer(context, checks, _ => true);

    /// <summary>
    /// The tracker can answer reads, whether or not it can record: 200 also on a read-only standby or a full disk.
    /// </summary>
    [EndpointName("getReadReadiness")]
    [ProducesResponseType<Health>(StatusCodes.Status200OK)]
    [ProducesResponseType<Health>(StatusCodes.Status503ServiceUnavailable, Description = "It cannot; the check that fails says why.")]
    public static Task<IResult> Reads(HttpContext context, CoalescedCall<HealthReport> checks) =>
        Answer(context, checks, check => !check.Tags.Contains(Writes));

    private static async Task<IResult> Answer(HttpContext context, CoalescedCall<HealthReport> checks, Func<HealthReportEntry, bool> counts)
    {
        try
        {
            var report = await checks.Ask().WaitAsync(Patience, context.RequestAborted);
            var entries = report.Entries.Where(entry => counts(entry.Value)).ToList();
            return Answer(context, new Health(Word(entries.Min(entry => entry.Value.Status)), [.. entries.Select(entry =>
                new HealthCheckLine(entry.Key, Word(entry.Value.Status), entry.Value.Description ?? entry.Value.Exception?.Message))]));
        }
        catch (TimeoutException)
        {
            return Answer(context, new Health(HealthWord.Unhealthy,
                [new HealthCheckLine("database", HealthWord.Unhealthy, "The checks do not end in time; what they wait for is the database.")]));
        }
    }

    private static IResult Answer(HttpContext context, Health health)
    {
        context.Response.Headers.CacheControl = "no-store";
        var status = health.Status == HealthWord.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return Results.Json(health, Json.Options, statusCode: status);
    }

    private static HealthWord Word(HealthStatus status) => Enum.Parse<HealthWord>(status.ToString());
}
