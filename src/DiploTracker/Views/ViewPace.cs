using System.Diagnostics;

namespace DiploTracker.Views;

/// <summary>
/// How long the views wait between two steps, so that many appends are taken together: as long as steps take, and much
/// longer while so much is appended that the views would take what the appends need. By how much comes in a second
/// and not by how much a step takes in: that grows with the pause, and would keep it long.
/// </summary>
internal sealed class ViewPace
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10), LeastWhenMany = TimeSpan.FromMilliseconds(1_000), Longest = TimeSpan.FromMilliseconds(2_000);

    /// <summary>Events a second from which on the views step back.</summary>
    private const double Many = 1_000;

    private const int PausesWhenFew = 1, PausesWhenMany = 3;

    /// <summary>How much the last step counts, so that one that was held up does not hold up the next.</summary>
    private const double Newest = 0.2;

    /// <summary>
    /// For how long it counts how much came, in seconds: after an import the views are fresh again as soon, and what was only held
    /// up for a moment and then came at once is not taken for much.
    /// </summary>
    private const double Remembered = 0.5;

    private TimeSpan _step;
    private double _perSecond;
    private long _stepped = Stopwatch.GetTimestamp();

    /// <summary>How long the next pause is.</summary>
    public TimeSpan Length
    {
        get
        {
            var (times, least) = _perSecond > Many ? (PausesWhenMany, LeastWhenMany) : (PausesWhenFew, Least);
            var pause = times * _step;
            return pause < least ? least : pause < Longest ? pause : Longest;
        }
    }

    /// <summary>A step has ended.</summary>
    public void Stepped(long began, long events) => Stepped(Stopwatch.GetElapsedTime(began), Stopwatch.GetElapsedTime(_stepped), events);

    /// <param name="took">How long the step took.</param>
    /// <param name="since">Since the end of the one before.</param>
    internal void Stepped(TimeSpan took, TimeSpan since, long events)
    {
        _stepped = Stopwatch.GetTimestamp();
        _step += Newest * (took - _step);
        _perSecond += (1 - Math.Exp(-since.TotalSeconds / Remembered)) * (events / since.TotalSeconds - _perSecond);
    }

    /// <summary>Until the next step may begin.</summary>
    public Task Pause(CancellationToken stopping) =>
        Length - Stopwatch.GetElapsedTime(_stepped) is { Ticks: > 0 } left ? Task.Delay(left, stopping) : Task.CompletedTask;
}
