using DiploTracker.Database;
using Marten;
using Weasel.Postgresql.Tables;

namespace DiploTracker.Nodes;

/// <summary>
/// The running nodes (<c>diplo.nodes</c>), and their work (<c>diplo.leases</c>). A node renews its row every second;
/// once its row has expired by the database's clock, other nodes can take its leases.
/// </summary>
internal static class NodesSchema
{
    public static void AddTo(StoreOptions store)
    {
        store.Storage.ExtendedSchemaObjects.Add(Nodes());
        store.Storage.ExtendedSchemaObjects.Add(Leases());
        foreach (var name in new[] { "beat", "leave", "must_hold" })
            store.Storage.ExtendedSchemaObjects.Add(Schemas.Function("Nodes", name));
    }

    private static Table Nodes()
    {
        var table = new Table(Schemas.InLog("nodes"));
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("name", "text").NotNull();
        table.AddColumn("term", "interval").NotNull();
        table.AddColumn("expires_at", "timestamptz").NotNull();
        return table;
    }

    /// <summary>
    /// A row for each kind of work there ever was; <c>node</c> is null while no node does it, <c>since</c> is when that
    /// last changed.
    /// </summary>
    private static Table Leases()
    {
        var table = new Table(Schemas.InLog("leases"));
        table.AddColumn("name", "text").AsPrimaryKey();
        table.AddColumn("node", "uuid");
        table.AddColumn("token", "bigint").NotNull();
        table.AddColumn("since", "timestamptz").NotNull();
        return table;
    }
}
