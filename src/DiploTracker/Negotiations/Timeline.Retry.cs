namespace DiploTracker.Negotiations;

public sealed partial class Timeline
{
    /// <summary>
    /// The parked commands that can be placed now, with their events: one that fits by itself, else two that only fit
    /// together, as a cancellation and the reinstatement before what was recorded after both. Empty when none can.
    /// </summary>
    public IReadOnlyList<(Parked Parked, DomainEvent? Event)> FirstThatFits(IReadOnlyList<Parked> waiting, DateTimeOffset received)
    {
        List<Parked> breaking = [];
        foreach (var parked in waiting)
        {
            var decision = Decide(parked.Command, received);
            if (decision.Refusal is null)
                return [(parked, decision.Event)];
            if (DecideByItself(parked.Command, received).Event is not null)
                breaking.Add(parked);
        }

        // The earlier of two meets the state as it is, so its own rule must hold there; only what follows it does not.
        foreach (var earlier in breaking)
            foreach (var later in waiting)
                if (later != earlier && Together(earlier, later, received) is var (first, second))
                    return [(earlier, first), (later, second)];
        return [];
    }

    private (DomainEvent First, DomainEvent Second)? Together(Parked one, Parked other, DateTimeOffset received) =>
        one.Command is RecordCommand || other.Command is RecordCommand
            ? CorrectedTogether(one, other, received)
            : Together(one.Command, other.Command, received);

    private (DomainEvent First, DomainEvent Second)? CorrectedTogether(Parked one, Parked other, DateTimeOffset received)
    {
        if (DecideByItself(one.Command, received).Event is not { } first)
            return null;
        var between = Tried(one, first, received);
        return between.DecideByItself(other.Command, received).Event is { } second && between.Tried(other, second, received).Holds ? (first, second) : null;
    }

    private Timeline Tried(Parked parked, DomainEvent @event, DateTimeOffset received) =>
        With(new Fact(Position: 0, Version + 1, parked.Id, received, @event, parked.Recording));

    /// <summary>The events of two commands which are each at its place, where all that follows holds; null when that is not so.</summary>
    private (DomainEvent First, DomainEvent Second)? Together(Command one, Command other, DateTimeOffset received)
    {
        var (first, second) = (one.PlainIn(this), other.PlainIn(this));
        var (firstRank, secondRank) = (Rank.Of(first, Version + 1), Rank.Of(second, Version + 2));
        if (secondRank.CompareTo(firstRank) < 0)
            return null;

        var (start, between) = (IndexOf(firstRank), IndexOf(secondRank));
        if (first.Judge(StateBefore(start), received).Event is not { } firstEvent)
            return null;
        firstEvent = first.Attribute(firstEvent);
        var state = firstEvent.Apply(StateBefore(start));
        if (!Hold(Canonical.From(start).Take(between - start), ref state) || second.Judge(state, received).Event is not { } secondEvent)
            return null;
        secondEvent = second.Attribute(secondEvent);
        state = secondEvent.Apply(state);
        return Hold(Canonical.From(between), ref state) ? (firstEvent, secondEvent) : null;
    }

    private static bool Hold(IEnumerable<Entry> following, ref Negotiation state)
    {
        foreach (var entry in following)
        {
            if (!entry.IsRetracted && entry.Command.Judge(state, entry.Fact.RecordedAt).Refusal is not null)
                return false;
            state = entry.Apply(state);
        }
        return true;
    }
}
