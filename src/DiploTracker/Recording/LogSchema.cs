using DiploTracker.Database;
using Marten;
using Weasel.Postgresql.Tables;

namespace DiploTracker.Recording;

/// <summary>
/// The log's tables and functions beside Marten's, in the schema <c>diplo</c>. Marten creates and migrates them.
/// </summary>
internal static class LogSchema
{
    public static void AddTo(StoreOptions store)
    {
        store.Storage.ExtendedSchemaObjects.Add(Head());
        store.Storage.ExtendedSchemaObjects.Add(Requests());
        store.Storage.ExtendedSchemaObjects.Add(Parked());
        store.Storage.ExtendedSchemaObjects.Add(ParkedRevisions());
        store.Storage.ExtendedSchemaObjects.Add(Schemas.Function("Recording", "incarnation"));
        store.Storage.ExtendedSchemaObjects.Add(Schemas.Function("Recording", "append"));
    }

    /// <summary>
    /// One row: the last position, the last recorded time, the incarnation of the log with the identity of the database
    /// that it was made for (incarnation.sql), why recording is stopped (<see cref="Stop"/>), and the time from which
    /// an operator set the recorded time back. An append locks it until the commit.
    /// </summary>
    private static Table Head()
    {
        var table = new Table(Schemas.InLog("log_head"));
        table.AddColumn("only", "boolean").AsPrimaryKey();
        table.AddColumn("position", "bigint").NotNull();
        table.AddColumn("recorded_at", "timestamptz").NotNull();
        table.AddColumn("incarnation", "uuid").NotNull().DefaultValueByExpression("gen_random_uuid()");
        table.AddColumn("made_for", "text").NotNull().DefaultValueByString("");
        table.AddColumn("stopped", "jsonb");
        table.AddColumn("set_back_from", "timestamptz");
        table.AddColumn("changes", "bigint").NotNull().DefaultValueByExpression("0"); // acknowledged transactions
        return table;
    }

    /// <summary>Every request that had an idempotency key, forever: a hash of the request, and its answer.</summary>
    private static Table Requests()
    {
        var table = new Table(Schemas.InLog("requests"));
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("request", "bytea").NotNull();
        table.AddColumn("negotiation", "text").NotNull();
        table.AddColumn("version", "bigint").NotNull();
        table.AddColumn("events", "int").NotNull();
        table.AddColumn("refusal", "jsonb");
        table.AddColumn("parked", "uuid");
        return table;
    }

    /// <summary>The commands that wait for what they refer to.</summary>
    private static Table Parked()
    {
        var table = new Table(Schemas.InLog("parked"));
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("negotiation", "text").NotNull().AddIndex();
        table.AddColumn("since", "timestamptz").NotNull();
        table.AddColumn("command", "text").NotNull();
        table.AddColumn("fact", "jsonb").NotNull();
        table.AddColumn("recording", "jsonb").NotNull();
        return table;
    }

    /// <summary>
    /// The last parked change of a negotiation, by number and id, so that each node notices if it has missed one.
    /// </summary>
    private static Table ParkedRevisions()
    {
        var table = new Table(Schemas.InLog("parked_revisions"));
        table.AddColumn("negotiation", "text").AsPrimaryKey();
        table.AddColumn("revision", "bigint").NotNull();
        table.AddColumn("change", "uuid").NotNull().DefaultValueByExpression("gen_random_uuid()");
        return table;
    }
}
