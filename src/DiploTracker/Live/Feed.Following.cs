using DiploTracker.Recording;

namespace DiploTracker.Live;

/// <summary>How the feed follows the log, for all who read on this node.</summary>
public sealed partial class Feed
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1), LeastStep = TimeSpan.FromMilliseconds(8);

    /// <summary>Reads what is appended, by this node and by others, as long as somebody wants it.</summary>
    private async Task Follow(CancellationToken stopping)
    {
        while (true)
        {
            var hasBegun = false;
            try
            {
                while (!_readers.IsEmpty)
                {
                    if (!hasBegun)
                        await Begin(stopping);
                    hasBegun = true;
                    if (await Step(stopping))
                        await Task.Delay(LeastStep, stopping);
                    else
                        await _watch.Wait(stopping);
                }
                Problem = null;
                _ring.BeginAfter(_ring.Newest); // while nobody reads, something of it may be erased
                await _joined.WaitAsync(stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                // Whatever it is, nothing is skipped: the readers wait, and the health check says why.
                if (failure.GetBaseException().Message is var reason && Problem != reason)
                    LogAgain(Problem = reason);
                await Task.Delay(BetweenTries, stopping);
            }
        }
    }

    /// <summary>After a time without readers, or at the start: not far before the end of the log, so that those who come back find in memory what they missed.</summary>
    private async Task Begin(CancellationToken stopping)
    {
        await using var connection = await background.Source.OpenConnectionAsync(stopping);
        var start = await HeadWatch.Head(connection, stopping) - _ring.Capacity / 4;
        if (start > _ring.Newest)
            _ring.BeginAfter(start);
    }

    private async Task<bool> Step(CancellationToken stopping)
    {
        var page = await _log.Next(_ring.Newest, withParties: Volatile.Read(ref _askForParties) > 0, stopping);
        if (page.Entries.Any(entry => entry.Type == FeedLog.Erasure))
            _ring.BeginAfter(page.Entries[0].Position - 1); // what is kept was opened before
        foreach (var entry in page.Entries)
            _ring.Add(entry);
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

    [LoggerMessage(LogLevel.Warning, "The feed does not go on for the moment ({Reason}); trying again")]
    private partial void LogAgain(string reason);
}
