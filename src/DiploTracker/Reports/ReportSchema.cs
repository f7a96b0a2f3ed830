using DiploTracker.Database;
using Marten;
using Weasel.Postgresql.Tables;

namespace DiploTracker.Reports;

/// <summary>The table of the reports.</summary>
internal static class ReportSchema
{
    public static void AddTo(StoreOptions store)
    {
        store.Storage.ExtendedSchemaObjects.Add(Reports());
    }

    /// <summary>The registered reports, with title and address sealed.</summary>
    private static Table Reports()
    {
        var table = new Table(Schemas.InLog("reports"));
        table.AddColumn("id", "text").AsPrimaryKey();
        table.AddColumn("publisher", "text");
        table.AddColumn("language", "text");
        table.AddColumn("published_at", "text");
        table.AddColumn("commitment", "bytea").NotNull();
        table.AddColumn("box", "bytea").NotNull();
        table.AddColumn("key", "text").NotNull();
        return table;
    }
}
