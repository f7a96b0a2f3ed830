using DiploTracker.Database;
using Marten;
using Npgsql;
using Weasel.Postgresql.Tables;

namespace DiploTracker.Projections;

/// <summary>
/// Where views are stored: <c>diplo.views</c> lists the tables with their checkpoints; the tables are in the schema
/// <c>views</c>; dashboards read the schema <c>dashboards</c>, open to the role <c>diplo_reader</c>.
/// </summary>
internal static class ProjectionSchema
{
    public const string Tables = Schemas.Views;

    public const string Dashboards = "dashboards";

    /// <summary>
    /// May read the dashboards and nothing else. It has no login; grant it to roles that may read them.
    /// </summary>
    public const string Reader = "diplo_reader";

    /// <summary>
    /// A function that fails with <see cref="HasMoved"/> unless the expected number of views was advanced.
    /// </summary>
    public const string MustMove = $"{Tables}.must_move";

    /// <summary>SQLSTATE, of a class that nobody else uses: another node has advanced a view.</summary>
    public const string HasMoved = "DV001";

    public static void AddTo(StoreOptions store)
    {
        var table = new Table(Schemas.InLog("views"));
        table.AddColumn("name", "text").AsPrimaryKey();
        table.AddColumn("build", "int").AsPrimaryKey();
        table.AddColumn("version", "int").NotNull();
        table.AddColumn("position", "bigint").NotNull();
        table.AddColumn("event", "uuid"); // the event at the position; null at the beginning, and until a view of an older program advances
        table.AddColumn("state", "text").NotNull();
        table.AddColumn("problem", "text"); // for nodes of the previous version, which stopped a view where this one sets a negotiation aside
        table.AddColumn("problem_negotiation", "text");
        table.AddColumn("compared", "text");
        store.Storage.ExtendedSchemaObjects.Add(table);
        store.Storage.ExtendedSchemaObjects.Add(SetAside());
    }

    /// <summary>
    /// The negotiations that a build leaves out, with the first position and the reason; <c>retry</c> requests another
    /// attempt.
    /// </summary>
    private static Table SetAside()
    {
        var table = new Table(Schemas.InLog("set_aside"));
        table.AddColumn("view", "text").AsPrimaryKey();
        table.AddColumn("build", "int").AsPrimaryKey();
        table.AddColumn("negotiation", "text").AsPrimaryKey();
        table.AddColumn("position", "bigint").NotNull();
        table.AddColumn("reason", "text").NotNull();
        table.AddColumn("since", "timestamptz").NotNull();
        table.AddColumn("retry", "boolean").NotNull();
        return table;
    }

