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
        store.Storage.ExtendedSchemaObjects.Add(Actors());
        store.Storage.ExtendedSchemaObjects.Add(Descriptions());
        store.Storage.ExtendedSchemaObjects.Add(Reports());
        store.Storage.ExtendedSchemaObjects.Add(Erasures());
        store.Storage.ExtendedSchemaObjects.Add(FunctionOf("incarnation"));
        store.Storage.ExtendedSchemaObjects.Add(FunctionOf("append"));
    }

    /// <summary>
    /// One row: the last position, the last recorded time, and the incarnation of the log with the identity of the database that
    /// it was made for (incarnation.sql); why nothing is recorded (<see cref="Stop"/>), and the time from which an operator set
    /// the recorded time back. Whoever appends holds it until the commit.
    /// </summary>
    private static Table Head()
    {
        var table = new Table(Named("log_head"));
        table.AddColumn("only", "boolean").AsPrimaryKey();
        table.AddColumn("position", "bigint").NotNull();
        table.AddColumn("recorded_at", "timestamptz").NotNull();
        table.AddColumn("incarnation", "uuid").NotNull().DefaultValueByExpression("gen_random_uuid()");
        table.AddColumn("made_for", "text").NotNull().DefaultValueByString("");
        table.AddColumn("stopped", "jsonb");
        table.AddColumn("set_back_from", "timestamptz");
        table.AddColumn("changes", "bigint").NotNull().DefaultValueByExpression("0"); // with each transaction that somebody was answered for
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

    /// <summary>The last change of what is parked for a negotiation, by number and id, so that each node knows when it has missed one.</summary>
    private static Table ParkedRevisions()
    {
        var table = new Table(Named("parked_revisions"));
        table.AddColumn("negotiation", "text").AsPrimaryKey();
        table.AddColumn("revision", "bigint").NotNull();
        table.AddColumn("change", "uuid").NotNull().DefaultValueByExpression("gen_random_uuid()");
        return table;
    }

    /// <summary>One line a negotiation, for the list; it changes only when one of its columns does. In clear, so it stands among the views.</summary>
    private static Table Negotiations()
    {
        var table = new Table(InClear("negotiations"));
        table.AddColumn("key", "text").AsPrimaryKey();
        table.AddColumn("title", "text").NotNull();
        table.AddColumn("subject", "text");
        table.AddColumn("phase", "text").NotNull();
        table.AddColumn("parties", "jsonb").NotNull();
        table.AddColumn("opens", "timestamptz"); // until then title and subject are under embargo
        return table;
    }

    /// <summary>Who was mentioned, with what was said of them, for reading; in clear.</summary>
    private static Table Actors()
    {
        var table = new Table(InClear("actors"));
        table.AddColumn("id", "text").AsPrimaryKey();
        table.AddColumn("data", "jsonb").NotNull();
        return table;
    }

    /// <summary>What was said of actors, sealed with the key of each.</summary>
    private static Table Descriptions()
    {
        var table = new Table(Named("descriptions"));
        table.AddColumn("key", "text").AsPrimaryKey();
        table.AddColumn("commitment", "bytea").NotNull();
        table.AddColumn("box", "bytea").NotNull();
        return table;
    }

    /// <summary>The registered reports, with title and address sealed.</summary>
    private static Table Reports()
    {
        var table = new Table(Named("reports"));
        table.AddColumn("id", "text").AsPrimaryKey();
        table.AddColumn("publisher", "text");
        table.AddColumn("language", "text");
        table.AddColumn("published_at", "text");
        table.AddColumn("commitment", "bytea").NotNull();
        table.AddColumn("box", "bytea").NotNull();
        table.AddColumn("key", "text").NotNull();
        return table;
    }

    /// <summary>Keys that were to be destroyed, with the certificate in each negotiation concerned; in the negotiation '' for who is named nowhere.</summary>
    private static Table Erasures()
    {
        var table = new Table(Named("erasures"));
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

    /// <summary>What stands in clear is left out of a backup, and made anew after a restore.</summary>
    private static PostgresqlObjectName InClear(string name) => new(Views.ViewSchema.Tables, name, SchemaUtils.IdentifierUsage.General);

    internal static PostgresqlObjectName Named(string name) => new(Name, name, SchemaUtils.IdentifierUsage.General);

    private static Function FunctionOf(string name) => new(Named(name), Resource($"{name}.sql"), [$"drop function if exists {Name}.{name};"]);

    internal static string Resource(string name)
    {
        using var stream = typeof(LogSchema).Assembly.GetManifestResourceStream($"DiploTracker.Recording.{name}")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
