namespace DiploTracker.Sealing;

/// <summary>Registers the keys of sealed values.</summary>
internal static class SealingServices
{
    public static void AddSealing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(provider => new Keys(provider.GetRequiredService<IConfiguration>()));
    }
}
