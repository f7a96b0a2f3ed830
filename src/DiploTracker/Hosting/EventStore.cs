using DiploTracker.Actors;
using DiploTracker.Audit;
using DiploTracker.Demo;
using DiploTracker.Forgetting;
using DiploTracker.Hosting.Health;
using DiploTracker.Nodes;
using DiploTracker.Recording;
using DiploTracker.Reports;
using DiploTracker.Views;
using JasperFx;
using Marten;

namespace DiploTracker.Hosting;

/// <summary>Marten: the schema of the log (<c>mt_events</c>, one stream a negotiation) and of what belongs to it.</summary>
internal static class EventStore
{
    public static void AddEventStore(this WebApplicationBuilder builder)
    {
        builder.Services.AddMarten(Configure).UseNpgsqlDataSource();
        builder.Services.AddSingleton<SchemaReady>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SchemaReady>());

        builder.Services.AddSingleton(provider => new Keys(provider.GetRequiredService<IConfiguration>()));
        builder.Services.AddSingleton<ActorBook>();
        builder.Services.AddSingleton<ReportBook>();
        builder.Services.AddSingleton<TimeProvider, NodeClock>();
        builder.Services.AddSingleton<LogClock>();
        builder.Services.AddSingleton<RecordingGate>();
        builder.Services.AddHostedService<RecordingWatch>();
        builder.Services.AddSingleton<LogSignal>();
        builder.Services.AddHostedService<MartenSequence>();
        builder.Services.AddSingleton<Outage>();
        builder.Services.AddSingleton(builder.Configuration.GetSection("Memory").Get<MemorySettings>() ?? new MemorySettings());
        builder.Services.AddSingleton<NodeMemory>();
        builder.Services.AddSingleton(builder.Configuration.GetSection("Recording").Get<RecordingSettings>() ?? new RecordingSettings());
        builder.Services.AddSingleton<Commits>();
        builder.Services.AddSingleton<Timelines>();
        builder.Services.AddSingleton<Log>();
        builder.Services.AddSingleton<Recorder>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Recorder>());
        builder.Services.AddSingleton<Erasures>();
        builder.Services.AddHostedService<ErasuresFinished>();
        builder.Services.AddSingleton<DemoArticle>();
    }

    internal static void Configure(StoreOptions store)
    {
        store.ReadDiploTracker();
        store.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;

        LogSchema.AddTo(store);
        MartenGuards.AddTo(store);
        NodesSchema.AddTo(store);
        ViewSchema.AddTo(store);
        AuditSchema.AddTo(store);
        HealthSchema.AddTo(store);
    }
}
