using System.Collections.Concurrent;
using DiploTracker.Database;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>
/// The one way by which anything is recorded. Each negotiation has a queue of its own, in which its commands are
/// decided one after the other: one that takes long to decide holds up nobody else's. What the negotiations have
/// decided is appended together (<see cref="GroupCommit"/>). Nothing is answered before it is on disk.
/// </summary>
public sealed partial class Recorder(
    Timelines timelines, NodeCache node, Log log, LogClock clock, RecordingGate gate, LogSignal signal, RecorderMetrics metrics,
    Outage outage, ILogger<Recorder> logger)
    : IHostedService
{
    /// <summary>The largest number of commands of one negotiation that are decided and appended together.</summary>
    private const int LargestGroup = 1024;

    private readonly GroupCommit _commits = new(log, node, metrics, outage, logger);

    // Each has a request in it that is not answered yet, and goes with the last.
    private readonly Dictionary<string, Lane> _lanes = [];

    private readonly ConcurrentDictionary<Guid, Pending> _underWay = new();

    private readonly TaskCompletionSource _isEmpty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isStopping;

    /// <summary>Is something being recorded at the moment?</summary>
    internal bool IsRecording => _lanes.Count > 0;

    /// <summary>The number of negotiations whose decisions wait for the next append.</summary>
    internal int Waiting => _commits.Waiting;

    /// <summary>Has the commands recorded, or refused; in the order in which this is called.</summary>
    /// <exception cref="RecordingUnavailableException">
    /// The database did not answer; whether the commands landed is not known.
    /// </exception>
    [Refuses("stale-version", "idempotency-key-reused", "too-many-parked", "recording-stopped")]
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
    public Task StopAsync(CancellationToken cancellation)
    {
        lock (_lanes)
        {
            _isStopping = true;
            if (_lanes.Count == 0)
                _isEmpty.TrySetResult();
        }
        return _isEmpty.Task;
    }

    private async Task<Outcome> Queue(Pending pending)
    {
        var lane = Enter(pending.Submission.Negotiation);
        try
        {
            await lane.Queue.Add(pending);
            return await pending.Outcome.Task;
        }
        finally
        {
            Leave(lane);
        }
    }

    private Lane Enter(string negotiation)
    {
        lock (_lanes)
        {
            if (_isStopping)
                throw new RecordingUnavailableException("The tracker is stopping.", cause: null);
            if (!_lanes.TryGetValue(negotiation, out var lane))
                _lanes.Add(negotiation, lane = new Lane(negotiation, new(LargestGroup, pending => pending.Submission.Commands.Count, Record)));
            lane.Requests++;
            return lane;
        }
    }

    private void Leave(Lane lane)
    {
        lock (_lanes)
        {
            if (--lane.Requests == 0)
                _lanes.Remove(lane.Negotiation);
            if (_isStopping && _lanes.Count == 0)
                _isEmpty.TrySetResult();
        }
    }

    /// <summary>The requests of one negotiation.</summary>
    private sealed record Lane(string Negotiation, GroupedWork<Pending> Queue)
    {
        /// <summary>How many are not answered yet.</summary>
        public int Requests { get; set; }
    }
}

/// <summary>
/// The database did not answer. Whether the commands landed is not known; the same idempotency key settles it.
/// </summary>
public sealed class RecordingUnavailableException(string message, Exception? cause) : Exception(message, cause)
{
    internal static RecordingUnavailableException Of(Exception failure) =>
        failure as RecordingUnavailableException ?? new RecordingUnavailableException("The database does not answer.", failure);
}
