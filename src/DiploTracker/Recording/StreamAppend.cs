using System.Collections.Immutable;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Recording;

/// <summary>
/// The commands of one negotiation that are recorded in one transaction. Each is decided after the previous ones, on
/// this node's snapshot of the negotiation; after each, parked commands are tried again.
/// </summary>
/// <param name="received">When they reached the tracker, by the database's clock.</param>
/// <param name="audience">The caller's audience: refusals reveal no more than it may see.</param>
internal sealed class StreamAppend(string negotiation, NegotiationSnapshot known, DateTimeOffset received, Audience audience)
{
    /// <summary>With more facts to judge, a separate thread decides: it takes some milliseconds.</summary>
    private const int ManyFacts = 1_000;

    public Audience Audience => audience;

    public DateTimeOffset Received => received;

    private readonly NegotiationSnapshot _known = known;
    private Timeline _trial = known.Timeline;
    private ImmutableList<Parked> _parked = known.Parked;

    public string Negotiation => negotiation;

    /// <summary>Gives the ids of new facts and of what is parked.</summary>
    public Func<Guid> NextId { get; set; } = () => Guid.CreateVersion7(received);

    /// <summary>The cache of the log that it is decided on.</summary>
    public LogCache? Memory { get; init; }

    /// <summary>
    /// The snapshot that the first command was decided on; the append checks that it is still current.
    /// </summary>
    public NegotiationSnapshot DecidedOn => _known;

    public List<DecidedSubmission> Decisions { get; } = [];

    /// <summary>The new facts in recording order, including those of commands that were parked before.</summary>
    public List<Fact> Facts { get; } = [];

    /// <summary>The facts in stored form, in order, once <see cref="Log.Write"/> has written them.</summary>
    public IReadOnlyList<byte[]> Written { get; set; } = [];

    /// <summary>The newly parked commands in stored form.</summary>
    public IReadOnlyList<(Parked Parked, byte[] Written)> WrittenParked { get; set; } = [];

    /// <summary>Number of bytes stored.</summary>
    public long Bytes => Written.Sum(fact => (long)fact.Length) + WrittenParked.Sum(parked => (long)parked.Written.Length);

    /// <summary>The version after all commands.</summary>
    public long Version => _trial.Version;

    /// <summary>The negotiation after all commands; its new facts have no positions yet.</summary>
    public NegotiationSnapshot Trial => new(_trial, _parked, _known.Change);

    /// <summary>The new parked change, if the append changes what is parked.</summary>
    public ParkedChange Change { get; } = new(known.Change.Number + 1, Guid.CreateVersion7(received));

    public bool ChangesWhatIsParked => _parked != _known.Parked && (NewlyParked.Any() || NoLongerParked.Any());

    public IEnumerable<Parked> NewlyParked => _parked.Except(_known.Parked);

    public IEnumerable<Parked> NoLongerParked => _known.Parked.Except(_parked);

