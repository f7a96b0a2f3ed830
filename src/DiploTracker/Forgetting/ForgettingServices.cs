using DiploTracker.Database;

namespace DiploTracker.Forgetting;

/// <summary>Registers erasure, and its completion after a crash.</summary>
internal static class ForgettingServices
{
    public static void AddForgetting(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Erasures>();
        builder.Services.AddHostedService<ErasuresFinished>();
        builder.Services.AddSingleton<ISchemaStep, ErasurePreparation>();
    }
}
