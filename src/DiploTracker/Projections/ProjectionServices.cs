namespace DiploTracker.Projections;

/// <summary>
/// The views across negotiations: the daemon that maintains them, their reader, and their health check.
/// </summary>
internal static class ProjectionServices
{
    public static void AddViews(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ProjectionCatalogue>();
        builder.Services.AddSingleton<ProjectionReader>();
        builder.Services.AddSingleton<ProjectionDemand>();
        builder.Services.AddSingleton<ProjectionTool>();
        builder.Services.AddHostedService<ProjectionDaemon>();
        builder.Services.AddHealthChecks().AddCheck<ProjectionHealth>("views", tags: ["views"], timeout: TimeSpan.FromSeconds(2));
    }
}
