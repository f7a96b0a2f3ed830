using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using DiploTracker.Recording;

namespace DiploTracker.Live;

/// <summary>
/// A reader of the feed: its filter and its place; it holds no events. While the client does not read, nothing is
/// written, so that at most one write and the buffers of the connection are pending; after a while it is disconnected.
/// </summary>
/// <param name="head">
/// The head of the log when the reader came: until the cached events reach it, the reader reads from the database,
/// because later events may close earlier ones.
/// </param>
internal sealed class FeedReader(
    FeedFilter filter, EventPlace place, long head, PipeWriter output, FeedRing ring, Func<FeedRing> current,
    FeedLog log, FeedSettings settings, Action wake)
{
    /// <summary>Size at which a write ends, in bytes.</summary>
    private const int MostAtOnce = 32 << 10;

    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _leaving = new();
    private readonly Lock _turn = new();

    private FeedRing _ring = ring;
    private EventPlace _place = place;
    private EventPlace _told = place;
    private long _written = Stopwatch.GetTimestamp();
    private long _waitingSince;
    private bool _hasLeft;
    private volatile bool _isBusy;
    private volatile bool _isLost; // the log does not hold the last event it got
    private Task _work = Task.CompletedTask;

    public bool AsksForParties => filter.Parties is not null;

    /// <summary>Completes when the reader has to leave; true if it stalled.</summary>
    public Task<bool> Ended => _ended.Task;

    public void End() => _ended.TrySetResult(false);

    /// <summary>Writes the new events that the reader can take; returns their number.</summary>
    public int Serve()
    {
        lock (_turn)
        {
            if (_hasLeft || _isBusy || _isLost)
                return 0;
            if (current() is var now && now != _ring)
            {
                Work(Task.Run(() => Join(now)));
                return 0;
            }
            var ring = _ring;
            if (Position >= ring.Newest)
                return 0;
            var (given, bytes) = (0, 0);
            while (Position < ring.Newest && bytes < MostAtOnce)
            {
                if (!IsKept(ring, Position + 1, out var entry))
                {
                    if (bytes == 0)
                        Work(Task.Run(CatchUp));
                    break;
                }
                if (Write(entry) is var written and > 0)
                    (given, bytes) = (given + 1, bytes + written);
                _place = entry.Place;
            }
            if (bytes > 0)
                Flush();
            if (Position < ring.Newest)
                wake();
            return given;
        }
    }

    /// <summary>Sends a keep-alive to a quiet reader, and ends one that has stalled.</summary>
    public void Beat()
    {
        lock (_turn)
        {
            if (_waitingSince is not 0 and var since && Stopwatch.GetElapsedTime(since) > settings.Patience)
                _ended.TrySetResult(true);
            else if (!_hasLeft && !_isBusy && !_isLost && IsQuiet)
            {
                WriteSign();
                Flush();
            }
        }
    }

    /// <summary>When this completes, nothing is written to the reader any more.</summary>
    /// <param name="abort">Breaks the connection, which ends a stalled write.</param>
    public async Task Leave(Action abort)
    {
        lock (_turn)
            _hasLeft = true;
        await _leaving.CancelAsync();
        if (_isBusy)
            abort();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _leaving.Dispose();
    }

    private bool IsQuiet => Stopwatch.GetElapsedTime(_written) > settings.Heartbeat;

    private long Position => _place.Position;

    private bool IsKept(FeedRing ring, long position, out FeedEntry entry) =>
        (entry = ring.At(position)!) is not null && ring.Newest >= head && filter.CanJudge(entry);

    private int Write(FeedEntry entry)
    {
        if (!filter.Takes(entry))
            return 0;
        output.Write(entry.Bytes);
        _told = entry.Place;
        return entry.Bytes.Length;
    }

    // The filter may have let nothing through: an id without data advances the place from which the reader would
    // resume.
    private void WriteSign()
    {
        output.Write(Position > _told.Position ? Encoding.ASCII.GetBytes($"id: {_place}\n\n") : ":\n\n"u8);
        _told = _place;
    }

    private void Flush()
    {
        _written = Stopwatch.GetTimestamp();
        var flush = output.FlushAsync();
        if (!flush.IsCompletedSuccessfully)
            Work(Taken(flush));
        else if (flush.Result.IsCompleted)
            End();
    }

    private async Task Taken(ValueTask<FlushResult> flush)
    {
        _waitingSince = Stopwatch.GetTimestamp();
        if ((await flush).IsCompleted)
            End();
        _waitingSince = 0;
    }

    private void Work(Task work)
    {
        _isBusy = true;
        _work = Finish();

        async Task Finish()
        {
            try
            {
                await work;
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException)
            {
                End();
            }
            _isBusy = false;
            if (_isLost)
                End();
            wake();
        }
    }

    /// <summary>
    /// The log has changed: the reader continues if the log holds the last event it got; otherwise its feed ends, and
    /// it gets the refusal when it reconnects.
    /// </summary>
    private async Task Join(FeedRing now)
    {
        try
        {
            if (await log.Holds(_place, _leaving.Token))
                _ring = now;
            else
                _isLost = true;
        }
        catch (Exception) when (!_leaving.IsCancellationRequested)
        {
            await Task.Delay(FeedSettings.BetweenTries, _leaving.Token); // the feed reports the cause
        }
    }

    /// <summary>Reads pages from the database until the reader reaches the cached events.</summary>
    private async Task CatchUp()
    {
        while (Position < _ring.Newest && !IsKept(_ring, Position + 1, out _) && !_leaving.IsCancellationRequested)
        {
            if (await Page() is not { } page)
                continue;
            if (page.IsOfAnotherLog)
            {
                _isLost = true;
                return;
            }
            var bytes = 0;
            foreach (var entry in page.Entries)
                if ((bytes += Write(entry)) >= MostAtOnce)
                {
                    await Taken(output.FlushAsync());
                    bytes = 0;
                }
            _place = page.Through;
            if (Position > _told.Position)
                WriteSign();
            await Taken(output.FlushAsync());
            _written = Stopwatch.GetTimestamp();
        }
    }

    private async Task<FeedPage?> Page()
    {
        try
        {
            var page = await log.Page(_place, filter, _leaving.Token);
            if (page.IsOfAnotherLog || page.Through.Position > Position)
                return page;
        }
        catch (Exception) when (!_leaving.IsCancellationRequested)
        {
            // The feed, which reads the same log, reports the cause; here it is only retried.
        }
        await Task.Delay(FeedSettings.BetweenTries, _leaving.Token);
        if (IsQuiet)
        {
            WriteSign();
            await Taken(output.FlushAsync());
            _written = Stopwatch.GetTimestamp();
        }
        return null;
    }
}
