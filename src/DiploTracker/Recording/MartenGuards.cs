using DiploTracker.Database;
using Marten;
using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;
using Weasel.Postgresql.Functions;

namespace DiploTracker.Recording;

/// <summary>
/// Triggers on Marten's tables that keep Marten's own writes from harming the log. A feature of its own, because other
/// additions to the schema are made before Marten's tables.
/// </summary>
internal sealed class MartenGuards() : FeatureSchemaBase("diplo_guards", new PostgresqlMigrator())
{
    public static void AddTo(StoreOptions store) => store.Storage.Add(new MartenGuards());

    protected override IEnumerable<ISchemaObject> schemaObjects() => [new Guard("refuse_append"), new Guard("refuse_skip")];

    /// <summary>
    /// A function and its triggers. Replaced, never dropped: a drop would take a lock that waits for long reads of the
    /// log.
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
