using DiploTracker.Database;

namespace DiploTracker.Actors;

/// <summary>The actors.</summary>
internal static class ActorServices
{
    public static void AddActors(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ActorBook>();
        builder.Services.AddSingleton<ISchemaStep, ActorSchema>();
    }
}
