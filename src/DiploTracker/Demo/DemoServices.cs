namespace DiploTracker.Demo;

/// <summary>Registers the demo.</summary>
internal static class DemoServices
{
    public static void AddDemo(this WebApplicationBuilder builder) => builder.Services.AddSingleton<DemoArticle>();
}
