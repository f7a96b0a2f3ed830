using DiploTracker.Database;
using Marten;
using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;
using Weasel.Postgresql.Functions;

namespace DiploTracker.Recording;

/// <summary>
/// What keeps Marten's own writes from harming the log: triggers on its tables, made after them. A feature of its own,
/// for other additions to the schema come before Marten's tables.
/// </summary>
internal sealed class MartenGuards() : FeatureSchemaBase("diplo_guards", new PostgresqlMigrator())
{
    public static void AddTo(StoreOptions store) => store.Storage.Add(new MartenGuards());

    protected override IEnumerable<ISchemaObject> schemaObjects() => [new Guard("refuse_append"), new Guard("refuse_skip")];

    /// <summary>
    /// A function and its triggers. It is replaced and never dropped: that would take a lock for which a long reading
    /// of the log has to end.
    /// </summary>
    private sealed class Guard(string name) : Function(Schemas.InLog(name), Schemas.Sql("Recording", name))
    {
        public override void WriteDropStatement(Migrator rules, TextWriter writer)
        {
        }

        protected override ISchemaObjectDelta CreateFunctionDelta(FunctionBase? actual) =>
            new SchemaObjectDelta(this, actual is null ? SchemaPatchDifference.Create : SchemaPatchDifference.Update);
    }
}
