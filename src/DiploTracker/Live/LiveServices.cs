namespace DiploTracker.Live;

/// <summary>The live feed: its follower of the log, its metrics, its health check.</summary>
internal static class LiveServices
{
    public static void AddFeed(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(builder.Configuration.GetSection("Feed").Get<FeedSettings>() ?? new FeedSettings());
        builder.Services.AddSingleton<FeedMetrics>();
        builder.Services.AddSingleton<Feed>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Feed>());
        builder.Services.AddHealthChecks().AddCheck<FeedHealth>("feed", tags: ["feed"]);
    }
}
