namespace DiploTracker.Live;

/// <summary>How the feed treats its readers: the section <c>Feed</c> of the settings.</summary>
public sealed record FeedSettings
{
    /// <summary>How long the feed waits after a failure before it reads again.</summary>
    internal static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    /// <summary>Time without events after which a reader gets a keep-alive.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a reader may stall before it is disconnected.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Maximum number of events cached in memory; a reader that is further behind reads from the database.
    /// </summary>
    public int Kept { get; init; } = 4_096;

    /// <summary>How often readers are checked for silence and stalls.</summary>
    public TimeSpan Look => TimeSpan.FromMilliseconds(
        Math.Clamp(Math.Min(Heartbeat.TotalMilliseconds, Patience.TotalMilliseconds) / 4, 10, 1_000));
}
