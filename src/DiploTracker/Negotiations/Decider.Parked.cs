using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

public sealed partial class Decider
{
    /// <summary>
    /// The parked commands that can be placed now, in the order in which they are to be recorded. They are tried as a
    /// set: whatever would land as one batch lands. Empty if none fits or the effort is spent; those not tried are
    /// tried after the next fact.
    /// </summary>
    internal IReadOnlyList<Fitting> WhatFits(
        IReadOnlyList<Parked> waiting, DateTimeOffset received, Audience audience, Effort effort)
    {
        // If not all can be tried, start with different ones each time.
        if ((long)waiting.Count * Order.Count > effort.Left)
            waiting = [.. waiting.Skip((int)(Version % waiting.Count)), .. waiting.Take((int)(Version % waiting.Count))];

        if (waiting.FirstOrDefault(parked => Stands(parked.Command.PlainIn(timeline), audience)) is { } standing)
            return [new Fitting(standing, Decision.Nothing)];

        List<Candidate> candidates =
            [.. waiting.Where(parked => parked.Command is not RecordCommand).Select(CandidateOf)];
        return SetOf(candidates, received, effort) is { Count: > 0 } fitting
            ? InSteps(fitting, received, audience, effort)
            : waiting.Count > candidates.Count ? WithCorrections(waiting, received, audience, effort)
            : [];
    }

    /// <summary>
    /// Those that can be placed together. All are added in the order of parking; one that is refused at its place is
    /// left out, and where an older fact would become illegal the last parked one before it is.
    /// </summary>
    private List<Fitting> SetOf(IReadOnlyList<Candidate> waiting, DateTimeOffset received, Effort effort)
    {
        var (possible, set) = (waiting, waiting);
        while (set.Count > 0)
        {
            var (fitting, breaking) = Placed(set, received, effort);
            if (fitting is null)
                return []; // the effort is spent
            if (breaking is not null)
                set = possible = [.. possible.Where(one => one != breaking)]; // what it kept out may fit
            else if (fitting.Count == set.Count)
                return [.. set.Select(candidate => fitting[candidate])];
            else
                set = [.. set.Where(fitting.ContainsKey)]; // without the others they may have other places
        }
        return [];
    }

    /// <summary>Folds the facts with some candidates at their places.</summary>
    /// <returns>
    /// Those that were not refused, or the one that makes an older fact illegal; nothing if the effort is spent.
    /// </returns>
    private (Dictionary<Candidate, Fitting>? Fitting, Candidate? Breaking) Placed(
        IReadOnlyList<Candidate> set, DateTimeOffset received, Effort effort)
    {
        List<IPlaced> order = [.. Order.From(0)];
        foreach (var candidate in set)
            order.Insert(CanonicalOrder.PlaceOf(candidate, order), candidate);

        Dictionary<Candidate, Fitting> fitting = [];
        var (older, state, last) = (0, default(Negotiation), default(Candidate));
        foreach (var one in order)
        {
            if (one is Candidate candidate)
            {
                if (!effort.Takes(1))
                    return default;
                var before = state ?? Order.StateBefore(older);
                if (candidate.Command.Judge(before, received).Event is not { } decided)
                    continue;
                var @event = candidate.Command.Attribute(decided);
                (state, last) = (@event.Apply(before), candidate);
                fitting[candidate] = new Fitting(candidate.Parked, @event);
            }
            else if (one is Entry entry && ++older > 0 && state is not null)
            {
                if (!effort.Takes(1))
                    return default;
                if (!entry.IsRetracted && entry.Command.Judge(state, entry.Fact.RecordedAt).Refusal is not null)
                    return (fitting, last);
                state = entry.Apply(state);
            }
        }
        return (fitting, null);
    }

    /// <summary>
    /// A set in the steps in which it becomes known: one by one where each fits, else as few together as fit.
    /// </summary>
    private List<Fitting> InSteps(
        List<Fitting> set, DateTimeOffset received, Audience audience, Effort effort)
    {
        var (trial, steps) = (timeline, new List<Fitting>());
        List<Candidate> left = [.. set.Select(fitting => CandidateOf(fitting.Parked))];
        while (left.Count > 0 && trial.Decider.Step(left, received, audience, effort) is { Count: > 0 } step)
        {
            steps.AddRange(step);
            foreach (var (parked, decision, _) in step)
                trial = trial.Decider.Tried(parked, decision.Event!, received);
            left.RemoveAll(one => step.Exists(fitting => fitting.Parked == one.Parked));
        }
        return steps;
    }

