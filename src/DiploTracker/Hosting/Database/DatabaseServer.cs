using Npgsql;

namespace DiploTracker.Hosting.Database;

/// <summary>
/// The PostgreSQL the tracker works with; disposing it stops what was started for it. In this order:
/// the connection string <c>ConnectionStrings__DiploTracker</c>; the machine's PostgreSQL programs, run as a server of
/// the tracker's own (<see cref="LocalPostgres"/>); a container (<see cref="ContainerPostgres"/>).
/// </summary>
public abstract class DatabaseServer : IAsyncDisposable
{
    /// <summary>Holds for as long as the tracker runs, across restarts of the server.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>Which database this is and where its data lies, for the log.</summary>
    public abstract string Description { get; }

    /// <exception cref="DatabaseUnavailableException">None; the message says what to install or set.</exception>
    public static async Task<DatabaseServer> OpenAsync(
        IConfiguration configuration, ILogger logger, CancellationToken cancellation = default)
    {
        if (configuration.GetConnectionString("DiploTracker") is { Length: > 0 } configured)
            return new ConfiguredDatabase(configured, configuration["DIPLO_PASSWORD_FILE"]);
        var data = DataLocation.Of(configuration);
        if (PostgresPrograms.Find(configuration["PG_BIN"]) is { Count: > 0 } programs)
            return await LocalPostgres.OpenAsync(data, programs, logger, cancellation);
        return await ContainerPostgres.TryOpenAsync(data, logger, cancellation)
            ?? throw new DatabaseUnavailableException(
                "No PostgreSQL was found: install its server programs (on Debian and Ubuntu: apt install postgresql; "
                + "if they are in an unusual place, set PG_BIN to their folder), or start a Docker engine, or set "
                + "ConnectionStrings__DiploTracker to the connection string of a server you have.");
    }

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A server that somebody else runs: it is neither started nor stopped.</summary>
internal sealed class ConfiguredDatabase : DatabaseServer
{
    private readonly NpgsqlConnectionStringBuilder _settings;

    /// <param name="passwordFile">Holds the password, so that it need not stand in the connection string.</param>
    public ConfiguredDatabase(string connectionString, string? passwordFile)
    {
        try
        {
            _settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException wrong)
        {
            // The message of the inner exception names the keyword, never its value: no password gets into a log.
            throw new DatabaseUnavailableException(
                $"ConnectionStrings__DiploTracker cannot be read ({wrong.Message}): write it like "
                + "'Host=localhost;Database=diplotracker;Username=diplotracker;Password=...'.", wrong);
        }
        ConnectionString = connectionString;
        if (passwordFile is not { Length: > 0 })
            return;
        _settings.Password = Read(passwordFile);
        ConnectionString = _settings.ConnectionString;
    }

    public override string ConnectionString { get; }

    public override string Description =>
        $"the configured PostgreSQL at {_settings.Host}, database {_settings.Database}";

    private static string Read(string passwordFile)
    {
        try
        {
            return File.ReadAllText(passwordFile).TrimEnd('\r', '\n');
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnavailableException(
                $"DIPLO_PASSWORD_FILE cannot be read ({refused.Message}): set it to a file that holds the password of "
                + "the database and that the tracker's user may read, or leave it out.", refused);
        }
    }
}
