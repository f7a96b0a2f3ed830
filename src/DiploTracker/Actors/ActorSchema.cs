using DiploTracker.Database;
using Marten;
using Weasel.Postgresql.Tables;

namespace DiploTracker.Actors;

/// <summary>The tables of the actors.</summary>
internal static class ActorSchema
{
    public static void AddTo(StoreOptions store)
    {
        store.Storage.ExtendedSchemaObjects.Add(Actors());
        store.Storage.ExtendedSchemaObjects.Add(Descriptions());
    }

    /// <summary>The read model: the actors that were mentioned, with their descriptions, in clear.</summary>
    private static Table Actors()
    {
        var table = new Table(Schemas.InViews("actors"));
        table.AddColumn("id", "text").AsPrimaryKey();
        table.AddColumn("data", "jsonb").NotNull();
        return table;
    }

    /// <summary>The descriptions of actors, each sealed with the key of its actor.</summary>
    private static Table Descriptions()
    {
        var table = new Table(Schemas.InLog("descriptions"));
        table.AddColumn("key", "text").AsPrimaryKey();
        table.AddColumn("commitment", "bytea").NotNull();
        table.AddColumn("box", "bytea").NotNull();
        return table;
    }
}
