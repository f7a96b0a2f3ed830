using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>
/// Decides submissions of one negotiation as the <see cref="Recorder"/> would, on the snapshot that a read gets, each
/// after the previous ones. Nothing is queued, appended or cached.
/// </summary>
internal sealed class DryRun
{
    private readonly StreamAppend _stream;

    public DryRun(string negotiation, NegotiationSnapshot known, DateTimeOffset received, Audience audience)
    {
        _stream = new StreamAppend(negotiation, known with { Timeline = known.Timeline.Apart() }, received, audience);
        (Version, LastEvent) = (known.Timeline.Version, known.Timeline.Recorded is [.., var last] ? last.Id : null);
    }

    /// <summary>The version before all submissions.</summary>
    public long Version { get; }

    /// <summary>The id of the last event before all submissions; null if there is none.</summary>
    public Guid? LastEvent { get; }

    /// <summary>The position in the log that the snapshot includes.</summary>
    public long Position { get; private init; }

    /// <summary>How old the snapshot may be, in milliseconds.</summary>
    public long Lag { get; private init; }

    /// <param name="mayAge">May the snapshot be some milliseconds old, as that of a read may?</param>
    public static async Task<DryRun> Of(
        string negotiation, bool mayAge, Timelines timelines, LogClock clock, CancellationToken cancellation)
    {
        var (known, position, age) = await timelines.Recent(negotiation, mayAge, cancellation);
        return new DryRun(negotiation, known, await clock.OfDatabase(cancellation), await clock.Audience(cancellation))
        {
            Position = position,
            Lag = (long)Math.Ceiling(age.TotalMilliseconds),
        };
    }

    /// <param name="id">The id of its fact, by which later submissions may name it; any if left out.</param>
    public async Task<Tried> Decide(Submission submission, Guid? id = null)
    {
        if (id is { } given)
            _stream.NextId = () => given;
        List<Pending> pending = [new Pending(submission)];
        var (before, facts) = (_stream.Trial, _stream.Facts.Count);
        await _stream.Deciding(pending, () => _stream.Decide(pending[0]));
        return new Tried(
            submission, _stream.Decisions[^1], before, _stream.Trial, [.. _stream.Facts.Skip(facts)], _stream.Received,
            _stream.Audience);
    }
}

/// <summary>A submission that was decided and not recorded.</summary>
/// <param name="Facts">
/// The new facts in recording order, those of parked commands that it makes room for included.
/// </param>
internal sealed record Tried(
    Submission Submission, DecidedSubmission Decision, NegotiationSnapshot Before, NegotiationSnapshot After,
    IReadOnlyList<Fact> Facts, DateTimeOffset Received, Audience Audience);
