using System.Diagnostics;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// When to look at the log again, for whoever follows it: an append of this node wakes at once; for what other nodes
/// append the log is asked, often while something happens and less in quiet hours.
/// </summary>
internal sealed class HeadPoller(LogSignal signal)
{
    private static readonly TimeSpan BusyPoll = TimeSpan.FromMilliseconds(20), QuietPoll = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _appended = signal.Listen();
    private long _moved = Stopwatch.GetTimestamp();

    /// <summary>How far the log goes; that part of it which may be shown may be less.</summary>
    public static async Task<long> Head(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand($"select {LogEnd.LastPosition}", connection);
        return (long)(await ask.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>There was something to take.</summary>
    public void Moved() => _moved = Stopwatch.GetTimestamp();

    public Task Wait(CancellationToken cancellation) =>
        _appended.WaitAsync(Stopwatch.GetElapsedTime(_moved) < Busy ? BusyPoll : QuietPoll, cancellation);
}
