using System.Runtime.Versioning;
using Npgsql;
using Xunit;


namespace DiploTracker.Testing;

/// <summary>One tracker for all tests, on one database: each test works on negotiations of its own, so they run at once.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TrackerFixture : IAsyncLifetime
{
    private readonly PostgresFixture _server = new();
    private TrackerNode? _node;

    public TrackerNode Node => _node!;

    public string Database { get; private set; } = "";

    internal Api Api => Node.Api;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        Database = await InconvenientDatabaseAsync();
        _node = new TrackerNode(Database);
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        await _server.DisposeAsync();
    }

    public Task<string> NewDatabaseAsync() => _server.NewDatabaseAsync();

    /// <summary>A database that sorts as few do: punctuation is ignored. Nothing may rely on the order of the database.</summary>
    private async Task<string> InconvenientDatabaseAsync()
    {
        var name = $"tracker_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand(
            $"create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C' "
            + "locale_provider icu icu_locale 'und-u-ka-shifted'", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = name }.ConnectionString;
    }
}
