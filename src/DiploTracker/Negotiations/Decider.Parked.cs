using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

public sealed partial class Decider
{
    /// <summary>
    /// The parked commands that can be placed now, with their decisions: one that fits alone, or else two that fit only
    /// together, such as a cancellation and a reinstatement before a fact that was recorded already. Empty if none fits
    /// or the effort is spent; those not tried are tried after the next fact.
    /// </summary>
    internal IReadOnlyList<(Parked Parked, Decision Decision)> FirstThatFits(
        IReadOnlyList<Parked> waiting, DateTimeOffset received, Audience audience, Effort effort)
    {
        // If not all can be tried, start with different ones each time.
        if ((long)waiting.Count * Order.Count > effort.Left)
            waiting = [.. waiting.Skip((int)(Version % waiting.Count)), .. waiting.Take((int)(Version % waiting.Count))];

        List<Parked> breaking = [];
        foreach (var parked in waiting)
        {
            // Its own rule comes first: it is cheap and refuses nearly all.
            var byItself = DecideByItself(parked.Command, received, audience);
            if (byItself.Refusal is not null)
                continue;
            if (byItself.Event is null)
                return [(parked, byItself)];
            if (!effort.Takes(FollowersOf(parked.Command, received)))
                return [];
            var decision = Decide(parked.Command, received, audience);
            if (decision.Refusal is null)
                return [(parked, decision)];
            breaking.Add(parked);
        }

        // The earlier of two is decided on the current state, so its own rule must hold there; only later facts break.
        foreach (var earlier in breaking)
            foreach (var later in waiting)
            {
                if (later == earlier)
                    continue;
                if (!effort.Takes(FollowersOf(earlier.Command, received)))
                    return [];
                if (Together(earlier, later, received, audience) is var (first, second))
                    return [(earlier, first), (later, second)];
            }
        return [];
    }

    /// <summary>Number of facts that would follow a command and have to be decided again.</summary>
    internal int FollowersOf(Command command, DateTimeOffset received) => command switch
    {
        RecordCommand => command is Correct ? Order.Count : 0,
        { Occurred: null } => FollowersOf(command with { Occurred = Edtf.Day(received) }, received),
        _ => Order.Count - Order.IndexOf(Rank.Of(command, Version + 1)),
    };

    private (DomainEvent First, DomainEvent Second)? Together(Parked one, Parked other, DateTimeOffset received, Audience audience) =>
        one.Command is RecordCommand || other.Command is RecordCommand
            ? CorrectedTogether(one, other, received, audience)
            : Together(one.Command, other.Command, received);

    private (DomainEvent First, DomainEvent Second)? CorrectedTogether(Parked one, Parked other, DateTimeOffset received, Audience audience)
    {
        if (DecideByItself(one.Command, received, audience).Event is not { } first)
            return null;
        var between = Tried(one, first, received);
        return between.Decider.DecideByItself(other.Command, received, audience).Event is { } second && between.Decider.Tried(other, second, received).Decider.HoldsSince(timeline)
            ? (first, second) : null;
    }

    private Timeline Tried(Parked parked, DomainEvent @event, DateTimeOffset received) =>
        timeline.With(new Fact(Position: 0, Version + 1, parked.Id, received, @event, parked.Metadata));

    /// <summary>The events of two commands, each at its place, if all later facts hold; otherwise null.</summary>
    private (DomainEvent First, DomainEvent Second)? Together(Command one, Command other, DateTimeOffset received)
    {
        var (first, second) = (one.PlainIn(timeline), other.PlainIn(timeline));
        var (firstRank, secondRank) = (Rank.Of(first, Version + 1), Rank.Of(second, Version + 2));
        if (secondRank.CompareTo(firstRank) < 0)
            return null;

        var (start, between) = (Order.IndexOf(firstRank), Order.IndexOf(secondRank));
        if (first.Judge(Order.StateBefore(start), received).Event is not { } firstEvent)
            return null;
        firstEvent = first.Attribute(firstEvent);
        var state = firstEvent.Apply(Order.StateBefore(start));
        if (!Hold(Order.From(start).Take(between - start), ref state) || second.Judge(state, received).Event is not { } secondEvent)
            return null;
        secondEvent = second.Attribute(secondEvent);
        state = secondEvent.Apply(state);
        return Hold(Order.From(between), ref state) ? (firstEvent, secondEvent) : null;
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
