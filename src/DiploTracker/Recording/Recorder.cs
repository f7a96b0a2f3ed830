using System.Collections.Concurrent;
using DiploTracker.Database;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>
/// The only write path. Each negotiation has its own queue, in which its commands are decided one after another: a slow
/// decision holds up no other negotiation. Decisions of several negotiations are appended together (<see
/// cref="GroupCommit"/>). Nothing is answered before it is on disk.
/// </summary>
public sealed partial class Recorder(
    Timelines timelines, NodeCache node, Log log, LogClock clock, RecordingGate gate, LogSignal signal, RecorderMetrics metrics,
    Outage outage, ILogger<Recorder> logger)
    : IHostedService
{
    /// <summary>Maximum number of commands of one negotiation that are decided and appended together.</summary>
    private const int LargestGroup = 1024;

    private readonly GroupCommit _commits = new(log, node, metrics, outage, logger);

    // Each has an unanswered request in it, and is removed with the last.
    private readonly Dictionary<string, Lane> _lanes = [];

    private readonly ConcurrentDictionary<Guid, Pending> _underWay = new();

    private readonly TaskCompletionSource _isEmpty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isStopping;

    /// <summary>Is anything being recorded now?</summary>
    internal bool IsRecording => _lanes.Count > 0;

    /// <summary>The number of negotiations whose decisions wait for the next append.</summary>
    internal int Waiting => _commits.Waiting;

    /// <summary>Records or refuses the commands, in the order of the calls.</summary>
    /// <exception cref="RecordingUnavailableException">
    /// The database did not answer; it is not known whether the commands landed.
    /// </exception>
    [Refuses("stale-version", "idempotency-key-reused", "too-many-parked", "recording-stopped")]
    public async Task<Outcome> Record(Submission submission, CancellationToken cancellation)
    {
        // No negotiation has an invalid key, and some such texts cannot even be sent to the database.
        if (!Slug.IsKey(submission.Negotiation) && submission.Commands is not [OpenNegotiation, ..])
            return new Refused(Problems.NegotiationUnknown.Because($"No negotiation '{submission.Negotiation}' has been opened."),
                Index: submission.Commands.Count > 1 ? 0 : null);

        var pending = new Pending(submission);
        if (submission.IdempotencyKey is not { } key)
            return await Queue(pending);

        // Of concurrent requests with one key the first proceeds; the others find its answer.
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

    /// <summary>Queued requests are still recorded; later ones are not.</summary>
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
        /// <summary>Number of requests not answered yet.</summary>
        public int Requests { get; set; }
    }
}

/// <summary>
/// The database did not answer. It is not known whether the commands landed; a retry with the same idempotency key
/// tells.
/// </summary>
public sealed class RecordingUnavailableException(string message, Exception? cause) : Exception(message, cause)
{
    internal static RecordingUnavailableException Of(Exception failure) =>
        failure as RecordingUnavailableException ?? new RecordingUnavailableException("The database does not answer.", failure);
}
