using DiploTracker.Recording;

namespace DiploTracker.Live;

/// <summary>Follows the log for all readers on this node.</summary>
public sealed partial class Feed
{
    /// <summary>When the first of the cached facts opens; null if none is withheld.</summary>
    private DateTimeOffset? _opens;

    /// <summary>Events that are appended meanwhile are read in one query.</summary>
    private static readonly TimeSpan BetweenPages = TimeSpan.FromMilliseconds(8);

    /// <summary>Reads events appended by this and other nodes, while there are readers.</summary>
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
                        await Task.Delay(BetweenPages, stopping);
                    else
                        await _watch.Wait(stopping);
                }
                Problem = null;
                Ring.BeginAfter(Ring.NewestPlace); // while there are no readers, some of it may be erased
                await _joined.WaitAsync(stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                // Whatever the failure, nothing is skipped: the readers wait, and the health check reports the reason.
                if (failure.GetBaseException().Message is var reason && Problem != reason)
                {
                    Problem = reason;
                    if (!outage.Report(failure))
                        LogAgain(reason);
                }
                await Task.Delay(FeedSettings.BetweenTries, stopping);
            }
        }
    }

    /// <summary>
    /// At the start, or after a time without readers: begins a little before the end of the log, so that readers that
    /// return find the events they missed in memory.
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
            ring.BeginAfter(ring.NewestPlace); // the cached events were read before that
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
    /// The log is no longer the one of the ring: another ring begins, and each reader checks whether the log holds the
    /// last event it got (<see cref="FeedReader.Serve"/>).
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
