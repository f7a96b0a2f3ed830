namespace DiploTracker.Demo;

/// <summary>The demonstration.</summary>
internal static class DemoServices
{
    public static void AddDemo(this WebApplicationBuilder builder) => builder.Services.AddSingleton<DemoArticle>();
}
