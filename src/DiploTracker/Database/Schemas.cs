using Weasel.Postgresql;
using Weasel.Postgresql.Functions;

namespace DiploTracker.Database;

/// <summary>The schemas of the tracker's own tables; Marten's stand in the default schema.</summary>
internal static class Schemas
{
    /// <summary>The log's companions: what must be kept as the log is.</summary>
    public const string Log = "diplo";

    /// <summary>What is derived and in clear: a backup leaves it out, and it is built again after a restore.</summary>
    public const string Views = "views";

    public static PostgresqlObjectName InLog(string name) => new(Log, name, SchemaUtils.IdentifierUsage.General);

    public static PostgresqlObjectName InViews(string name) => new(Views, name, SchemaUtils.IdentifierUsage.General);

    /// <summary>A function of the schema <see cref="Log"/>, from the embedded file <c>name.sql</c> of a room.</summary>
    public static Function Function(string room, string name) => new(InLog(name), Sql(room, name), [$"drop function if exists {Log}.{name};"]);

    /// <summary>The embedded file <c>name.sql</c> of a room.</summary>
    public static string Sql(string room, string name)
    {
        using var stream = typeof(Schemas).Assembly.GetManifestResourceStream($"DiploTracker.{room}.{name}.sql")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
