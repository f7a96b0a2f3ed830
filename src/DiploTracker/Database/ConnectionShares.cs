namespace DiploTracker.Database;

/// <summary>
/// The maximum number of connections to the database that this node opens, by purpose. Each share is its own pool, so
/// that readers, however many, cannot take the connections for recording facts, for views and seals that follow the
/// log, and for health checks.
/// </summary>
/// <param name="Total">All connections: the setting <c>Database__Connections</c>.</param>
internal sealed record ConnectionShares(int Total)
{
    /// <summary>Three nodes of this size leave room on a server with PostgreSQL's default of 100 connections.</summary>
    public const int Usual = 30;

    private const int LeastReads = 4;

    /// <summary>
    /// Appends are written one group at a time; the other connection is for one whose outcome never came.
    /// </summary>
    public const int Appends = 2;

    /// <summary>Reads that command decisions need.</summary>
    public const int Recording = 5;

    /// <summary>Followers of the log: views (up to five), sealing, the feed, drift, erasures.</summary>
    public const int Background = 10;

    public const int Health = 1;

    public const int Least = Appends + Recording + Background + Health + LeastReads;

    public int Reads => Total - Appends - Recording - Background - Health;

    /// <exception cref="DatabaseUnavailableException">The setting is not a number, or too small.</exception>
    public static ConnectionShares Of(IConfiguration configuration)
    {
        var text = configuration["Database:Connections"];
        if (string.IsNullOrWhiteSpace(text))
            return new ConnectionShares(Usual);
        return int.TryParse(text, out var total) && total >= Least
            ? new ConnectionShares(total)
            : throw new DatabaseUnavailableException(
                $"Database__Connections is '{text}': set it to a whole number of at least {Least}, or leave it out ({Usual}).");
    }
}
