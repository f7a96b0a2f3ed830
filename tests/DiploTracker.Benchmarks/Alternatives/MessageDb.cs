using DiploTracker.Benchmarks.Harness;
using DiploTracker.Database;
using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Benchmarks.Alternatives;

/// <summary>message-db: its functions, installed from its npm package, called through Npgsql in one round trip.</summary>
internal sealed class MessageDb : Appender
{
    private static readonly string[] Scripts =
    [
        "roles/message-store.sql", "schema/message-store.sql", "extensions/pgcrypto.sql", "tables/messages.sql", "types/message.sql",
        "functions/message-store-version.sql", "functions/hash-64.sql", "functions/acquire-lock.sql", "functions/category.sql",
        "functions/is-category.sql", "functions/id.sql", "functions/cardinal-id.sql", "functions/stream-version.sql",
        "functions/write-message.sql", "indexes/messages-id.sql", "indexes/messages-stream.sql", "indexes/messages-category.sql",
    ];

    private readonly NpgsqlDataSource _database;

    private MessageDb(NpgsqlDataSource database) => _database = database;

    public override string Name => "message-db";

    public static async Task<MessageDb> Start(Bench bench, string modules)
    {
        var connection = await bench.Database.New("messages");
        var searching = new NpgsqlConnectionStringBuilder(connection) { SearchPath = "message_store,public" }.ConnectionString;
        foreach (var script in Scripts)
            await BenchDatabase.Execute(searching, await File.ReadAllTextAsync(Path.Combine(modules, "@eventide/message-db/database", script)));
        return new MessageDb(Pools.DataSource(searching));
    }

    public override async Task Append(string stream, string type, byte[] data)
    {
        await using var write = _database.CreateCommand("select message_store.write_message($1, $2, $3, $4)");
        write.Parameters.Add(new NpgsqlParameter { Value = Guid.CreateVersion7().ToString(), NpgsqlDbType = NpgsqlDbType.Varchar });
        write.Parameters.Add(new NpgsqlParameter { Value = stream, NpgsqlDbType = NpgsqlDbType.Varchar });
        write.Parameters.Add(new NpgsqlParameter { Value = type, NpgsqlDbType = NpgsqlDbType.Varchar });
        write.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = data, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await write.ExecuteNonQueryAsync();
    }

    public override ValueTask DisposeAsync() => _database.DisposeAsync();
}
