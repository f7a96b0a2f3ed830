namespace DiploTracker.Sealing;

/// <summary>The keys of what is sealed.</summary>
internal static class SealingServices
{
    public static void AddSealing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(provider => new Keys(provider.GetRequiredService<IConfiguration>()));
    }
}
