using DiploTracker.Database;

namespace DiploTracker.Audit;

/// <summary>The transparency log beside the event store, its keys and its checks.</summary>
internal static class AuditServices
{
    public static void AddAudit(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(builder.Configuration.GetSection("Audit").Get<AuditSettings>() ?? new AuditSettings());
        builder.Services.AddSingleton<LongReads>();
        builder.Services.AddSingleton<AuditFolder>();
        builder.Services.AddSingleton<Transparency>();
        builder.Services.AddSingleton<LogLoss>();
        builder.Services.AddSingleton<ISchemaStep>(provider => provider.GetRequiredService<LogLoss>());
        builder.Services.AddSingleton<Sealer>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Sealer>());
        builder.Services.AddSingleton<Interventions>();
        builder.Services.AddSingleton<LogVerification>();
        builder.Services.AddSingleton<Export>();
        builder.Services.AddSingleton<Restore>();
        builder.Services.AddSingleton<Drift>();
        builder.Services.AddSingleton<DriftWatch>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DriftWatch>());
        builder.Services.AddHealthChecks().AddCheck<AuditHealth>("audit", tags: ["audit"]);
    }
}
