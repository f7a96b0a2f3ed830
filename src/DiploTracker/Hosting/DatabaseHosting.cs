using DiploTracker.Database;
using DiploTracker.Nodes;
using Npgsql;

namespace DiploTracker.Hosting;

/// <summary>The database that was found, and this node's connection pools.</summary>
internal static class DatabaseHosting
{
    // For writing the generated code only: nothing may connect, and nothing does.
    private static readonly NpgsqlDataSource Nowhere = NpgsqlDataSource.Create("Host=nowhere");

    public static async Task<DatabaseServer?> AddDatabase(this WebApplicationBuilder builder, string[] args)
    {
        if (args is ["codegen", ..])
        {
            builder.Services.AddSingleton(Nowhere);
            builder.Services.AddSingleton(new AppendDatabase(Nowhere));
            builder.Services.AddSingleton(new RecordingDatabase(Nowhere));
            builder.Services.AddSingleton(new BackgroundDatabase(Nowhere));
            builder.Services.AddSingleton(new HealthDatabase(Nowhere));
            builder.Services.AddSingleton(Node.ThisProcess());
            return null;
        }

        using var logging = LoggerFactory.Create(log => log.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole());
        var shares = ConnectionShares.Of(builder.Configuration);
        var server = await DatabaseServer.OpenAsync(builder.Configuration, logging.CreateLogger("DiploTracker.Database"));
        var node = Node.ThisProcess();
        var connection = node.Connection(server.ConnectionString);
        builder.Services.AddSingleton(server);
        builder.Services.AddSingleton(node);
        builder.Services.AddSingleton(shares);
        builder.Services.AddSingleton(Pools.DataSource(connection, shares.Reads));
        builder.Services.AddSingleton(Pools.AppendsTo(connection));
        builder.Services.AddSingleton(Pools.RecordingTo(connection));
        builder.Services.AddSingleton(Pools.BackgroundTo(connection));
        builder.Services.AddSingleton(Pools.HealthOf(connection));
        return server;
    }
}
