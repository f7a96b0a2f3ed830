using System.Collections.Concurrent;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>
/// The one way by which anything is recorded. Commands wait in a queue; those that came in while the last group was
/// being written are decided together, each at its place and each with its own answer, and land in one transaction.
/// Nothing is answered before it is on disk. Whoever brings a command while nobody writes, writes the next group.
/// </summary>
public sealed partial class Recorder(
    Timelines timelines, Log log, LogClock clock, LogSignal signal, RecorderMetrics metrics, ILogger<Recorder> logger) : IHostedService
{
    private const int LargestGroup = 1024;

    private readonly ConcurrentQueue<Pending> _queue = new();

    private readonly SemaphoreSlim _turn = new(1);

    private readonly ConcurrentDictionary<Guid, Pending> _underWay = new();

    private int _lastGroup;

    private volatile bool _isStopping;

    /// <summary>Is something being recorded at the moment?</summary>
    internal bool IsRecording => _turn.CurrentCount == 0;

    /// <summary>Has the commands recorded, or refused; in the order in which this is called.</summary>
    /// <exception cref="RecordingUnavailableException">The database did not answer; whether the commands landed is not known.</exception>
    public async Task<Outcome> Record(Submission submission, CancellationToken cancellation)
    {
        // What can be no key has never been opened, and some of it the database could not even be asked for.
        if (!Slug.IsKey(submission.Negotiation) && submission.Commands is not [OpenNegotiation, ..])
            return new Refused(Problems.NegotiationUnknown.Because($"No negotiation '{submission.Negotiation}' has been opened."),
                Index: submission.Commands.Count > 1 ? 0 : null);

        var pending = new Pending(submission);
        if (submission.IdempotencyKey is not { } key)
            return await Queue(pending);

        // Of requests with one key at the same time the first goes ahead; the others find its answer.
        while (_underWay.GetOrAdd(key, pending) is var first && first != pending)
        {
            await ((Task)first.Outcome.Task).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
            _underWay.TryRemove(KeyValuePair.Create(key, first));
        }
        try
        {
            return await Queue(pending);
        }
        finally
        {
            _underWay.TryRemove(KeyValuePair.Create(key, pending));
        }
    }

    public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>What is queued is still recorded; what comes later is not.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _isStopping = true;
        await _turn.WaitAsync(CancellationToken.None);
        while (Next() is { Count: > 0 } group)
            await Record(group);
        Leave();
    }

    private async Task<Outcome> Queue(Pending pending)
    {
        if (_isStopping)
            throw new RecordingUnavailableException("The tracker is stopping.", cause: null);

        _queue.Enqueue(pending);
        if (_turn.Wait(0))
        {
            // Where the last group was of several, the others are about to come again: they are let in first.
            if (_lastGroup > 1)
                WriteElsewhere();
            else
                await Write();
        }
        return await pending.Outcome.Task;
    }

    /// <summary>Records one group, and leaves the next to another thread, so that whoever wrote it gets his own answer.</summary>
    private async Task Write()
    {
        await Record(Next());
        Leave();
    }

    // Who queued while the turn was held has not written, so that is looked at once more after it is given up.
    private void Leave()
    {
        _turn.Release();
        if (!_queue.IsEmpty && _turn.Wait(0))
            WriteElsewhere();
    }

    private void WriteElsewhere() => ThreadPool.UnsafeQueueUserWorkItem(static recorder => _ = recorder.Write(), this, preferLocal: false);

    private List<Pending> Next()
    {
        List<Pending> group = [];
        while (group.Count < LargestGroup && _queue.TryDequeue(out var pending))
        {
            if (pending.Submission.Sequence is { IsBroken: true })
                pending.Outcome.TrySetException(new RecordingUnavailableException("A command before it may not have landed.", cause: null));
            else
                group.Add(pending);
        }
        _lastGroup = group.Count;
        return group;
    }
}

/// <summary>The database did not answer. Whether the commands landed is not known; the same idempotency key settles it.</summary>
public sealed class RecordingUnavailableException(string message, Exception? cause) : Exception(message, cause)
{
    internal static RecordingUnavailableException Of(Exception failure) =>
        failure as RecordingUnavailableException ?? new RecordingUnavailableException("The database does not answer.", failure);
}
