using DiploTracker.Database;
using DiploTracker.Hosting;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Testcontainers.PostgreSql;
using Xunit;

namespace DiploTracker.Testing;

/// <summary>
/// The PostgreSQL of a test run: the server of the connection string DIPLO_TEST_POSTGRES (whose user may create
/// databases); else a container; else the machine's programs, or those fetched for it, in a temporary folder. The run
/// says which. All fixtures of a run have the same server.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private static readonly SemaphoreSlim Turn = new(1);
    private static (string ConnectionString, IAsyncDisposable? Started) _server;
    private static string _template = "";
    private static int _users;

    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await Turn.WaitAsync();
        try
        {
            if (_users == 0)
            {
                (_server.ConnectionString, _server.Started, var source) = await FindAsync();
                Console.WriteLine($"PostgreSQL for the tests: {source}");
                _template = await NewTemplateAsync(_server.ConnectionString);
            }
            _users++;
            ConnectionString = _server.ConnectionString;
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>A fresh, empty database, one for each test class; gives its connection string.</summary>
    public Task<string> NewDatabaseAsync() => NewDatabaseAsync(ConnectionString, "template1");

    /// <summary>One that has the schema, which is made once for the run: a tracker that starts on it makes nothing.</summary>
    public Task<string> ReadyDatabaseAsync() => NewDatabaseAsync(ConnectionString, _template);

    /// <summary>A copy of a database to which nobody is connected.</summary>
    public Task<string> CopyAsync(string database) => NewDatabaseAsync(ConnectionString, new NpgsqlConnectionStringBuilder(database).Database!);

    private static async Task<string> NewDatabaseAsync(string server, string template)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name} template {template}", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    /// <summary>A database with the schema and nothing else; gives its name. Nobody may be connected to a template.</summary>
    private static async Task<string> NewTemplateAsync(string server)
    {
        var database = new NpgsqlConnectionStringBuilder(await NewDatabaseAsync(server, "template1")) { Pooling = false };
        await using var source = NpgsqlDataSource.Create(database);
        await using var store = DocumentStore.For(options =>
        {
            options.Connection(database.ConnectionString);
            EventStore.Configure(options);
        });
        var outage = new Outage(NullLogger<Outage>.Instance);
        await new SchemaReady(store, [], source, outage, NullLogger<SchemaReady>.Instance).Apply();
        return database.Database!;
    }

    public async ValueTask DisposeAsync()
    {
        await Turn.WaitAsync();
        try
        {
            if (--_users == 0 && _server.Started is { } started)
                await started.DisposeAsync();
        }
        finally
        {
            Turn.Release();
        }
    }

    private static async Task<(string ConnectionString, IAsyncDisposable? Started, string Source)> FindAsync()
    {
        if (Environment.GetEnvironmentVariable("DIPLO_TEST_POSTGRES") is { Length: > 0 } given)
            return (given, null, "the server of DIPLO_TEST_POSTGRES");
        if (ContainerPostgres.EngineAnswers())
        {
            var container = new PostgreSqlBuilder(ContainerPostgres.Image)
                .WithEnvironment("POSTGRES_INITDB_ARGS", ContainerPostgres.Locale)
                .WithCommand("-c", "max_connections=500")
                .WithLogger(NullLogger.Instance)
                .Build();
            await container.StartAsync();
            return (container.GetConnectionString(), container, $"a container of {ContainerPostgres.Image}");
        }
        var programs = TestTools.Postgres;
        var local = await LocalPostgres.StartThrowawayAsync(programs, NullLogger.Instance);
        return (local.ConnectionString, local, $"the programs in {programs[0].Folder}, in a temporary folder");
    }
}
