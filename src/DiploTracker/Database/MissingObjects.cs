using Marten;
using Npgsql;

namespace DiploTracker.Database;

/// <summary>
/// The tables, sequences and functions that the tracker needs and its database lacks, as after a failed restore; and the
/// schema of the views, which a backup leaves out.
/// </summary>
internal sealed class MissingObjects
{
    private readonly string[] _schemas, _names;

    public MissingObjects(IMartenStorage storage)
    {
        var needed = storage.AllObjects().Select(one => one.Identifier).Distinct().ToList();
        (_schemas, _names) = ([.. needed.Select(one => one.Schema)], [.. needed.Select(one => one.Name)]);
    }

    // Not with to_regnamespace: a transaction remembers that a schema was missing, even after another connection has
    // created it.
    public async Task<string[]> In(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(
            """
            select array(select s from unnest($3) s where not exists (select from pg_namespace n where n.nspname = s))
                || coalesce(array_agg(o.schema || '.' || o.name), '{}') from unnest($1, $2) o (schema, name)
            where not exists (select from pg_namespace n join pg_class c on c.relnamespace = n.oid where n.nspname = o.schema and c.relname = o.name)
              and not exists (select from pg_namespace n join pg_proc p on p.pronamespace = n.oid where n.nspname = o.schema and p.proname = o.name)
            """, connection);
        ask.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = _schemas });
        ask.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = _names });
        ask.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [Schemas.Views] });
        return (string[])(await ask.ExecuteScalarAsync(cancellation))!;
    }
}
