using Npgsql;

namespace DiploTracker.Projections;

/// <summary>
/// The result of comparing two tables of a view row by row: of one version, the stored rows; of two versions, which may
/// store different rows, the columns that both show in dashboards.
/// </summary>
/// <param name="Rows">
/// The number of rows compared: those of negotiations without events between the two positions that neither table
/// leaves out.
/// </param>
/// <param name="Differing">The number of rows that differ or are in one table only.</param>
/// <param name="Examples">The first of them: negotiation and id.</param>
internal sealed record BuildComparison(long Rows, long Differing, IReadOnlyList<string> Examples)
{
    public override string ToString() => Differing == 0
        ? $"all {Rows} rows agree"
        : $"{Differing} of {Rows} rows differ: {string.Join(", ", Examples)}{(Differing > Examples.Count ? ", …" : "")}";

    public static async Task<BuildComparison> Of(
        NpgsqlConnection connection, Build old, Projection view, string table, long position, CancellationToken cancellation)
    {
        if (old.Version == view.Version)
            return await Of(connection, view.Name, (old.Table, old.Position), (table, position), cancellation);
        const string Shown = "compared";
        await ProjectionBuilds.Execute(connection, $"create temporary view {Shown} as {ProjectionSchema.Shown(view, table)}", cancellation);
        var comparison = await Of(connection, view.Name, (ProjectionSchema.NameInDashboards(view), old.Position), (Shown, position), cancellation);
        await ProjectionBuilds.Execute(connection, $"drop view {Shown}", cancellation);
        return comparison;
    }

    private static async Task<BuildComparison> Of(
        NpgsqlConnection connection, string view, (string Rows, long Position) old, (string Rows, long Position) young, CancellationToken cancellation)
    {
        var columns = await CommonColumns(connection, old.Rows, young.Rows, cancellation);
        await using var compare = new NpgsqlCommand(
            $"""
            with changed as (select distinct stream_id from mt_events where seq_id > least($1, $2) and seq_id <= greatest($1, $2)
                              union select negotiation from diplo.set_aside where view = $3),
                 old as (select {columns} from {old.Rows} where negotiation not in (select stream_id from changed)),
                 new as (select {columns} from {young.Rows} where negotiation not in (select stream_id from changed)),
                 differing as (
                    select negotiation, id from (select * from old except select * from new) o
                    union select negotiation, id from (select * from new except select * from old) n)
            select (select count(*) from (select negotiation, id from old union select negotiation, id from new) a),
                   (select count(*) from differing),
                   array(select negotiation || '/' || id from differing order by 1 limit 5)
            """, connection) { Parameters = { new() { Value = old.Position }, new() { Value = young.Position }, new() { Value = view } }, CommandTimeout = 0 };
        await using var row = await compare.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new BuildComparison(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<string[]>(2));
    }

    private static async Task<string> CommonColumns(NpgsqlConnection connection, string old, string young, CancellationToken cancellation)
    {
        await using var select = new NpgsqlCommand(
            """
            select quote_ident(o.attname) from pg_attribute o join pg_attribute n on n.attname = o.attname and n.atttypid = o.atttypid
            where o.attrelid = $1::regclass and n.attrelid = $2::regclass and o.attnum > 0 and not o.attisdropped and not n.attisdropped
            order by o.attnum
            """, connection)
        {
            Parameters = { new() { Value = old }, new() { Value = young } },
        };
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        List<string> columns = [];
        while (await rows.ReadAsync(cancellation))
            columns.Add(rows.GetString(0));
        return string.Join(", ", columns);
    }
}
