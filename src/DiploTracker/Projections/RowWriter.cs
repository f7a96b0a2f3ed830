using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Projections;

/// <summary>Writes rows into the table of a build.</summary>
internal sealed class RowWriter(Projection view, Build build)
{
    private readonly IReadOnlyList<Column> _columns =
        [new Column("negotiation", ColumnType.Text, ""), new Column("id", ColumnType.Text, ""), .. view.Columns];

    private readonly string _upsert = Upsert(view, build);

    /// <summary>Upserts rows; unchanged ones stay untouched.</summary>
    public NpgsqlBatchCommand Put(IReadOnlyList<Row> rows)
    {
        var put = new NpgsqlBatchCommand(_upsert);
        for (var index = 0; index < _columns.Count; index++)
            put.Parameters.Add(Values(_columns[index], index, rows));
        return put;
    }

    /// <summary>
    /// Selects the first row of a negotiation that differs from these or exists on one side only: id, given row, stored
    /// row.
    /// </summary>
    public NpgsqlBatchCommand Differing(string negotiation, IReadOnlyList<Row> rows)
    {
        var all = string.Join(", ", _columns.Select(column => column.Name));
        var values = string.Join(", ", _columns.Select(column => column.Type == ColumnType.Texts ? $"r.{column.Name}::text[]" : $"r.{column.Name}"));
        var ask = new NpgsqlBatchCommand(
            $"""
            with given as (select {values} from unnest({string.Join(", ", Enumerable.Range(1, _columns.Count).Select(number => $"${number}"))}) r ({all})),
                 stored as (select {all} from {build.Table} where negotiation = ${_columns.Count + 1})
            select coalesce(g.id, s.id), to_jsonb(g)::text, to_jsonb(s)::text from given g full join stored s on s.id = g.id collate "C"
            where to_jsonb(g) is distinct from to_jsonb(s) order by 1 limit 1
            """);
        for (var index = 0; index < _columns.Count; index++)
            ask.Parameters.Add(Values(_columns[index], index, rows));
        ask.Parameters.Add(new() { Value = negotiation });
        return ask;
    }

    /// <summary>
    /// Selects the stored rows of things (null for all) of some negotiations: negotiation, id, and the parts of the
    /// fingerprint.
    /// </summary>
    public NpgsqlBatchCommand Stored(IReadOnlyCollection<(string Negotiation, IReadOnlyCollection<string>? Things)> scopes)
    {
        var some = scopes.SelectMany(scope => (scope.Things ?? []).Select(thing => (scope.Negotiation, Thing: thing))).ToList();
        return new(
            $"""
            select t.negotiation, t.id, {RowFingerprint.Columns} from {build.Table} t where t.negotiation = any ($1)
            union all
            select t.negotiation, t.id, {RowFingerprint.Columns} from unnest($2, $3) k (negotiation, thing)
            join {build.Table} t on t.negotiation = k.negotiation and {view.Thing} = k.thing
            """)
        {
            Parameters =
            {
                Texts(scopes.Where(scope => scope.Things is null).Select(scope => scope.Negotiation)),
                Texts(some.Select(one => one.Negotiation)), Texts(some.Select(one => one.Thing)),
            },
        };
    }

    /// <summary>Deletes rows.</summary>
    public NpgsqlBatchCommand Take(IReadOnlyList<(string Negotiation, string Id)> keys) => new(
        $"delete from {build.Table} t using unnest($1, $2) k (negotiation, id) where t.negotiation = k.negotiation and t.id = k.id")
    {
        Parameters = { Texts(keys.Select(key => key.Negotiation)), Texts(keys.Select(key => key.Id)) },
    };

    /// <summary>Deletes the rows of some negotiations, except these.</summary>
    public NpgsqlBatchCommand TakeOthers(IReadOnlyCollection<string> negotiations, IReadOnlyList<Row> but) => new(
        $"""
        delete from {build.Table} t where t.negotiation = any ($1)
            and not exists (select from unnest($2, $3) k (negotiation, id) where k.negotiation = t.negotiation and k.id = t.id)
        """)
    {
        Parameters = { Texts(negotiations), Texts(but.Select(row => row.Negotiation)), Texts(but.Select(row => row.Id)) },
    };

