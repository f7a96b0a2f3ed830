using System.Diagnostics;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// When a follower reads the log again: at once after an append of this node. For the appends of other nodes the log is
/// polled, often while it is busy and less often when it is quiet.
/// </summary>
internal sealed class HeadPoller(LogSignal signal)
{
    private static readonly TimeSpan BusyPoll = TimeSpan.FromMilliseconds(20), QuietPoll = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _appended = signal.Listen();
    private long _moved = Stopwatch.GetTimestamp();

    /// <summary>The end of the log; the part that may be shown can be shorter.</summary>
    public static async Task<long> Head(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand($"select {LogEnd.LastPosition}", connection);
        return (long)(await ask.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>There was something to read.</summary>
    public void Moved() => _moved = Stopwatch.GetTimestamp();

    public Task Wait(CancellationToken cancellation) =>
        _appended.WaitAsync(Stopwatch.GetElapsedTime(_moved) < Busy ? BusyPoll : QuietPoll, cancellation);
}
