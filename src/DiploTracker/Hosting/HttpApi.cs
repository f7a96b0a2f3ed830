using DiploTracker.Commands;
using DiploTracker.Desk;
using DiploTracker.Hosting.Health;
using DiploTracker.Hosting.Metrics;
using DiploTracker.Hosting.OpenApi;
using DiploTracker.Hosting.Pages;
using DiploTracker.Http;
using DiploTracker.Previews;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Wolverine.Http;
using Wolverine;

namespace DiploTracker.Hosting;

/// <summary>The HTTP API: endpoints found by Wolverine, problems, the API description, health.</summary>
internal static class HttpApi
{
    // These quote addresses or recorded words, and so names of persons: an erased person must not remain in any log.
    private static readonly string[] TooTalkative =
        ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Diagnostics.HealthChecks"];

    public static void AddHttpApi(this WebApplicationBuilder builder)
    {
        foreach (var category in TooTalkative)
            builder.Logging.AddFilter(category, LogLevel.None);
        builder.Services.AddSingleton<LogPosition>();
        builder.Services.AddSingleton<NegotiationReader>();
        builder.Services.AddSingleton<Previewer>();
        builder.Services.AddSingleton(builder.Configuration.GetSection("Commands").Get<CommandSettings>() ?? new CommandSettings());
        builder.Services.AddApiDescription();
        builder.AddMetrics();
        builder.Services.AddWolverineHttp();
        builder.Services.AddProblems();
        builder.AddCrossOrigin();
        builder.AddCompression();
        builder.Services.AddSingleton<IStartupFilter, HeadRequests>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.Command;
            // The answer to a slower client stays in the memory of this node.
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 1_000, gracePeriod: TimeSpan.FromSeconds(10));
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
        app.UseCrossOrigin();
        app.UseCompression();
        app.UseProblems();
        app.UseDeclaredQueries();
        app.UseSchemaGate();
        app.UseRecordingHeader();
        app.UseCsv();
        app.MapWolverineEndpoints();
        app.MapIndex();
        app.MapDesk();
        app.MapDocs();
        app.MapApiDescription();
        app.MapProblemPages();
        app.MapHealth();
        app.MapMetrics();
    }
}
