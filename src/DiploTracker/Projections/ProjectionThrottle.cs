using System.Diagnostics;

namespace DiploTracker.Projections;

/// <summary>
/// The pause between two steps, so that one step takes many appends: as long as steps take, and much longer while
/// appends are so frequent that the views would take resources from them. Throttles on events per second, not on step
/// size: step size grows with the pause and would lock it in. A long pause ends when its cause has ended, or when a
/// caller waits for the views.
/// </summary>
internal sealed class ProjectionThrottle
{
    private static readonly TimeSpan
        Least = TimeSpan.FromMilliseconds(10), Longest = TimeSpan.FromSeconds(2), WhenMany = TimeSpan.FromMilliseconds(1_500), BetweenGlances = TimeSpan.FromMilliseconds(250);

    /// <summary>Events per second above which the views step back.</summary>
    private const double Many = 1_000;

    /// <summary>Weight of the last step, so that one delayed step does not delay the next.</summary>
    private const double Newest = 0.2;

    /// <summary>
    /// Time constant of the event rate, in seconds: views are soon fresh again after an import, and events that pile up
    /// during a short delay do not count as load.
    /// </summary>
    private const double Remembered = 0.5;

    private TimeSpan _step;
    private double _perSecond;
    private long _stepped = Stopwatch.GetTimestamp();
    private long _looked, _head;

    /// <summary>The length of the next pause.</summary>
    public TimeSpan Length => _perSecond > Many ? WhenMany : _step < Least ? Least : _step < Longest ? _step : Longest;

    /// <summary>Records the end of a step.</summary>
    /// <param name="head">The head of the log when the step began.</param>
    public void Stepped(long began, long events, long head)
    {
        Stepped(Stopwatch.GetElapsedTime(began), Stopwatch.GetElapsedTime(_stepped), events);
        (_looked, _head) = (began, head);
    }

    /// <param name="took">The duration of the step.</param>
    /// <param name="since">The time since the previous step ended.</param>
    internal void Stepped(TimeSpan took, TimeSpan since, long events)
    {
        _stepped = Stopwatch.GetTimestamp();
        _step += Newest * (took - _step);
        _perSecond += (1 - Math.Exp(-since.TotalSeconds / Remembered)) * (events / since.TotalSeconds - _perSecond);
    }

    /// <summary>Waits for the next step, a short while per call; true when it may begin.</summary>
    /// <param name="head">Reads the head of the log.</param>
    /// <param name="wanted">Released when a caller waits for the views.</param>
    public async Task<bool> Pause(Func<Task<long>> head, SemaphoreSlim wanted, CancellationToken stopping)
    {
        var left = Length - Stopwatch.GetElapsedTime(_stepped);
        if (left > BetweenGlances)
            return await wanted.WaitAsync(BetweenGlances, stopping) || IsOver(await head());
        if (left > TimeSpan.Zero)
            await Task.Delay(left, stopping);
        return true;
    }

    /// <summary>Whether the load behind a long pause has ended, by the events since the last look at the log.</summary>
    private bool IsOver(long head)
    {
        var (since, came) = (Stopwatch.GetElapsedTime(_looked), head - _head);
        (_looked, _head) = (Stopwatch.GetTimestamp(), head);
        return came < Many * since.TotalSeconds;
    }
}
