using Npgsql;

namespace DiploTracker.Database;

/// <summary>
/// The PostgreSQL that the tracker works with; disposing it stops what was started for it. In this order: the
/// connection string <c>ConnectionStrings__DiploTracker</c>; the machine's PostgreSQL programs, run as a server of the
/// tracker's own (<see cref="LocalPostgres"/>); a container (<see cref="ContainerPostgres"/>); programs that the
/// tracker downloads (<see cref="PostgresDownload"/>), unless <c>DIPLO_NO_DOWNLOAD</c> forbids it.
/// </summary>
public abstract class DatabaseServer : IAsyncDisposable
{
    /// <summary>Valid for as long as the tracker runs, across restarts of the server.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>Which database this is and where its data is, for the log.</summary>
    public abstract string Description { get; }

    /// <summary>The programs that it runs with; null if the tracker does not run it.</summary>
    public virtual PostgresPrograms? Programs => null;

    /// <exception cref="DatabaseUnavailableException">
    /// No database; the message tells what to install or set.
    /// </exception>
    public static async Task<DatabaseServer> OpenAsync(
        IConfiguration configuration, ILogger logger, CancellationToken cancellation = default)
    {
        if (configuration.GetConnectionString("DiploTracker") is { Length: > 0 } configured)
            return new ConfiguredDatabase(configured, configuration["DIPLO_PASSWORD_FILE"]);
        var data = DataLocation.Of(configuration);
        return await OpenAsync(data, [.. PostgresPrograms.Find(configuration["PG_BIN"]), .. PostgresDownload.In(data)],
            configuration, logger, cancellation);
    }

    /// <summary>Opens the data folder with the programs found, if any.</summary>
    internal static async Task<DatabaseServer> OpenAsync(string data, IReadOnlyList<PostgresPrograms> found,
        IConfiguration configuration, ILogger logger, CancellationToken cancellation)
    {
        var kept = WhereDataIsKept(data);
        if (kept != Kept.InContainer && await ChooseAsync(found, kept) is { Count: > 0 } programs)
            return await StartAsync(programs);
        if (kept != Kept.ByPrograms && await ContainerPostgres.TryOpenAsync(data, logger, cancellation) is { } container)
            return container;
        if (kept == Kept.InContainer)
            throw new DatabaseUnavailableException(
                $"The data of {data} is kept in a Docker container, and no Docker engine answers: start it, or set "
                + "DIPLO_DATA to a new folder (or remove container-password from this one, to leave that data behind).");
        if (MayDownload(configuration))
            return await StartAsync([await PostgresDownload.FetchAsync(data, logger, cancellation)]);
        throw new DatabaseUnavailableException(
            "No PostgreSQL was found, and downloading one is switched off (--no-download, DIPLO_NO_DOWNLOAD): install its "
            + $"server programs, version {PostgresPrograms.Oldest} or later (on Debian and Ubuntu: apt install postgresql; "
            + "if they are in an unusual place, set PG_BIN to their folder), or start a Docker engine, or set "
            + "ConnectionStrings__DiploTracker to the connection string of a server you have.");

        async Task<DatabaseServer> StartAsync(IReadOnlyList<PostgresPrograms> programs) => OperatingSystem.IsWindows()
            ? await LoopbackPostgres.OpenAsync(data, programs, logger, cancellation)
            : await LocalPostgres.OpenAsync(data, programs, logger, cancellation);
    }

    /// <summary>
    /// For new data, the first programs that run and are new enough; for existing data all, of which <see
    /// cref="LocalPostgres"/> takes those of its version.
    /// </summary>
    private static async Task<IReadOnlyList<PostgresPrograms>> ChooseAsync(
        IReadOnlyList<PostgresPrograms> found, Kept kept)
    {
        if (kept == Kept.ByPrograms)
            return found;
        foreach (var programs in found)
            if (await programs.AreUsableAsync())
                return [programs];
        return [];
    }

    /// <summary>Once created, a folder's data stays where it is, whatever is installed or stopped later.</summary>
    private static Kept WhereDataIsKept(string data) =>
        File.Exists(Path.Combine(data, "postgres", "data", "PG_VERSION")) ? Kept.ByPrograms
        : File.Exists(Path.Combine(data, ContainerPassword.FileName)) ? Kept.InContainer
        : Kept.Nowhere;

    private static bool MayDownload(IConfiguration configuration) =>
        configuration["DIPLO_NO_DOWNLOAD"]?.ToLowerInvariant() is null or "" or "0" or "false" or "no";

    private enum Kept
    {
        Nowhere,
        ByPrograms,
        InContainer,
    }

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A server run by others: the tracker neither starts nor stops it.</summary>
internal sealed class ConfiguredDatabase : DatabaseServer
{
    private readonly NpgsqlConnectionStringBuilder _settings;

    /// <param name="passwordFile">Holds the password, so that it need not be in the connection string.</param>
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
