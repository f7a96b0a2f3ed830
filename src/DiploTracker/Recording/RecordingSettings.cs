namespace DiploTracker.Recording;

/// <summary>How the log is written: the section <c>Recording</c> of the settings.</summary>
public sealed record RecordingSettings
{
    /// <summary>
    /// How long a caller waits for a commit, and a reader for confirmation of what was committed; then the answer is
    /// 503. The commit itself continues.
    /// </summary>
    public TimeSpan CommitWait { get; init; } = TimeSpan.FromSeconds(10);
}
