using DiploTracker.Actors;
using DiploTracker.Audit;
using DiploTracker.Demo;
using DiploTracker.Forgetting;
using DiploTracker.Hosting.Health;
using DiploTracker.Negotiations;
using DiploTracker.Nodes;
using DiploTracker.Recording;
using DiploTracker.Reports;
using DiploTracker.Views;
using JasperFx;
using JasperFx.Events;
using Marten;
using Weasel.Core;

namespace DiploTracker.Hosting;

/// <summary>Marten: the event log (<c>mt_events</c>, one stream a negotiation), the plain documents, and the schema of both.</summary>
internal static class EventStore
{
    public static void AddEventStore(this WebApplicationBuilder builder)
    {
        builder.Services.AddMarten(Configure).UseNpgsqlDataSource().UseLightweightSessions();
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
        store.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, json =>
        {
            foreach (var converter in EventJson.Options.Converters)
                json.Converters.Add(converter);
            json.Encoder = EventJson.Options.Encoder;
            json.AllowOutOfOrderMetadataProperties = true;
            json.TypeInfoResolver = EventJson.Options.TypeInfoResolver;
        });
        store.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;

        store.Events.StreamIdentity = StreamIdentity.AsString;
        store.Events.MetadataConfig.EnableAll();
        store.Events.MetadataConfig.UserNameEnabled = true;
        foreach (var (name, type) in Language.Events)
            store.Events.MapEventType(type, name);

        // A view that cannot apply an event stops and says so; nothing is skipped.
        store.Projections.Errors.SkipApplyErrors = false;
        store.Projections.Errors.SkipUnknownEvents = false;
        store.Projections.Errors.SkipSerializationErrors = false;

        LogSchema.AddTo(store);
        NodesSchema.AddTo(store);
        ViewSchema.AddTo(store);
        AuditSchema.AddTo(store);
        HealthSchema.AddTo(store);
    }
}