    /// <summary>Runs the decisions, on this thread if they are short.</summary>
    // The pool has about as many threads as there are processors, and every answer waits for one of them.
    public Task Deciding(List<Pending> waiting, Action decide)
    {
        if (FactsToJudge(waiting) > ManyFacts)
            return Task.Factory.StartNew(decide, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        decide();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Approximate number of facts to judge when deciding commands: their own, and those that follow in the timeline.
    /// </summary>
    private long FactsToJudge(List<Pending> waiting) =>
        waiting.Sum(pending => pending.Submission.Commands.Count + pending.Submission.Commands.Max(command => _trial.Decider.FollowersOf(command, received)));

    public void Decide(Pending pending)
    {
        var decided = Decide(pending.Submission);
        if (decided.Refused is { } refused && refused.Refusal.Problem != Problems.StaleVersion)
            decided = decided with { Refused = refused with { Refusal = _trial.Embargo.Redacted(refused.Refusal, pending.Submission.Commands[refused.Index ?? 0], received, audience) } };
        Retry();
        Decisions.Add(decided with { Pending = pending, Version = _trial.Version });
    }

    private DecidedSubmission Decide(Submission submission)
    {
        if (submission.ExpectedVersion is { } expected && !expected.IsThatOf(_trial))
            return new DecidedSubmission([], Refused: new Refused(Stale.Version(_trial.Embargo.SeenBy(audience), expected), Index: null));

        var commandId = submission.IdempotencyKey ?? Guid.CreateVersion7(received);
        var trial = _trial;
        List<(Fact Fact, int Index)> placed = [];
        var late = 0;
        foreach (var (index, command) in submission.Commands.Index())
        {
            var recording = new Negotiations.EventMetadata(
                command.GetType().Name, commandId, submission.Caller.Name, submission.Caller.CorrelationId, submission.Caller.CausationId);
            var decision = Decide(trial, command, isAlone: submission.Commands.Count == 1);
            if (decision.Refusal is { } refusal)
                return late > 0 && !trial.Decider.HoldsSince(_trial) ? new DecidedSubmission([], Refused: Breaking(placed, submission))
                    : submission.MayPark && refusal.MayPass && command.WrongWhereverItStands is null ? Park(command, recording)
                    : new DecidedSubmission([], Refused: new Refused(
                        submission.MayPark ? command.WrongWhereverItStands ?? refusal : refusal, submission.Commands.Count > 1 ? index : null));
            if (decision.Event is not { } @event)
                continue;

            placed.Add((NewFact(trial, @event, recording, NextId()), index));
            trial = trial.With(placed[^1].Fact, decision);
            late += submission.Commands.Count > 1 && trial.Decider.IsFollowed(placed[^1].Fact) ? 1 : 0;
        }
        if (late > 0 && !trial.Decider.HoldsSince(_trial))
            return new DecidedSubmission([], Refused: Breaking(placed, submission));

        // Late facts that land together may repair one another: each counts as known once all are.
        List<Fact> facts = [.. placed.Select((one, index) => late > 1 ? one.Fact.RestingOn(placed.Count - 1 - index) : one.Fact)];
        _trial = trial;
        Facts.AddRange(facts);
        return new DecidedSubmission(facts) { Indexes = placed.ConvertAll(one => one.Index) };
    }

    // Commands that land together may repair one another, so what follows them is checked once all are placed.
    private Decision Decide(Timeline trial, Command command, bool isAlone) => trial.Version == 0 && command is not OpenNegotiation
        ? Problems.NegotiationUnknown.Because($"No negotiation '{negotiation}' has been opened.")
        : isAlone ? trial.Decider.Decide(command, received, audience) : trial.Decider.DecideByItself(command, received, audience);

    /// <summary>Finds a command with which something later ceases to hold, by bisection.</summary>
    private Refused Breaking(List<(Fact Fact, int Index)> placed, Submission submission)
    {
        var (holds, breaks) = (0, placed.Count);
        while (breaks - holds > 1)
        {
            var middle = (holds + breaks) / 2;
            if (With(placed[..middle]).Decider.HoldsSince(_trial))
                holds = middle;
            else
                breaks = middle;
        }
        var index = placed[holds].Index;
        return new Refused(With(placed[..holds]).Decider.Decide(submission.Commands[index], received, audience).Refusal!, index);

        Timeline With(List<(Fact Fact, int Index)> facts) => facts.Aggregate(_trial, (timeline, one) => timeline.With(one.Fact));
    }

    private DecidedSubmission Park(Command command, Negotiations.EventMetadata recording)
    {
        var dated = command.Occurred is null ? command with { Occurred = Edtf.Day(received) } : command;
        // Withheld commands are not compared, nor are recorded facts: returning the same id would reveal a correct
        // guess.
        if (_parked.Find(parked => parked.Command.Equals(dated)) is { } waiting && !audience.IsWithheld(_trial.Embargo.EmbargoOf(waiting.Command)))
            return new DecidedSubmission([], Parked: waiting);
        if (_parked.Count >= Limits.Parked)
            return new DecidedSubmission([], Refused: new Refused(
                Problems.TooManyParked.Because($"In '{negotiation}' {Limits.Parked:N0} commands wait already, and no more can."), Index: null));

        // To the microsecond, as the database stores it, so that a node that reads it back shows the same time.
        var since = received.AddTicks(-(received.Ticks % TimeSpan.TicksPerMicrosecond));
        var parked = new Parked(NextId(), dated, since, recording);
        _parked = _parked.Add(parked);
        return new DecidedSubmission([], Parked: parked);
    }

    /// <summary>
    /// Places parked commands that fit now, until no more do: each placed fact may make room for another.
    /// </summary>
    private void Retry()
    {
        var effort = new Effort(Limits.Effort);
        while (!_parked.IsEmpty && _trial.Version > 0
            && _trial.Decider.WhatFits(_parked, received, audience, effort) is { Count: > 0 } fitting)
            foreach (var (parked, decision, restsOnNext) in fitting)
            {
                _parked = _parked.Remove(parked);
                if (decision.Event is not { } @event)
                    continue; // the same fact has been recorded in the meantime
                Facts.Add(NewFact(_trial, @event, parked.Metadata, parked.Id).RestingOn(restsOnNext));
                _trial = _trial.With(Facts[^1]);
            }
    }

    /// <summary>The snapshot once the append is on disk: the facts with their positions and recorded times.</summary>
    public NegotiationSnapshot Appended(long firstPosition, DateTimeOffset firstRecordedAt) => new(
        Facts.Count == 0 ? _known.Timeline : _trial.WithPositions([.. Facts.Select((fact, index) => fact with
        {
            Position = firstPosition + index,
            RecordedAt = firstRecordedAt.AddMicroseconds(index),
        })]),
        _parked,
        ChangesWhatIsParked ? Change : _known.Change);

    private Fact NewFact(Timeline trial, DomainEvent @event, Negotiations.EventMetadata recording, Guid id) =>
        new(Position: 0, trial.Version + 1, id, received, @event, recording);
}