    /// <summary>Copies rows into a table that has none of their negotiations.</summary>
    public async Task Copy(NpgsqlConnection connection, string table, IEnumerable<Row> rows, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {table} ({string.Join(", ", _columns.Select(column => column.Name))}) from stdin (format binary)", cancellation);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(row.Negotiation, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(row.Id, NpgsqlDbType.Text, cancellation);
            for (var index = 2; index < _columns.Count; index++)
                await Write(copy, row.Values[index - 2], _columns[index].DbType, cancellation);
        }
        await copy.CompleteAsync(cancellation);
    }

    private static Task Write(NpgsqlBinaryImporter copy, object? value, NpgsqlDbType type, CancellationToken cancellation) => value switch
    {
        null => copy.WriteNullAsync(cancellation),
        string text => copy.WriteAsync(text, type, cancellation),
        string[] texts => copy.WriteAsync(texts, type, cancellation),
        DateTime time => copy.WriteAsync(time, type, cancellation),
        DateOnly date => copy.WriteAsync(date, type, cancellation),
        bool flag => copy.WriteAsync(flag, type, cancellation),
        int whole => copy.WriteAsync(whole, type, cancellation),
        double number => copy.WriteAsync(number, type, cancellation),
        _ => throw new InvalidOperationException($"A column cannot hold a {value.GetType().Name}."),
    };

    private static string Upsert(Projection view, Build build)
    {
        var names = view.Columns.Select(column => column.Name).ToList();
        var all = string.Join(", ", names.Prepend("id").Prepend("negotiation"));
        // An array of arrays cannot hold lists of different lengths; they come as array literals.
        var values = view.Columns.Select(column => column.Type == ColumnType.Texts ? $"r.{column.Name}::text[]" : $"r.{column.Name}");
        return
            $"""
            insert into {build.Table} as t ({all})
            select r.negotiation, r.id, {string.Join(", ", values)}
            from unnest({string.Join(", ", Enumerable.Range(1, names.Count + 2).Select(number => $"${number}"))}) r ({all})
            on conflict (negotiation, id) do update set {string.Join(", ", names.Select(name => $"{name} = excluded.{name}"))}
            where ({string.Join(", ", names.Select(name => $"t.{name}"))}) is distinct from ({string.Join(", ", names.Select(name => $"excluded.{name}"))})
            """;
    }

    private static NpgsqlParameter Values(Column column, int index, IReadOnlyList<Row> rows) => column.Type switch
    {
        ColumnType.Integer => new() { Value = Of<int?>(rows, index), NpgsqlDbType = NpgsqlDbType.Array | column.DbType },
        ColumnType.Number => new() { Value = Of<double?>(rows, index), NpgsqlDbType = NpgsqlDbType.Array | column.DbType },
        ColumnType.Flag => new() { Value = Of<bool?>(rows, index), NpgsqlDbType = NpgsqlDbType.Array | column.DbType },
        ColumnType.Time => new() { Value = Of<DateTime?>(rows, index), NpgsqlDbType = NpgsqlDbType.Array | column.DbType },
        ColumnType.Date => new() { Value = Of<DateOnly?>(rows, index), NpgsqlDbType = NpgsqlDbType.Array | column.DbType },
        ColumnType.Texts => Texts(rows.Select(row => Literal((string[])row.Values[index - 2]!))),
        _ => Texts(rows.Select(row => index switch { 0 => row.Negotiation, 1 => row.Id, _ => (string?)row.Values[index - 2] })),
    };

    private static T[] Of<T>(IReadOnlyList<Row> rows, int index) => [.. rows.Select(row => (T)row.Values[index - 2]!)];

    private static NpgsqlParameter Texts(IEnumerable<string?> texts) =>
        new() { Value = texts.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static string Literal(string[] texts)
    {
        var literal = new StringBuilder("{");
        foreach (var text in texts)
            literal.Append(literal.Length > 1 ? "," : "").Append('"').Append(text.Replace("\\", "\\\\").Replace("\"", "\\\"")).Append('"');
        return literal.Append('}').ToString();
    }
}
