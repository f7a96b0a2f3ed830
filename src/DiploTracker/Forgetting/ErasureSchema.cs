using DiploTracker.Database;
using Marten;
using Weasel.Postgresql.Tables;

namespace DiploTracker.Forgetting;

/// <summary>The table of the erasures.</summary>
internal static class ErasureSchema
{
    public static void AddTo(StoreOptions store)
    {
        store.Storage.ExtendedSchemaObjects.Add(Erasures());
    }

    /// <summary>
    /// Keys to destroy, with the certificate in each negotiation concerned; the negotiation is '' for a person that no
    /// fact names.
    /// </summary>
    private static Table Erasures()
    {
        var table = new Table(Schemas.InLog("erasures"));
        table.AddColumn("key", "text").AsPrimaryKey();
        table.AddColumn("negotiation", "text").AsPrimaryKey();
        table.AddColumn("what", "text").NotNull();
        table.AddColumn("fact", "uuid");
        table.AddColumn("ground", "text").NotNull();
        table.AddColumn("erased_by", "text").NotNull();
        table.AddColumn("request", "uuid");
        table.AddColumn("certificate", "uuid");
        return table;
    }
}
