namespace DiploTracker.Live;

/// <summary>How the feed treats its readers: the section <c>Feed</c> of the settings.</summary>
public sealed record FeedSettings
{
    /// <summary>A reader that has got nothing for so long gets a sign of life.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A reader that takes nothing of what it was sent for so long is disconnected.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// So many of the newest events are kept in memory; a reader that is further behind reads from the database.
    /// </summary>
    public int Kept { get; init; } = 4_096;

    /// <summary>How often is looked who has got nothing, or takes nothing.</summary>
    public TimeSpan Look => TimeSpan.FromMilliseconds(Math.Clamp(Math.Min(Heartbeat.TotalMilliseconds, Patience.TotalMilliseconds) / 4, 10, 1_000));
}
