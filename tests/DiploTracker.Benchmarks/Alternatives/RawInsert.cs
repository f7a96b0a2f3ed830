using DiploTracker.Benchmarks.Harness;
using DiploTracker.Database;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Benchmarks.Alternatives;

/// <summary>The yardstick: an event and its stream's row in one statement, one round trip, one commit. It checks nothing.</summary>
internal sealed class RawInsert : Appender
{
    private readonly NpgsqlDataSource _database;

    private RawInsert(NpgsqlDataSource database) => _database = database;

    public override string Name => "raw Npgsql";

    public static async Task<RawInsert> Start(Bench bench)
    {
        var connection = await bench.Database.New("raw");
        await BenchDatabase.Execute(connection, Resource.Text("raw.sql"));
        return new RawInsert(Pools.DataSource(connection));
    }

    public override async Task Append(string stream, string type, byte[] data)
    {
        await using var insert = _database.CreateCommand(
            """
            with s as (insert into streams values ($1, 1) on conflict (id) do update set version = streams.version + 1 returning version)
            insert into events (id, stream, version, type, data) select $2, $1, version, $3, $4 from s
            """);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = type });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = data, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await insert.ExecuteNonQueryAsync();
    }

    public override ValueTask DisposeAsync() => _database.DisposeAsync();
}
