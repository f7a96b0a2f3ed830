using DiploTracker.Recording;

namespace DiploTracker.Live;

/// <summary>How the feed follows the log, for all who read on this node.</summary>
public sealed partial class Feed
{
    /// <summary>When something that is kept opens first; null when nothing of it is withheld.</summary>
    private DateTimeOffset? _opens;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1), LeastStep = TimeSpan.FromMilliseconds(8);

    /// <summary>Reads what is appended, by this node and by others, as long as somebody wants it.</summary>
    private async Task Follow(CancellationToken stopping)
    {
        while (true)
        {
            FeedRing? begun = null;
            try
            {
                while (!_readers.IsEmpty)
                {
                    var ring = Ring;
                    if (begun != ring)
                        await Begin(ring, stopping);
                    begun = ring;
                    if (await Step(ring, stopping))
                        await Task.Delay(LeastStep, stopping);
                    else
                        await _watch.Wait(stopping);
                }
                Problem = null;
                Ring.BeginAfter(Ring.NewestPlace); // while nobody reads, something of it may be erased
                await _joined.WaitAsync(stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                // Whatever it is, nothing is skipped: the readers wait, and the health check says why.
                if (failure.GetBaseException().Message is var reason && Problem != reason)
                {
                    Problem = reason;
                    if (!outage.Report(failure))
                        LogAgain(reason);
                }
                await Task.Delay(BetweenTries, stopping);
            }
        }
    }

    /// <summary>
    /// After a time without readers, or at the start: not far before the end of the log, so that those who come back
    /// find in memory what they missed.
    /// </summary>
    private async Task Begin(FeedRing ring, CancellationToken stopping)
    {
        var start = (await _log.Look(0, 0, stopping)).Head.Position - ring.Capacity / 4;
        if (start > ring.Newest && (await _log.Look(start, start, stopping)).First is { } there)
            ring.BeginAfter(new EventPlace(start, there));
    }

    private async Task<bool> Step(FeedRing ring, CancellationToken stopping)
    {
        var page = await _log.Next(ring.NewestPlace, withParties: Volatile.Read(ref _askForParties) > 0, stopping);
        if (page.IsOfAnotherLog)
        {
            Lose(ring);
            return true;
        }
        if (page.ClosesEarlier || (_opens is not null && !page.Audience.IsWithheld(_opens)))
        {
            ring.BeginAfter(ring.NewestPlace); // what is kept was read before that
            _opens = null;
        }
        if (page.Opens < (_opens ?? DateTimeOffset.MaxValue))
            _opens = page.Opens;
        foreach (var entry in page.Entries)
            ring.Add(entry);
        if (page.Entries is not [])
        {
            _watch.Moved();
            Wake(_something);
        }
        if (page.Problem is not null)
            throw new InvalidOperationException(page.Problem);
        Problem = null;
        return page.Entries is not [];
    }

    /// <summary>
    /// The log is another than the ring is of: another ring begins, and each reader asks whether the log holds the
    /// event up to which it has got (<see cref="FeedReader.Serve"/>).
    /// </summary>
    private FeedRing Lose(FeedRing ring)
    {
        Interlocked.CompareExchange(ref _ring, new FeedRing(settings.Kept), ring);
        Wake(_something);
        return Ring;
    }

    [LoggerMessage(LogLevel.Warning, "The feed does not go on for the moment ({Reason}); trying again")]
    private partial void LogAgain(string reason);
}
