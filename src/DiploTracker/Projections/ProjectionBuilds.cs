using DiploTracker.Nodes;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>Creates, switches and drops builds in the database.</summary>
internal static class ProjectionBuilds
{
    public static async Task<List<Build>> Load(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var select = new NpgsqlCommand($"select {Build.Columns} from diplo.views order by name, build", connection);
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        List<Build> builds = [];
        while (await rows.ReadAsync(cancellation))
            builds.Add(Build.Of(rows));
        return builds;
    }

    /// <summary>
    /// Retires the builds of some views that are of another log, after the log lost events. Returns them and those
    /// retired earlier.
    /// </summary>
    public static async Task<HashSet<(string View, int Number)>> RetireLost(NpgsqlConnection connection, string[] views, CancellationToken cancellation)
    {
        await using var retire = new NpgsqlCommand(
            $"""
            with lost as (select v.name, v.build from diplo.views v where v.name = any ($1) and not {ProjectionSchema.IsInLog("v")}),
                 retired as (update diplo.views v set state = 'Retired' from lost where v.name = lost.name and v.build = lost.build and v.state <> 'Retired')
            select name, build from lost
            """, connection) { Parameters = { new() { Value = views } } };
        await using var rows = await retire.ExecuteReaderAsync(cancellation);
        HashSet<(string, int)> lost = [];
        while (await rows.ReadAsync(cancellation))
            lost.Add((rows.GetString(0), rows.GetInt32(1)));
        return lost;
    }

    /// <summary>Creates an empty table beside the existing ones, at the beginning of the log.</summary>
    /// <param name="lease">
    /// The lease under which it is created; null for a caller that does not work on the view.
    /// </param>
    public static async Task<Build> Create(NpgsqlConnection connection, Projection view, Lease? lease, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var insert = new NpgsqlCommand(
            $"""
            insert into diplo.views (name, build, version, position, state)
            select $1, coalesce((select max(build) from diplo.views where name = $1), 0) + 1, $2, 0, 'Building' returning {Build.Columns}
            """, connection, transaction) { Parameters = { new() { Value = view.Name }, new() { Value = view.Version } } };
        Build build;
        await using (var row = await insert.ExecuteReaderAsync(cancellation))
        {
            await row.ReadAsync(cancellation);
            build = Build.Of(row);
        }
        await Execute(connection, ProjectionSchema.CreateTable(view, build), cancellation);
        await Prove(lease, connection);
        await transaction.CommitAsync(cancellation);
        return build;
    }

    /// <summary>
    /// Replaces the current build with one that has caught up, in one transaction. False if the current one is further
    /// ahead, or shows negotiations that the new one leaves out.
    /// </summary>
    public static async Task<bool> Switch(NpgsqlConnection connection, ActiveBuild followed, bool anew, CancellationToken cancellation)
    {
        var (view, build) = (followed.View, followed.Build);
        if (await SetAside.OnlyOf(connection, build, cancellation) is not [])
        {
            followed.WasKeptBack();
            return false;
        }
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var builds = await Load(connection, cancellation);
        var current = builds.Find(one => one.View == view.Name && one.State == BuildState.Current);
        var compared = current is null ? null : await BuildComparison.Of(connection, current, view, build.Table, build.Position, cancellation);

        await using var update = new NpgsqlCommand(
            """
            update diplo.views v set state = case when v.build = $2 then 'Current' else 'Retired' end,
                                     compared = case when v.build = $2 then $3 else v.compared end
            where v.name = $1 and (v.build = $2 or v.state = 'Current')
              and (select position from diplo.views n where n.name = $1 and n.build = $2)
                  >= coalesce((select max(position) from diplo.views c where c.name = $1 and c.state = 'Current'), 0)
            """, connection, transaction)
        {
            Parameters = { new() { Value = view.Name }, new() { Value = build.Number }, new() { Value = (object?)compared?.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } },
        };
        if (await update.ExecuteNonQueryAsync(cancellation) == 0)
            return false;

        await Execute(connection, ProjectionSchema.CreateIndexes(view, build) + ProjectionSchema.ShowInDashboards(view, build, anew), cancellation);
        await Prove(followed.Lease, connection);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Drops a build; waits at most a second for its readers.</summary>
    public static async Task Drop(NpgsqlConnection connection, Build build, Lease? lease, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var delete = new NpgsqlCommand(
            "with gone as (delete from diplo.set_aside where view = $1 and build = $2) delete from diplo.views where name = $1 and build = $2", connection, transaction)
        {
            Parameters = { new() { Value = build.View }, new() { Value = build.Number } },
        };
        await delete.ExecuteNonQueryAsync(cancellation);
        await Execute(connection, $"set local lock_timeout = '1s'; drop table if exists {build.Table};", cancellation);
        await Prove(lease, connection);
        await transaction.CommitAsync(cancellation);
    }

    private static Task Prove(Lease? lease, NpgsqlConnection connection) => lease?.Prove(connection) ?? Task.CompletedTask;

    public static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
