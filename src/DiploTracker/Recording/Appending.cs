using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>
/// The commands of one negotiation that are recorded in the same transaction: each decided after the ones before it, on
/// the timeline as this node knows it.
/// </summary>
internal sealed class Appending(string negotiation, Timeline timeline, DateTimeOffset received)
{
    private readonly Timeline _known = timeline;
    private Timeline _trial = timeline;

    public string Negotiation => negotiation;

    /// <summary>The version on which the first was decided; the append checks that it is still the one in the log.</summary>
    public long DecidedOn => _known.Version;

    public List<Decided> Decisions { get; } = [];

    public IEnumerable<Fact> Facts => Decisions.SelectMany(decided => decided.Facts);

    public Negotiation Before => _known.Head;

    public Negotiation After => _trial.Head;

    /// <summary>Does the list of negotiations show something else after it?</summary>
    public bool ChangesItsLine =>
        (Before.Title, Before.Subject, Before.Phase, Before.Parties) != (After.Title, After.Subject, After.Phase, After.Parties);

    public void Decide(Pending pending) => Decisions.Add(Decide(pending, pending.Submission));

    private Decided Decide(Pending pending, Submission submission)
    {
        if (submission.ExpectedVersion is { } expected && expected != _trial.Version)
            return new Decided(pending, [], new Refused(Stale.Version(_trial, expected), Index: null), _trial.Version);

        var commandId = submission.IdempotencyKey ?? Guid.CreateVersion7(received);
        var trial = _trial;
        List<Fact> facts = [];
        foreach (var (index, command) in submission.Commands.Index())
        {
            var decision = trial.Version == 0 && command is not OpenNegotiation
                ? Problems.NegotiationUnknown.Because($"No negotiation '{negotiation}' has been opened.")
                : trial.Decide(command, received);
            if (decision.Refusal is { } refusal)
                return new Decided(pending, [], new Refused(refusal, submission.Commands.Count > 1 ? index : null), _trial.Version);
            if (decision.Event is not { } @event)
                continue;

            var recording = new Negotiations.Recording(
                command.GetType().Name, commandId, submission.Caller.Name, submission.Caller.CorrelationId, submission.Caller.CausationId);
            var fact = new Fact(Position: 0, trial.Version + 1, Guid.CreateVersion7(received), received, @event, recording);
            facts.Add(fact);
            trial = trial.With(fact);
        }
        _trial = trial;
        return new Decided(pending, facts, Refused: null, trial.Version);
    }

    /// <summary>The timeline with what the log made of the facts: their positions and recorded times.</summary>
    public Timeline Appended(Landed landed) => Landed(landed).Aggregate(_known, (grown, fact) => grown.With(fact));

    public IEnumerable<Fact> Landed(Landed landed) => Facts.Select((fact, index) => fact with
    {
        Position = landed.FirstPosition + index,
        RecordedAt = landed.FirstRecordedAt.AddMicroseconds(index),
    });
}

/// <summary>A submission that waits for its outcome.</summary>
internal sealed record Pending(Submission Submission)
{
    public byte[]? Hash { get; } = Submission.IdempotencyKey is null ? null : Submission.Hash();

    public TaskCompletionSource<Outcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <param name="Version">The version after it.</param>
internal sealed record Decided(Pending Pending, IReadOnlyList<Fact> Facts, Refused? Refused, long Version)
{
    /// <summary>Is the answer kept under the request's key? Not where the caller's version was stale: the commands were not judged.</summary>
    public bool IsKept => Pending.Submission.IdempotencyKey is not null && Refused?.Refusal.Problem != Problems.StaleVersion;
}

/// <summary>Where the events of one negotiation landed in the log.</summary>
internal sealed record Landed(long FirstPosition, DateTimeOffset FirstRecordedAt);
