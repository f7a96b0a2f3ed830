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
        store.Storage.ExtendedSchemaObjects.Add(Parked());
        store.Storage.ExtendedSchemaObjects.Add(ParkedRevisions());
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
        table.AddColumn("parked", "uuid");
        return table;
    }

    /// <summary>The commands that wait for what they refer to.</summary>
    private static Table Parked()
    {
        var table = new Table(Named("parked"));
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("negotiation", "text").NotNull().AddIndex();
        table.AddColumn("since", "timestamptz").NotNull();
        table.AddColumn("command", "text").NotNull();
        table.AddColumn("fact", "jsonb").NotNull();
        table.AddColumn("recording", "jsonb").NotNull();
        return table;
    }

    /// <summary>Rises with every change of what is parked for a negotiation, so that each node knows when it has missed one.</summary>
    private static Table ParkedRevisions()
    {
        var table = new Table(Named("parked_revisions"));
        table.AddColumn("negotiation", "text").AsPrimaryKey();
        table.AddColumn("revision", "bigint").NotNull();
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

    internal static PostgresqlObjectName Named(string name) => new(Name, name, SchemaUtils.IdentifierUsage.General);

    private static string Resource(string name)
    {
        using var stream = typeof(LogSchema).Assembly.GetManifestResourceStream($"DiploTracker.Recording.{name}")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
