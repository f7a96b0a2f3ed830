using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using DiploTracker.Database;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Npgsql;

namespace DiploTracker.Live;

/// <summary>
/// The feed of this node: it reads each event of the log once, whichever node appended it, and sends it to all readers
/// here. Without readers it is idle.
/// </summary>
public sealed partial class Feed(
    NpgsqlDataSource database, BackgroundDatabase background, Timelines timelines, LogClock clock, LogSignal signal,
    Recorder recorder, FeedSettings settings, FeedMetrics metrics, Outage outage, IHostApplicationLifetime lifetime,
    ILogger<Feed> logger) : BackgroundService
{
    /// <summary>Time per reader served, so that a large audience cannot starve writers.</summary>
    private static readonly TimeSpan Each = TimeSpan.FromMicroseconds(80);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Maximum number of pauses for writers in a round: otherwise busy ones would hold up the feed.</summary>
    private const int PausesForWriters = 150;

    private FeedRing _ring = new(settings.Kept);
    private readonly FeedLog _log = new(background.Source, timelines, clock), _pages = new(database, timelines, clock);
    private readonly HeadPoller _watch = new(signal);
    private readonly ConcurrentDictionary<FeedReader, bool> _readers = new();
    private readonly SemaphoreSlim _joined = new(0), _something = new(0);
    private int _askForParties;

    /// <summary>Why the feed has stopped; null if it has not.</summary>
    public string? Problem { get; private set; }

    /// <summary>The number of readers on this node.</summary>
    internal int Readers => _readers.Count;

    private FeedRing Ring => Volatile.Read(ref _ring);

    /// <summary>
    /// The end of the log, and the event at a position; drops what is cached of another log. All readers may come at
    /// once, as after a restart, so few query the database at a time.
    /// </summary>
    internal async Task<(FeedRing Ring, EventPlace Head, Guid? There)> Find(
        long position, CancellationToken cancellation)
    {
        var ring = Ring;
        var newest = ring.NewestPlace;
        var (head, there, newestThere) = await _pages.Find(position, newest.Position, cancellation);
        return (newest.Position == 0 || newestThere == newest.Event ? ring : Lose(ring), head, there);
    }

    /// <summary>Sends the feed until the reader disconnects, stalls, or the tracker stops.</summary>
    /// <param name="after">An event that the log holds.</param>
    /// <param name="ring">The cached events of that log.</param>
    internal async Task Send(
        HttpContext context, FeedFilter filter, EventPlace after, long head, FeedRing ring, bool tellsWhere)
    {
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = null; // the feed decides how long a reader may stall
        // A reader that disconnects before the first event must not come back as new.
        var greeting = tellsWhere ? $"retry: 1000\nid: {after}\n\n" : "retry: 1000\n\n";
        await context.Response.BodyWriter.WriteAsync(Encoding.ASCII.GetBytes(greeting), context.RequestAborted);

        var reader = new FeedReader(
            filter, after, head, context.Response.BodyWriter, ring, () => Ring, _pages, settings, () => Wake(_something));
        await using var aborted = context.RequestAborted.Register(reader.End);
        var hadStalled = false;
        Join(reader);
        try
        {
            hadStalled = await reader.Ended;
        }
        finally
        {
            _readers.TryRemove(reader, out _);
            if (reader.AsksForParties)
                Interlocked.Decrement(ref _askForParties);
            await reader.Leave(context.Abort);
            metrics.Left(hadStalled);
        }
    }

    private void Join(FeedReader reader)
    {
        metrics.Joined();
        if (reader.AsksForParties)
            Interlocked.Increment(ref _askForParties);
        _readers[reader] = true;
        Wake(_joined);
        Wake(_something);
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            reader.End();
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        // Before the server waits for pending requests: a feed would never end on its own.
        await using var ending = lifetime.ApplicationStopping.Register(() =>
        {
            foreach (var (reader, _) in _readers)
                reader.End();
        });
        await Task.WhenAll(Follow(stopping), Serve(stopping));
    }

    private async Task Serve(CancellationToken stopping)
    {
        while (true)
        {
            await _something.WaitAsync(settings.Look, stopping);
            await Round(stopping);
        }
    }

    private async Task Round(CancellationToken stopping)
    {
        var began = Stopwatch.GetTimestamp();
        var (served, sent, pauses) = (0, 0, PausesForWriters);
        foreach (var (reader, _) in _readers)
        {
            var given = reader.Serve();
            reader.Beat();
            if (given == 0)
                continue;
            (served, sent) = (served + 1, sent + given);
            for (; pauses > 0 && recorder.IsRecording; pauses--)
                await Task.Delay(Pause, stopping);
            // By the clock, because a pause may take longer than requested.
            while (served * Each - Stopwatch.GetElapsedTime(began) > Pause)
                await Task.Delay(Pause, stopping);
        }
        metrics.Sent(sent);
    }

    private static void Wake(SemaphoreSlim sleeping)
    {
        if (sleeping.CurrentCount == 0)
            sleeping.Release();
    }
}
