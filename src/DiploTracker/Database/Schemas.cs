using Weasel.Postgresql;
using Weasel.Postgresql.Functions;

namespace DiploTracker.Database;

/// <summary>The schemas of the tracker's own tables; Marten's are in the default schema.</summary>
internal static class Schemas
{
    /// <summary>Companion data of the log, to be preserved like the log itself.</summary>
    public const string Log = "diplo";

    /// <summary>Derived data in clear: a backup leaves it out, and it is rebuilt after a restore.</summary>
    public const string Views = "views";

    public static PostgresqlObjectName InLog(string name) => new(Log, name, SchemaUtils.IdentifierUsage.General);

    /// <summary>
    /// A function of the schema <see cref="Log"/>, from the embedded file <c>name.sql</c> of a folder.
    /// </summary>
    public static Function Function(string room, string name) => new(InLog(name), Sql(room, name), [$"drop function if exists {Log}.{name};"]);

    /// <summary>The embedded file <c>name.sql</c> of a folder.</summary>
    public static string Sql(string room, string name)
    {
        using var stream = typeof(Schemas).Assembly.GetManifestResourceStream($"DiploTracker.{room}.{name}.sql")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
