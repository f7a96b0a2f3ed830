namespace DiploTracker.Testing;

internal static class WaitTime
{
    /// <summary>How long a test waits for what should come at once: the machine may be busy, and only a failure
    /// costs it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
}
