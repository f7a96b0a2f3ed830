using System.Diagnostics;
using DiploTracker.Database;
using DiploTracker.Negotiations;
using Npgsql;

namespace DiploTracker.Recording;

/// <summary>
/// The commands of one negotiation: decided one after another, appended together, answered individually.
/// </summary>
public sealed partial class Recorder
{
    /// <summary>Maximum number of times a command is decided because another node was faster.</summary>
    private const int MostAttempts = 20;

    /// <summary>After this long, the decisions so far are appended and the rest are made afterwards.</summary>
    private static readonly TimeSpan LongestDeciding = TimeSpan.FromMilliseconds(50);

    private async Task Record(List<Pending> waiting)
    {
        try
        {
            if (gate.Stop is not null && await AreStopped(waiting))
                return;
            for (var attempts = 0; (waiting = ToBeTried(waiting)) is not [];)
            {
                var (again, isBehind) = await RecordOnce(waiting);
                if (isBehind && ++attempts == MostAttempts)
                    throw new RecordingUnavailableException("Other nodes kept writing to the same negotiation.", cause: null);
                waiting = again;
                if (again is not [])
                    await Task.Yield(); // the next decisions must not block the appending thread
            }
        }
        catch (RecordingUnavailableException failure) when (waiting.Count > 1 && failure.InnerException is PostgresException refused && DatabaseFailure.IsOfTheData(refused))
        {
            // Nothing was appended. One by one, only the request with the bad data fails, and the others land.
            foreach (var pending in waiting)
                await Record([pending]);
        }
        catch (Exception failure)
        {
            // Fail every caller and let the queue go on. It is not known what was appended.
            if (failure is not RecordingUnavailableException && !outage.Report(failure))
                LogFailure(failure, waiting.Count);
            foreach (var pending in waiting.Where(pending => !pending.Outcome.Task.IsCompleted))
            {
                timelines.Forget(pending.Submission.Negotiation);
                pending.Submission.Sequence?.Break();
                pending.Outcome.TrySetException(RecordingUnavailableException.Of(failure));
            }
        }
    }

    private static List<Pending> ToBeTried(List<Pending> waiting)
    {
        foreach (var pending in waiting)
            if (pending.Submission.Sequence is { IsBroken: true })
                pending.Outcome.TrySetException(new RecordingUnavailableException("A command before it may not have landed.", cause: null));
        return waiting.FindAll(pending => !pending.Outcome.Task.IsCompleted);
    }

    /// <summary>Decides and appends; returns the requests that are still to be decided, in order.</summary>
    private async Task<(List<Pending> Again, bool IsBehind)> RecordOnce(List<Pending> waiting)
    {
        var negotiation = waiting[0].Submission.Negotiation;
        var (memory, known) = await timelines.Of(negotiation);
        var stream = new StreamAppend(
            negotiation, known, await clock.OfDatabase(CancellationToken.None), await clock.Audience(CancellationToken.None)) { Memory = memory };
        await stream.Deciding(waiting, () => Decide(stream, waiting));
        List<Pending> again = waiting[stream.Decisions.Count..];

        if (await _commits.Append(stream) is not { } landing)
            return (await AreStopped(waiting) ? [] : waiting, IsBehind: true);
        if (!landing.IsBehind)
        {
            var after = timelines.Keep(memory, negotiation, stream.Appended(landing.Position, landing.RecordedAt)).Timeline;
            if (stream.Facts.Exists(fact => fact.Event is SubjectErased))
                timelines.Forget(negotiation); // the cached values were opened before
            await Settle(stream, after);
            signal.Raise();
            return (again, IsBehind: false);
        }
        timelines.Forget(negotiation);
        List<Pending> behind = [];
        foreach (var pending in stream.Decisions.Select(decided => decided.Pending))
            if (pending.Submission.IdempotencyKey is not { } key || !landing.Answered.Contains(key) || !await WasAnswered(pending))
                behind.Add(pending);
        return ([.. behind, .. again], IsBehind: true);
    }

    private void Decide(StreamAppend stream, List<Pending> waiting)
    {
        var started = Stopwatch.GetTimestamp();
        while (stream.Decisions.Count < waiting.Count && (stream.Decisions.Count == 0 || Stopwatch.GetElapsedTime(started) < LongestDeciding))
            stream.Decide(waiting[stream.Decisions.Count]);
        log.Write(stream);
    }

    private async Task Settle(StreamAppend stream, Timeline after)
    {
        foreach (var decided in stream.Decisions)
        {
            // A stale request may be a repeated one: then it is stale because it landed.
            if (!decided.IsKept && await WasAnswered(decided.Pending))
                continue;

            var events = decided.Facts.Select(fact => new RecordedEvent(fact.Id, Language.NameOf(fact.Event), fact.Version)).ToList();
            Outcome outcome = decided switch
            {
                { Refused: { } refused } => refused,
                { Parked: { } parked } => new Waiting(stream.Negotiation, parked.Id),
                _ => RecordedAt(
                    stream.Negotiation, after.Recorded[(int)decided.LastVersion - 1],
                    RecordedEvent.Explained(events, after, stream.Audience)),
            };
            metrics.Settled(outcome, decided.Facts);
            decided.Pending.Outcome.TrySetResult(outcome);
        }
    }

    private static Recorded RecordedAt(string negotiation, Fact last, IReadOnlyList<RecordedEvent> events) =>
        new(negotiation, last.Version, last.Position, last.Id, events);

    /// <summary>If recording is stopped, refuses all requests except repeats of those already answered.</summary>
    private async Task<bool> AreStopped(List<Pending> waiting)
    {
        if (await gate.Ask(CancellationToken.None) is not { } stop)
            return false;
        foreach (var pending in waiting)
        {
            if (await WasAnswered(pending))
                continue;
            pending.Submission.Sequence?.Break();
            var refused = new Refused(stop.Refusal, Index: null);
            metrics.Settled(refused, []);
            pending.Outcome.TrySetResult(refused);
        }
        return true;
    }

    private async Task<bool> WasAnswered(Pending pending)
    {
        if (pending.Submission.IdempotencyKey is not { } key || await log.AnswerOf(key, pending.Hash!) is not { } before)
            return false;

        pending.Outcome.TrySetResult(before.IsSame
            ? await ToldAgain(pending.Submission.Negotiation, before.Outcome!, before.Version)
            : new Refused(Problems.IdempotencyKeyReused.Because($"The key {key} was used for another request."), Index: null));
        return true;
    }

    /// <summary>A stored answer may quote something that was put under embargo since.</summary>
    private async Task<Outcome> ToldAgain(string negotiation, Outcome outcome, long version) => outcome switch
    {
        Refused refused => refused with
        {
            Refusal = (await timelines.Current(negotiation, CancellationToken.None)).Known.Timeline
                .Embargo.RedactedAgain(refused.Refusal, version, await clock.Audience(CancellationToken.None)),
        },
        Recorded recorded when recorded.Events.Any(one => one.IsOfCorrection) => recorded with
        {
            Events = RecordedEvent.Explained(
                recorded.Events, (await timelines.Current(negotiation, CancellationToken.None)).Known.Timeline,
                await clock.Audience(CancellationToken.None)),
        },
        _ => outcome,
    };

    [LoggerMessage(LogLevel.Error, "{Count} requests could not be recorded")]
    private partial void LogFailure(Exception failure, int count);
}
