using DiploTracker.Recording;
using Marten;
using Weasel.Postgresql.Functions;
using Weasel.Postgresql.Tables;

namespace DiploTracker.Nodes;

/// <summary>
/// Which nodes run (<c>diplo.nodes</c>), and which of them does what (<c>diplo.leases</c>). A node renews its row every
/// second; one whose row has expired by the clock of the database has lost its leases to whoever wants them.
/// </summary>
internal static class NodesSchema
{
    public static void AddTo(StoreOptions store)
    {
        store.Storage.ExtendedSchemaObjects.Add(Nodes());
        store.Storage.ExtendedSchemaObjects.Add(Leases());
        foreach (var name in new[] { "beat", "leave", "must_hold" })
            store.Storage.ExtendedSchemaObjects.Add(new Function(LogSchema.Named(name), Resource(name), [$"drop function if exists {LogSchema.Name}.{name};"]));
    }

    private static Table Nodes()
    {
        var table = new Table(LogSchema.Named("nodes"));
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("name", "text").NotNull();
        table.AddColumn("term", "interval").NotNull();
        table.AddColumn("expires_at", "timestamptz").NotNull();
        return table;
    }

    /// <summary>A row for each kind of work there ever was; <c>node</c> is null while nobody does it, <c>since</c> is when that changed.</summary>
    private static Table Leases()
    {
        var table = new Table(LogSchema.Named("leases"));
        table.AddColumn("name", "text").AsPrimaryKey();
        table.AddColumn("node", "uuid");
        table.AddColumn("token", "bigint").NotNull();
        table.AddColumn("since", "timestamptz").NotNull();
        return table;
    }

    private static string Resource(string name)
    {
        using var stream = typeof(NodesSchema).Assembly.GetManifestResourceStream($"DiploTracker.Nodes.{name}.sql")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
