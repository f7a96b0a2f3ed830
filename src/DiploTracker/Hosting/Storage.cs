using DiploTracker.Hosting.Database;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Hosting;

/// <summary>The database that was found, and how the tracker speaks with it.</summary>
internal static class Storage
{
    // Only the generated code is written then: nothing may connect, and nothing does.
    private static readonly NpgsqlDataSource Nowhere = NpgsqlDataSource.Create("Host=nowhere");

    public static async Task<DatabaseServer?> AddDatabase(this WebApplicationBuilder builder, string[] args)
    {
        if (args is ["codegen", ..])
        {
            builder.Services.AddSingleton(Nowhere);
            builder.Services.AddSingleton(new AppendDatabase(Nowhere));
            return null;
        }

        using var logging = LoggerFactory.Create(log => log.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole());
        var server = await DatabaseServer.OpenAsync(builder.Configuration, logging.CreateLogger("DiploTracker.Database"));
        builder.Services.AddSingleton(server);
        builder.Services.AddSingleton(DataSource(server.ConnectionString));
        builder.Services.AddSingleton(AppendsTo(server.ConnectionString));
        return server;
    }

    /// <summary>
    /// Statements are prepared when they are seen twice, and stay so when a connection goes back to the pool: the append
    /// is planned once and not at every call. The pool's connections carry no state of their own that a reset would clear.
    /// Whole logs are read through them: with the usual buffer of 8 kB a thread was woken for every eight facts.
    /// </summary>
    internal static NpgsqlDataSource DataSource(string connectionString) => DataSource(connectionString, "DiploTracker", atLeast: 0);

    /// <summary>The same database for the appends.</summary>
    internal static AppendDatabase AppendsTo(string connectionString) => new(DataSource(connectionString, "DiploTracker appends", atLeast: 1));

    private static NpgsqlDataSource DataSource(string connectionString, string name, int atLeast)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = name,
            MaxAutoPrepare = 60,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            ReadBufferSize = 65_536,
            MinPoolSize = atLeast,
        };
        return new NpgsqlDataSourceBuilder(connection.ConnectionString) { Name = name }.Build();
    }
}
