using DiploTracker.Actors;
using DiploTracker.Audit;
using DiploTracker.Database;
using DiploTracker.Forgetting;
using DiploTracker.Hosting.Health;
using DiploTracker.Nodes;
using DiploTracker.Projections;
using DiploTracker.Recording;
using DiploTracker.Reports;
using JasperFx;
using Marten;

namespace DiploTracker.Hosting;

/// <summary>
/// Marten: the schema of the log (<c>mt_events</c>, one stream per negotiation) and of the tables that belong to it.
/// </summary>
internal static class EventStore
{
    public static void AddEventStore(this WebApplicationBuilder builder)
    {
        builder.Services.AddMarten(Configure).UseNpgsqlDataSource();
        builder.Services.AddSingleton<SchemaReady>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SchemaReady>());
        builder.Services.AddSingleton<Outage>();
    }

    internal static void Configure(StoreOptions store)
    {
        store.ReadDiploTracker();
        store.AutoCreateSchemaObjects = AutoCreate.None; // sessions leave the schema to SchemaReady

        LogSchema.AddTo(store);
        MartenGuards.AddTo(store);
        ActorSchema.AddTo(store);
        ReportSchema.AddTo(store);
        ErasureSchema.AddTo(store);
        NodesSchema.AddTo(store);
        ProjectionSchema.AddTo(store);
        AuditSchema.AddTo(store);
        HealthSchema.AddTo(store);
    }
}
