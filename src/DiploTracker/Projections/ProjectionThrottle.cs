using System.Diagnostics;

namespace DiploTracker.Projections;

/// <summary>
/// How long the views wait between two steps, so that many appends are taken together: as long as steps take, and much
/// longer while so much is appended that the views would take what the appends need. By how much comes in a second and
/// not by how much a step takes in: that grows with the pause, and would keep it long. A long pause ends when what made
/// it long has ended, and when somebody waits for the views.
/// </summary>
internal sealed class ProjectionThrottle
{
    private static readonly TimeSpan
        Least = TimeSpan.FromMilliseconds(10), Longest = TimeSpan.FromSeconds(2), WhenMany = TimeSpan.FromMilliseconds(1_500), BetweenGlances = TimeSpan.FromMilliseconds(250);

    /// <summary>Events a second from which on the views step back.</summary>
    private const double Many = 1_000;

    /// <summary>How much the last step counts, so that one that was held up does not hold up the next.</summary>
    private const double Newest = 0.2;

    /// <summary>
    /// For how long it counts how much came, in seconds: after an import the views are fresh again as soon, and what
    /// was only held up for a moment and then came at once is not taken for much.
    /// </summary>
    private const double Remembered = 0.5;

    private TimeSpan _step;
    private double _perSecond;
    private long _stepped = Stopwatch.GetTimestamp();
    private long _looked, _head;

    /// <summary>How long the next pause is.</summary>
    public TimeSpan Length => _perSecond > Many ? WhenMany : _step < Least ? Least : _step < Longest ? _step : Longest;

    /// <summary>A step has ended.</summary>
    /// <param name="head">How far the log went when it began.</param>
    public void Stepped(long began, long events, long head)
    {
        Stepped(Stopwatch.GetElapsedTime(began), Stopwatch.GetElapsedTime(_stepped), events);
        (_looked, _head) = (began, head);
    }

    /// <param name="took">How long the step took.</param>
    /// <param name="since">Since the end of the one before.</param>
    internal void Stepped(TimeSpan took, TimeSpan since, long events)
    {
        _stepped = Stopwatch.GetTimestamp();
        _step += Newest * (took - _step);
        _perSecond += (1 - Math.Exp(-since.TotalSeconds / Remembered)) * (events / since.TotalSeconds - _perSecond);
    }

    /// <summary>Waits for the next step, not long at a time; true when it may begin.</summary>
    /// <param name="head">Asks how far the log goes.</param>
    /// <param name="wanted">Released when somebody waits for the views.</param>
    public async Task<bool> Pause(Func<Task<long>> head, SemaphoreSlim wanted, CancellationToken stopping)
    {
        var left = Length - Stopwatch.GetElapsedTime(_stepped);
        if (left > BetweenGlances)
            return await wanted.WaitAsync(BetweenGlances, stopping) || IsOver(await head());
        if (left > TimeSpan.Zero)
            await Task.Delay(left, stopping);
        return true;
    }

    /// <summary>Has what made the pause long ended, by what came since the last look at the log?</summary>
    private bool IsOver(long head)
    {
        var (since, came) = (Stopwatch.GetElapsedTime(_looked), head - _head);
        (_looked, _head) = (Stopwatch.GetTimestamp(), head);
        return came < Many * since.TotalSeconds;
    }
}
