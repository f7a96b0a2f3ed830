using DiploTracker.Database;
using Marten;
using Weasel.Postgresql.Tables;

namespace DiploTracker.Audit;

/// <summary>
/// The transparency log in the database: the tree over all events in tiles, and its signed checkpoints.
/// </summary>
internal static class AuditSchema
{
    public static void AddTo(StoreOptions store)
    {
        store.Storage.ExtendedSchemaObjects.Add(Tree());
        store.Storage.ExtendedSchemaObjects.Add(Tiles());
        store.Storage.ExtendedSchemaObjects.Add(Checkpoints());
        store.Storage.ExtendedSchemaObjects.Add(Interventions());
    }

    /// <summary>One row: the id of the log and the number of sealed events.</summary>
    private static Table Tree()
    {
        var table = new Table(Schemas.InLog("tree"));
        table.AddColumn("only", "boolean").AsPrimaryKey();
        table.AddColumn("log", "uuid").NotNull();
        table.AddColumn("size", "bigint").NotNull();
        return table;
    }

    private static Table Tiles()
    {
        var table = new Table(Schemas.InLog("tree_tiles"));
        table.AddColumn("level", "int").AsPrimaryKey();
        table.AddColumn("index", "bigint").AsPrimaryKey();
        table.AddColumn("hashes", "bytea").NotNull();
        return table;
    }

    private static Table Checkpoints()
    {
        var table = new Table(Schemas.InLog("checkpoints"));
        table.AddColumn("size", "bigint").AsPrimaryKey();
        table.AddColumn("note", "text").NotNull();
        return table;
    }

    /// <summary>
    /// Interventions by operators to resume recording; the same notes are stored beside the checkpoints.
    /// </summary>
    private static Table Interventions()
    {
        var table = new Table(Schemas.InLog("interventions"));
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("at", "timestamptz").NotNull();
        table.AddColumn("note", "text").NotNull();
        return table;
    }
}
