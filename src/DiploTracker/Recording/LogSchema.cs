using Marten;
using Weasel.Postgresql;
using Weasel.Postgresql.Functions;
using Weasel.Postgresql.Tables;

namespace DiploTracker.Recording;

/// <summary>What the log has beside Marten's tables, in the schema <c>diplo</c>. Marten creates and migrates all of it.</summary>
internal static class LogSchema
{
    public const string Name = "diplo";

    public static void AddTo(StoreOptions store)
    {
        store.Storage.ExtendedSchemaObjects.Add(Head());
        store.Storage.ExtendedSchemaObjects.Add(Requests());
        store.Storage.ExtendedSchemaObjects.Add(Negotiations());
        store.Storage.ExtendedSchemaObjects.Add(new Function(Named("append"), Resource("append.sql"), [$"drop function if exists {Name}.append;"]));
    }

    /// <summary>One row: the last position and the last recorded time. Whoever appends holds it until the commit.</summary>
    private static Table Head()
    {
        var table = new Table(Named("log_head"));
        table.AddColumn("only", "boolean").AsPrimaryKey();
        table.AddColumn("position", "bigint").NotNull();
        table.AddColumn("recorded_at", "timestamptz").NotNull();
        return table;
    }

    /// <summary>Each request that came with an idempotency key, for ever: what it asked (a hash) and how it was answered.</summary>
    private static Table Requests()
    {
        var table = new Table(Named("requests"));
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("request", "bytea").NotNull();
        table.AddColumn("negotiation", "text").NotNull();
        table.AddColumn("version", "bigint").NotNull();
        table.AddColumn("events", "int").NotNull();
        table.AddColumn("refusal", "jsonb");
        return table;
    }

    /// <summary>One line a negotiation, for the list; it changes only when one of its columns does.</summary>
    private static Table Negotiations()
    {
        var table = new Table(Named("negotiations"));
        table.AddColumn("key", "text").AsPrimaryKey();
        table.AddColumn("title", "text").NotNull();
        table.AddColumn("subject", "text");
        table.AddColumn("phase", "text").NotNull();
        table.AddColumn("parties", "jsonb").NotNull();
        return table;
    }

    private static PostgresqlObjectName Named(string name) => new(Name, name, SchemaUtils.IdentifierUsage.General);

    private static string Resource(string name)
    {
        using var stream = typeof(LogSchema).Assembly.GetManifestResourceStream($"DiploTracker.Recording.{name}")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
