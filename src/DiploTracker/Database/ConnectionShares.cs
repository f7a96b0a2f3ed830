namespace DiploTracker.Database;

/// <summary>
/// How many connections to the database this node opens at most, and for what. Each share is a pool of its own, so that
/// readers, however many, cannot take the connections by which facts are recorded, views and seals follow the log, and
/// health is asked.
/// </summary>
/// <param name="Total">All of them: the setting <c>Database__Connections</c>.</param>
internal sealed record ConnectionShares(int Total)
{
    /// <summary>Three nodes of this size leave room on a server with PostgreSQL's own 100 connections.</summary>
    public const int Usual = 30;

    private const int LeastReads = 4;

    /// <summary>Appends are written one group at a time; the other is for one whose outcome never came.</summary>
    public const int Appends = 2;

    /// <summary>What is read to decide commands.</summary>
    public const int Recording = 5;

    /// <summary>What follows the log: views (up to five), sealing, the feed, drift, erasures.</summary>
    public const int Background = 10;

    public const int Health = 1;

    public const int Least = Appends + Recording + Background + Health + LeastReads;

    public int Reads => Total - Appends - Recording - Background - Health;

    /// <exception cref="DatabaseUnavailableException">The setting is no number, or too small.</exception>
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
