using System.Diagnostics;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>A group of commands: decided together, appended together, each answered by itself.</summary>
public sealed partial class Recorder
{
    /// <summary>How often a command is decided anew because another node was faster.</summary>
    private const int MostAttempts = 20;

    private async Task Record(List<Pending> waiting)
    {
        try
        {
            if (!await CanRead(waiting))
                return;
            for (var attempt = 0; waiting is not []; attempt++)
                waiting = attempt < MostAttempts
                    ? await RecordOnce(waiting)
                    : throw new RecordingUnavailableException("Other nodes kept writing to the same negotiation.", cause: null);
        }
        catch (Exception failure)
        {
            // Whatever went wrong, each caller is told, and the queue goes on. What was appended is not known.
            LogFailure(failure, waiting.Count);
            foreach (var pending in waiting)
            {
                timelines.Forget(pending.Submission.Negotiation);
                pending.Submission.Sequence?.Break();
                pending.Outcome.TrySetException(RecordingUnavailableException.Of(failure));
            }
        }
    }

    /// <summary>A negotiation that cannot be read must not take the others of its group with it: each is then recorded by itself.</summary>
    private async Task<bool> CanRead(List<Pending> waiting)
    {
        var negotiations = waiting.ToLookup(pending => pending.Submission.Negotiation);
        try
        {
            await timelines.For([.. negotiations.Select(pending => pending.Key)], CancellationToken.None);
            return true;
        }
        catch (InvalidOperationException) when (negotiations.Count > 1)
        {
            foreach (var negotiation in negotiations)
                await Record([.. negotiation]);
            return false;
        }
    }

    /// <summary>Decides and appends; returns those that have to be decided anew.</summary>
    private async Task<List<Pending>> RecordOnce(List<Pending> waiting)
    {
        var known = await timelines.For([.. waiting.Select(pending => pending.Submission.Negotiation).Distinct()], CancellationToken.None);
        var received = await clock.Now(CancellationToken.None);

        var streams = known.ToDictionary(pair => pair.Key, pair => new Appending(pair.Key, pair.Value, received));
        foreach (var pending in waiting)
            streams[pending.Submission.Negotiation].Decide(pending);

        var started = Stopwatch.GetTimestamp();
        var result = await log.Append(streams.Values);
        metrics.Appended(waiting.Count, Stopwatch.GetElapsedTime(started));
        List<Pending> again = [];
        var landed = 0;
        foreach (var stream in streams.Values)
        {
            if (!result.Behind.Contains(stream.Negotiation))
            {
                var after = stream.Appended(result.Position + 1 + landed, result.RecordedAt.AddMicroseconds(landed));
                landed += stream.Facts.Count;
                await Settle(stream, timelines.Keep(stream.Negotiation, after).Timeline);
                if (stream.Facts.Exists(fact => fact.Event is SubjectErased))
                    timelines.Forget(stream.Negotiation); // what is in memory was opened before
                continue;
            }
            timelines.Forget(stream.Negotiation);
            foreach (var decided in stream.Decisions)
                if (decided.Pending.Submission.IdempotencyKey is not { } key || !result.Answered.Contains(key) || !await WasAnswered(decided.Pending))
                    again.Add(decided.Pending);
        }
        signal.Raise();
        return again;
    }

    private async Task Settle(Appending stream, Timeline after)
    {
        foreach (var decided in stream.Decisions)
        {
            // What is stale may be a request that is repeated: then it is stale because it landed.
            if (!decided.IsKept && await WasAnswered(decided.Pending))
                continue;

            var events = decided.Facts.Select(fact => new RecordedEvent(fact.Id, Language.NameOf(fact.Event), fact.Version)).ToList();
            Outcome outcome = decided switch
            {
                { Refused: { } refused } => refused,
                { Parked: { } parked } => new Waiting(stream.Negotiation, parked.Id),
                _ => new Recorded(stream.Negotiation, decided.LastVersion, after.Recorded[(int)decided.LastVersion - 1].Position, events),
            };
            metrics.Settled(outcome, decided.Facts);
            decided.Pending.Outcome.TrySetResult(outcome);
        }
    }

    private async Task<bool> WasAnswered(Pending pending)
    {
        if (pending.Submission.IdempotencyKey is not { } key || await log.AnswerOf(key, pending.Hash!) is not { } before)
            return false;

        pending.Outcome.TrySetResult(before.IsSame
            ? before.Outcome!
            : new Refused(Problems.IdempotencyKeyReused.Because($"The key {key} was used for another request."), Index: null));
        return true;
    }

    [LoggerMessage(LogLevel.Error, "The database did not take a group of {Count} requests")]
    private partial void LogFailure(Exception failure, int count);
}
