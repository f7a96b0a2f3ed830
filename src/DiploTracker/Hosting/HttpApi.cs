using DiploTracker.Hosting.Http;
using Wolverine;
using Wolverine.Http;

namespace DiploTracker.Hosting;

/// <summary>The HTTP API: endpoints found by Wolverine, problems, the API description, health.</summary>
internal static class HttpApi
{
    public static void AddHttpApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LogPosition>();
        builder.Services.AddSingleton<NegotiationReader>();
        builder.Services.AddWolverineHttp();
        builder.Services.ConfigureHttpJsonOptions(http => Json.Configure(http.SerializerOptions));
        builder.Services.AddProblems();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.Command;
        });
        builder.UseWolverine(wolverine =>
        {
            wolverine.ApplicationAssembly = typeof(Program).Assembly;
            wolverine.Durability.Mode = DurabilityMode.MediatorOnly;
            wolverine.ServiceLocationPolicy = JasperFx.CodeGeneration.Model.ServiceLocationPolicy.NotAllowed;
        });
    }

    public static void MapHttpApi(this WebApplication app)
    {
        app.UseProblems();
        app.UseSchemaGate();
        app.MapWolverineEndpoints();
    }
}
