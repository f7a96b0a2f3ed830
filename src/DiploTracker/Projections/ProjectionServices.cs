namespace DiploTracker.Projections;

/// <summary>
/// The views across negotiations: what follows the log for them, what reads them, whether they are well.
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
