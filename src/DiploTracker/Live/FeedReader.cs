using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;

namespace DiploTracker.Live;

/// <summary>
/// One who reads the feed: what it wants, and how far it is. It holds no events, only its place. While it takes nothing,
/// nothing is written to it, so that no more waits for it than one write and what its connection holds; after a while it
/// is disconnected.
/// </summary>
internal sealed class FeedReader(FeedFilter filter, long position, PipeWriter output, FeedRing ring, FeedLog log, FeedSettings settings, Action wake)
{
    /// <summary>So many bytes are written at once, save for a single event that is larger.</summary>
    private const int MostAtOnce = 32 << 10;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _leaving = new();
    private readonly Lock _turn = new();

    private long _position = position;
    private long _told = position;
    private long _written = Stopwatch.GetTimestamp();
    private long _waitingSince;
    private bool _hasLeft;
    private volatile bool _isBusy;
    private Task _work = Task.CompletedTask;

    public bool AsksForParties => filter.Parties is not null;

    /// <summary>Until it is to leave; whether it is because it took nothing.</summary>
    public Task<bool> Ended => _ended.Task;

    public void End() => _ended.TrySetResult(false);

    /// <summary>Writes what has come and it can take; gives how many events.</summary>
    public int Serve()
    {
        lock (_turn)
        {
            if (_hasLeft || _isBusy || _position >= ring.Newest)
                return 0;
            var (given, bytes) = (0, 0);
            while (_position < ring.Newest && bytes < MostAtOnce)
            {
                if (!IsKept(_position + 1, out var entry))
                {
                    if (bytes == 0)
                        Work(Task.Run(CatchUp));
                    break;
                }
                if (Write(entry) is var written and > 0)
                    (given, bytes) = (given + 1, bytes + written);
                _position = entry.Position;
            }
            if (bytes > 0)
                Flush();
            if (_position < ring.Newest)
                wake();
            return given;
        }
    }

    /// <summary>A sign of life to one that has got nothing for a while; the end for one that takes nothing.</summary>
    public void Beat()
    {
        lock (_turn)
        {
            if (_waitingSince is not 0 and var since && Stopwatch.GetElapsedTime(since) > settings.Patience)
                _ended.TrySetResult(true);
            else if (!_hasLeft && !_isBusy && IsQuiet)
            {
                WriteSign();
                Flush();
            }
        }
    }

    /// <summary>Nothing is written to it any more when this has ended.</summary>
    /// <param name="abort">Breaks the connection, which ends a write that it does not take.</param>
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

    private bool IsKept(long position, out FeedEntry entry) => (entry = ring.At(position)!) is not null && filter.CanJudge(entry);

    private int Write(FeedEntry entry)
    {
        if (!filter.Takes(entry))
            return 0;
        output.Write(entry.Bytes);
        _told = entry.Position;
        return entry.Bytes.Length;
    }

    // A filter may have let nothing through: an id without data moves the place from which the reader would go on.
    private void WriteSign()
    {
        output.Write(_position > _told ? Encoding.ASCII.GetBytes($"id: {_position}\n\n") : ":\n\n"u8);
        _told = _position;
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
            wake();
        }
    }

    /// <summary>From where it is to what is kept in memory, page by page through the database.</summary>
    private async Task CatchUp()
    {
        while (_position < ring.Newest && !IsKept(_position + 1, out _) && !_leaving.IsCancellationRequested)
        {
            if (await Page() is not { } page)
                continue;
            var bytes = 0;
            foreach (var entry in page.Entries)
                if ((bytes += Write(entry)) >= MostAtOnce)
                {
                    await Taken(output.FlushAsync());
                    bytes = 0;
                }
            _position = page.Through;
            if (_position > _told)
                WriteSign();
            await Taken(output.FlushAsync());
            _written = Stopwatch.GetTimestamp();
        }
    }

    private async Task<FeedPage?> Page()
    {
        try
        {
            if (await log.Page(_position, filter, _leaving.Token) is var page && page.Through > _position)
                return page;
        }
        catch (Exception) when (!_leaving.IsCancellationRequested)
        {
            // The feed, which reads the same log, says what is the matter; here it is only tried again.
        }
        await Task.Delay(BetweenTries, _leaving.Token);
        if (IsQuiet)
        {
            WriteSign();
            await Taken(output.FlushAsync());
            _written = Stopwatch.GetTimestamp();
        }
        return null;
    }
}
