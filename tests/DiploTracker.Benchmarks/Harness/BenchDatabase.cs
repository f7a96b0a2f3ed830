using DiploTracker.Hosting;
using DiploTracker.Database;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DiploTracker.Benchmarks.Harness;

/// <summary>A PostgreSQL of the run's own, as it comes, with fsync on; nothing of it is left afterwards.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly LocalPostgres _server;

    private BenchDatabase(LocalPostgres server) => _server = server;

    public static async Task<BenchDatabase> Start() => new(await LocalPostgres.StartThrowawayAsync(
        PostgresPrograms.Find(Environment.GetEnvironmentVariable("PG_BIN")), NullLogger.Instance, durable: true));

    public int ProcessId => _server.ProcessId ?? throw new InvalidOperationException("The PostgreSQL of the benchmark has ended.");

    /// <summary>A fresh database; gives its connection string.</summary>
    public async Task<string> New(string name)
    {
        var database = $"{name}_{Guid.NewGuid():N}"[..Math.Min(40, name.Length + 9)];
        await Execute(_server.ConnectionString, $"create database {database}");
        return new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = database }.ConnectionString;
    }

    /// <summary>A fresh database with the schema of the tracker.</summary>
    public async Task<string> NewTracker(string name)
    {
        var connection = await New(name);
        await using var store = Store(connection);
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        return connection;
    }

    public static DocumentStore Store(string connection) => DocumentStore.For(options =>
    {
        options.Connection(connection);
        EventStore.Configure(options);
    });

    /// <summary>Writes out what is dirty, so that neither side pays for the other.</summary>
    public Task Settle() => Execute(_server.AdministratorConnectionString, "checkpoint");

    /// <summary>For what only a superuser may do.</summary>
    public static string AsAdministrator(string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { Username = DatabaseOwner.Administrator }.ConnectionString;

    public static async Task<object?> Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>The settings that decide about speed and durability, as the server has them.</summary>
    public async Task<string> Settings()
    {
        var settings = await Execute(_server.ConnectionString,
            """
            select string_agg(name || ' = ' || current_setting(name), ', ' order by name) from pg_settings
            where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size', 'server_version')
            """);
        return (string)settings!;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
