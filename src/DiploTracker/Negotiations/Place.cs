namespace DiploTracker.Negotiations;

/// <summary>
/// The canonical order of facts: the opening first, then the earliest bound of <c>occurred</c>, then the order of
/// recording.
/// </summary>
public readonly record struct Rank(bool IsOpening, DateTimeOffset Earliest, long Version) : IComparable<Rank>
{
    public static Rank Of(Command command, long version) => new(command is OpenNegotiation, command.Occurred!.Earliest, version);

    public static Rank Of(DomainEvent @event, long version) => new(@event is NegotiationOpened, @event.Occurred.Earliest, version);

    public int CompareTo(Rank other) =>
        IsOpening != other.IsOpening ? (IsOpening ? -1 : 1)
        : Earliest.CompareTo(other.Earliest) is not 0 and var order ? order
        : Version.CompareTo(other.Version);
}

/// <summary>
/// A fact of the world at its place, with its event as corrections left it, and the negotiation after it.
/// </summary>
public sealed record Entry(Fact Fact, DomainEvent Event, Rank Rank, bool IsRetracted, Negotiation After)
{
    /// <summary>
    /// The command behind the event, with all its fields; built when the fact is first decided again, which views never
    /// do.
    /// </summary>
    public Command Command => field ??= Event.Standing();

    public static Entry Of(Fact fact, DomainEvent @event, bool isRetracted) =>
        new(fact, @event, Rank.Of(@event, fact.Version), isRetracted, Negotiation.None);

    public Entry On(Negotiation before) => this with { After = Apply(before) };

    // Equality ignores whether the command has been built.
    public bool Equals(Entry? other) => other is not null && Fact == other.Fact && Event == other.Event && Rank == other.Rank
        && IsRetracted == other.IsRetracted && After == other.After;

    public override int GetHashCode() => HashCode.Combine(Fact, Rank, IsRetracted);

    /// <summary>A retracted fact leaves only the id it introduced: a denial may still refer to it.</summary>
    public Negotiation Apply(Negotiation before) =>
        !IsRetracted ? Event.Apply(before)
        : Event.Gives is { } id ? before with { Retracted = before.Retracted.Add(id) }
        : before;
}
