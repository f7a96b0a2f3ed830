namespace DiploTracker.Views;

/// <summary>The views across negotiations: what follows the log for them, what reads them, whether they are well.</summary>
internal static class ViewServices
{
    public static void AddViews(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ViewCatalogue>();
        builder.Services.AddSingleton<ViewReader>();
        builder.Services.AddSingleton<ViewsWanted>();
        builder.Services.AddSingleton<ViewTool>();
        builder.Services.AddHostedService<ViewFollower>();
        builder.Services.AddHealthChecks().AddCheck<ViewHealth>("views", tags: ["views"], timeout: TimeSpan.FromSeconds(2));
    }
}