    /// <summary>Creates the schemas and the role if they are missing and this user may.</summary>
    public static async Task Prepare(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // The lock keeps two nodes that start together from creating a thing twice; read-only users cannot take it.
        // Roles are shared by all databases.
        await using var prepare = new NpgsqlCommand(
            $"""
            begin;
            lock table diplo.views in share update exclusive mode;
            create schema if not exists {Tables};
            create schema if not exists {Dashboards};
            create or replace function {MustMove}(expected bigint, moved bigint) returns void language plpgsql as $must$ begin
                if moved <> expected then
                    raise exception 'Another node has moved a view on.' using errcode = '{HasMoved}';
                end if;
            end $must$;
            delete from diplo.views v where to_regclass('{Tables}.' || v.name || '_' || v.version || '_' || v.build) is null;
            delete from diplo.set_aside s where not exists (select from diplo.views v where v.name = s.view and v.build = s.build);
            comment on schema {Dashboards} is 'Views for dashboards: columns are added, never renamed or taken away within a version of the API.';
            do $$ begin
                if not exists (select from pg_roles where rolname = '{Reader}') then
                    create role {Reader} nologin;
                end if;
                grant usage on schema {Dashboards} to {Reader};
            exception
                when insufficient_privilege then raise notice 'the role {Reader} is missing and may not be created by this user';
                when duplicate_object or unique_violation then
                    grant usage on schema {Dashboards} to {Reader};
            end $$;
            do $$ begin
                execute format('revoke temporary on database %I from public', current_database());
                if not exists (select from pg_db_role_setting s, unnest(s.setconfig) as setting
                               where s.setdatabase = (select oid from pg_database where datname = current_database()) and s.setrole = 0
                                 and setting like 'statement_timeout=%') then
                    execute format('alter database %I set statement_timeout = ''60s''', current_database());
                    execute format('alter database %I set idle_in_transaction_session_timeout = ''60s''', current_database());
                end if;
            exception when insufficient_privilege then raise notice 'statements of dashboards may take as long as they like: this user may not set a limit';
            end $$;
            commit;
            """, connection);
        await prepare.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// A condition: whether the log contains the event at a build's position. If not, the build is of another log.
    /// </summary>
    /// <param name="build">The alias of the row of <c>diplo.views</c>.</param>
    public static string IsInLog(string build) =>
        $"({build}.position = 0 or exists (select from mt_events held where held.seq_id = {build}.position and held.id = coalesce({build}.event, held.id)))";

    /// <summary>The statements that create the table of a build.</summary>
    public static string CreateTable(Projection view, Build build) =>
        $"""
        create table {build.Table} (
            negotiation text collate "C" not null,
            id text collate "C" not null,
            {string.Concat(view.Columns.Select(column => $"{column.Name} {column.Sql}, "))}
            primary key (negotiation, id));
        {Comments("table", build.Table, view.Meaning, view.Columns.Select(column => (column.Name, column.Meaning)))}
        """;

    /// <summary>
    /// The statements that create its indexes and gather statistics for the planner; run after the table is filled,
    /// which is faster than maintaining indexes.
    /// </summary>
    public static string CreateIndexes(Projection view, Build build) => string.Concat(
        view.Indexes.Concat(view.IsSearched ? [$"using gin ({ProjectionQuery.IndexedWords})", "using gin (grams) where unspaced <> ''"] : [])
            .Select((index, number) => $"create index if not exists {build.TableName}_{number} on {build.Table} {Pending(index)};\n")) + $"analyze {build.Table};\n";

    // By default a GIN index defers up to 4 MB of entries, which makes one step in a hundred wait for a tenth of a
    // second.
    private static string Pending(string index) => !index.StartsWith("using gin", StringComparison.Ordinal) ? index
        : index.IndexOf(" where ", StringComparison.Ordinal) is >= 0 and var where ? index.Insert(where, PendingLimit)
        : index + PendingLimit;

    private const string PendingLimit = " with (gin_pending_list_limit = 256)";

    /// <summary>
    /// The lock by which health tells a build that is catching up from a frozen one; nothing else takes this mode on a
    /// view's table.
    /// </summary>
    public const string LongWayMode = "ShareRowExclusiveLock";

    /// <summary>Takes that lock until the end of the transaction; the table can still be read.</summary>
    public static string LockForALongWay(Build build) => $"lock table {build.Table} in share row exclusive mode;";

    public static string NameInDashboards(Projection view) => $"{Dashboards}.{view.Name}";

    /// <summary>The select that shows a table of a view in dashboards.</summary>
    public static string Shown(Projection view, string table)
    {
        var columns = view.Shown.Select(shown => $"{shown.Sql} as {shown.Name}").Prepend($"{view.ShownId} as id").Prepend("t.negotiation").Append("t.marking");
        return $"select {string.Join(", ", columns)} from {table} t {view.Joined(table)} where t.marking in ('CLEAR', 'GREEN')";
    }

    /// <summary>The statements that point the dashboards to a build.</summary>
    public static string ShowInDashboards(Projection view, Build build, bool anew)
    {
        var name = NameInDashboards(view);
        return
            $"""
            {(anew ? $"drop view if exists {name};" : "")}
            create or replace view {name} with (security_barrier) as {Shown(view, build.Table)};
            {Comments("view", name, view.Meaning, view.Shown.Select(shown => (shown.Name, shown.Meaning)).Append((Column.Marking.Name, Column.Marking.Meaning)))}
            do $$ begin
                grant select on {name} to {Reader};
            exception
                when insufficient_privilege or undefined_object then raise notice 'the role {Reader} may not be granted anything by this user';
            end $$;
            """;
    }

    private static string Comments(string kind, string name, string meaning, IEnumerable<(string Name, string Meaning)> columns) =>
        Comment($"{kind} {name}", meaning)
        + Comment($"column {name}.negotiation", "The key of the negotiation.")
        + Comment($"column {name}.id", "The id of the row in its negotiation.")
        + string.Concat(columns.Select(column => Comment($"column {name}.{column.Name}", column.Meaning)));

    private static string Comment(string on, string meaning) => $"comment on {on} is '{meaning.Replace("'", "''")}';\n";
}
