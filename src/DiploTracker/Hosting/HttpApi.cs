using DiploTracker.Hosting.Health;
using DiploTracker.Hosting.Http;
using DiploTracker.Hosting.Metrics;
using DiploTracker.Hosting.OpenApi;
using DiploTracker.Hosting.Pages;
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
        builder.Services.AddSingleton<ApiDescription>();
        builder.AddHealth();
        builder.AddMetrics();
        builder.Services.AddWolverineHttp();
        builder.Services.ConfigureHttpJsonOptions(http => Json.Configure(http.SerializerOptions));
        builder.Services.AddProblems();
        builder.Services.AddSingleton<IStartupFilter, HeadRequests>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.Command;
        });
        builder.AddGeneratedCode();
        builder.UseWolverine(wolverine =>
        {
            wolverine.ApplicationAssembly = typeof(Program).Assembly;
            wolverine.Durability.Mode = DurabilityMode.MediatorOnly;
            wolverine.ServiceLocationPolicy = JasperFx.CodeGeneration.Model.ServiceLocationPolicy.NotAllowed;
        });
    }

    public static void MapHttpApi(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseSchemaGate();
        app.MapWolverineEndpoints();
        app.MapIndex();
        app.MapDocs();
        app.MapApiDescription();
        app.MapProblemPages();
        app.MapHealth();
        app.MapMetrics();
    }
}
