using Npgsql;

namespace DiploTracker.Database;

/// <summary>The connection pools, one per purpose.</summary>
internal static class Pools
{
    private const int PatienceInSeconds = 5;

    private const int LongestReadInSeconds = 20;

    private const string PatientSession =
        """
        set client_min_messages = warning;
        select set_config(name, '0', false) from pg_settings where name in ('statement_timeout', 'lock_timeout', 'transaction_timeout')
        """;

    /// <summary>All pools of this node.</summary>
    public static IEnumerable<NpgsqlDataSource> AllPools(this IServiceProvider services) =>
    [
        services.GetRequiredService<NpgsqlDataSource>(),
        services.GetRequiredService<AppendDatabase>().Source,
        services.GetRequiredService<RecordingDatabase>().Source,
        services.GetRequiredService<BackgroundDatabase>().Source,
        services.GetRequiredService<HealthDatabase>().Source,
    ];

    /// <summary>
    /// Statements are prepared on their second use, and stay prepared when a connection returns to the pool: the append
    /// is planned once and not at every call. The pool's connections have no state of their own that a reset would
    /// clear. Whole logs are read through them: with the default buffer of 8 kB a thread was woken for every eight
    /// facts.
    /// </summary>
    internal static NpgsqlDataSource DataSource(string connectionString, int connections = ConnectionShares.Usual) =>
        Pool(connectionString, "DiploTracker reads", connections).Build();

    /// <summary>
    /// The same database for acknowledged writes. Only the server's answer, or the loss of the connection, ends a
    /// commit: neither a timeout of Npgsql nor one configured on the server for the role. And no role suppresses
    /// warnings.
    /// </summary>
    internal static AppendDatabase AppendsTo(string connectionString)
    {
        var pool = Pool(connectionString, "DiploTracker appends", ConnectionShares.Appends, atLeast: 1);
        var connection = pool.ConnectionStringBuilder;
        connection.CommandTimeout = 0;
        if (connection.Host is [not ('/' or '@'), ..])
            (connection.TcpKeepAlive, connection.TcpKeepAliveTime, connection.TcpKeepAliveInterval) = (true, 10, 5);
        pool.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand(PatientSession, connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand(PatientSession, connection);
                await command.ExecuteNonQueryAsync();
            });
        return new AppendDatabase(pool.Build());
    }

    /// <summary>The same database for the reads that command decisions need.</summary>
    internal static RecordingDatabase RecordingTo(string connectionString) =>
        new(Pool(connectionString, "DiploTracker recording", ConnectionShares.Recording).Build());

    /// <summary>The same database for followers of the log.</summary>
    internal static BackgroundDatabase BackgroundTo(string connectionString) =>
        new(Pool(connectionString, "DiploTracker background", ConnectionShares.Background).Build());

    /// <summary>The same database for health checks: a slow query is given up, together with its connection.</summary>
    internal static HealthDatabase HealthOf(string connectionString)
    {
        var pool = Pool(connectionString, "DiploTracker health", ConnectionShares.Health);
        var connection = pool.ConnectionStringBuilder;
        (connection.Timeout, connection.CommandTimeout, connection.CancellationTimeout, connection.MaxAutoPrepare) = (3, 5, -1, 0);
        return new(pool.Build());
    }

    private static NpgsqlDataSourceBuilder Pool(string connectionString, string name, int connections, int atLeast = 0)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 60,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            ReadBufferSize = 65_536,
            MinPoolSize = atLeast,
            MaxPoolSize = connections,
        };
        // The limits set for dashboards that share the server do not apply to the tracker.
        connection.Options = $"{connection.Options} -c statement_timeout=0 -c idle_in_transaction_session_timeout=0".TrimStart();
        connection.ApplicationName = $"{name} {connection.ApplicationName}".TrimEnd();
        // How long to wait for an unresponsive server, and for a free connection of the pool.
        if (!connection.ContainsKey("Timeout"))
            connection.Timeout = PatienceInSeconds;
        if (!connection.ContainsKey("Command Timeout"))
            connection.CommandTimeout = LongestReadInSeconds;
        return new NpgsqlDataSourceBuilder(connection.ConnectionString) { Name = name };
    }
}
