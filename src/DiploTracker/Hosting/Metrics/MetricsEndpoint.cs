using DiploTracker.Live;
using DiploTracker.Nodes;
using DiploTracker.Recording;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace DiploTracker.Hosting.Metrics;

/// <summary>
/// Metrics of requests, database connections, the recorder, the feed and leases, for Prometheus to scrape.
/// </summary>
internal static class MetricsEndpoint
{
    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("DiploTracker")).WithMetrics(metrics => metrics
            .AddAspNetCoreInstrumentation()
            .AddNpgsqlInstrumentation()
            .AddMeter(RecorderMetrics.Meter)
            .AddMeter(FeedMetrics.Meter)
            .AddMeter(Leases.Meter)
            .AddPrometheusExporter());
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics")
        .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
        .WithName("getMetrics")
        .WithSummary("Measurements, as Prometheus scrapes them");
}