    // Facts that share a place keep the order of parking.
    private List<Fitting> Step(List<Candidate> left, DateTimeOffset received, Audience audience, Effort effort)
    {
        foreach (var (index, candidate) in left.Index())
        {
            if (left.Take(index).Any(candidate.SharesPlaceWith))
                continue;
            if (!effort.Takes(1 + FollowersOf(candidate.Command, received)))
                return [];
            if (Decide(candidate.Command, received, audience).Event is { } @event)
                return [new Fitting(candidate.Parked, @event)];
        }
        for (var count = 2; count <= left.Count; count++)
        {
            var together = SetOf(left[..count], received, effort);
            var placed = left[..count].FindAll(one => together.Exists(fitting => fitting.Parked == one.Parked));
            var overtakes = placed.Exists(later => left.TakeWhile(one => one != later)
                .Any(one => !placed.Contains(one) && one.SharesPlaceWith(later)));
            if (together.Count > 0 && !overtakes)
                return [.. together.Select((one, index) => one with { RestsOnNext = together.Count - 1 - index })];
        }
        return [];
    }

    /// <summary>A command about the record that fits alone, or with one other.</summary>
    private IReadOnlyList<Fitting> WithCorrections(
        IReadOnlyList<Parked> waiting, DateTimeOffset received, Audience audience, Effort effort)
    {
        List<Parked> breaking = [];
        foreach (var parked in waiting)
        {
            // Its own rule comes first: it is cheap and refuses nearly all.
            if (DecideByItself(parked.Command, received, audience).Event is null)
                continue;
            breaking.Add(parked);
            if (parked.Command is not RecordCommand)
                continue;
            if (!effort.Takes(FollowersOf(parked.Command, received)))
                return [];
            if (Decide(parked.Command, received, audience).Event is { } @event)
                return [new Fitting(parked, @event)];
        }

        // The earlier of two is decided on the current state, so its own rule must hold there; only later facts break.
        foreach (var earlier in breaking)
            foreach (var later in waiting)
            {
                if (later == earlier || (earlier.Command is not RecordCommand && later.Command is not RecordCommand))
                    continue;
                if (!effort.Takes(FollowersOf(earlier.Command, received)))
                    return [];
                if (Together(earlier, later, received, audience) is var (first, second))
                    return [new Fitting(earlier, first, RestsOnNext: 1), new Fitting(later, second)];
            }
        return [];
    }

    /// <summary>Number of facts that would follow a command and have to be decided again.</summary>
    internal int FollowersOf(Command command, DateTimeOffset received) => command switch
    {
        RecordCommand => command is Correct ? Order.Count : 0,
        { Occurred: null } => FollowersOf(command with { Occurred = Edtf.Day(received) }, received),
        _ => Order.Count - Order.PlaceOf(command),
    };

    private (DomainEvent First, DomainEvent Second)? Together(
        Parked one, Parked other, DateTimeOffset received, Audience audience)
    {
        if (DecideByItself(one.Command, received, audience).Event is not { } first)
            return null;
        var between = Tried(one, first, received);
        return between.Decider.DecideByItself(other.Command, received, audience).Event is { } second
            && between.Decider.Tried(other, second, received).Decider.HoldsSince(timeline)
            ? (first, second) : null;
    }

    private Timeline Tried(Parked parked, DomainEvent @event, DateTimeOffset received) =>
        timeline.With(new Fact(Position: 0, Version + 1, parked.Id, received, @event, parked.Metadata));

    private Candidate CandidateOf(Parked parked) => new(parked, parked.Command.PlainIn(timeline));

    /// <summary>A parked command in its plain form.</summary>
    private sealed record Candidate(Parked Parked, Command Command) : IPlaced
    {
        public bool IsOpening => Command is OpenNegotiation;

        public EdtfBound Begins { get; } = Command.Occurred!.First;

        /// <summary>Only the order of recording decides which comes first.</summary>
        public bool SharesPlaceWith(Candidate other) =>
            Begins.Instant == other.Begins.Instant && (Begins.Instant is not null || Begins.Day == other.Begins.Day);

        public bool Equals(Candidate? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Parked.Id.GetHashCode();
    }
}

/// <summary>A parked command that can be placed.</summary>
/// <param name="RestsOnNext">Number of those placed right after it that it depends on.</param>
internal sealed record Fitting(Parked Parked, Decision Decision, int RestsOnNext = 0);

/// <summary>The budget for trying parked commands, in facts decided again.</summary>
internal sealed class Effort(long most)
{
    public long Left { get; private set; } = most;

    public bool Takes(int facts)
    {
        if (Left <= 0)
            return false;
        Left -= facts;
        return true;
    }
}
