using System.Collections.Immutable;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// All facts of one negotiation, in recorded and in canonical order (<see cref="CanonicalOrder"/>). The state after
/// each is kept: adding the newest fact folds only that fact, and adding late ones folds only what follows them, once.
/// Immutable; shared by the writer and all readers.
/// </summary>
public sealed partial class Timeline
{
    public static readonly Timeline Empty = new();

    /// <summary>In the order of recording; the fact of version v is at index v - 1.</summary>
    public GrowingList<Fact> Recorded { get; private init; } = [];

    /// <summary>The facts of the world in canonical order, as corrections left them.</summary>
    public GrowingList<Entry> Canonical => Order.All;

    internal Chronology Order { get; private init; } = Chronology.Empty;

    public Corrections Corrections { get; private init; } = Corrections.None;

    // Only decisions need these two, which have one item per recorded fact; views, which fold whole logs, do without.
    private GrowingSet<Guid> Ids
    {
        get => field ??= Recorded.Aggregate(GrowingSet<Guid>.Empty, (all, fact) => Grown(all, fact.Id));
        init;
    }

    private GrowingSet<Said> Commands
    {
        get => field ??= Recorded.Aggregate(GrowingSet<Said>.Empty, (all, fact) => Grown(all, fact.Event.Standing()));
        init;
    }

    /// <summary>The corroborating facts by the id of the fact that they support.</summary>
    private ImmutableDictionary<string, ImmutableList<Fact>> Corroborations { get; init; } = ImmutableDictionary<string, ImmutableList<Fact>>.Empty;

    /// <summary>The changes of disclosure, in the order of recording.</summary>
    internal ImmutableList<Fact> Disclosures { get; private init; } = [];

    /// <summary>The latest embargo of any fact; null if there is none, as in most timelines.</summary>
    internal DateTimeOffset? LatestEmbargo { get; private init; }

    public long Version { get; private init; }

    /// <summary>Decides commands on it.</summary>
    public Decider Decider => field ??= new(this);

    /// <summary>Limits it to what an audience may see.</summary>
    public Embargo Embargo => field ??= new(this);

    /// <summary>The state after all facts.</summary>
    public Negotiation Head => Order.StateBefore(Order.Count);

    public Fact? Fact(Guid id) => Ids.IndexOf(id) is { } index ? Recorded[index] : null;

    /// <summary>The facts recorded by a command, or by another one with the same hash.</summary>
    internal IEnumerable<Fact> MayBeOf(Command command)
    {
        for (var said = Said.Of(command); Commands.IndexOf(said) is { } index; said = said.Next)
            yield return Recorded[index];
    }

    /// <summary>False if a later fact settles anew what it settled.</summary>
    internal bool Settles(Fact fact) => EventOf(fact).Settles is not { } what || !Recorded.From((int)fact.Version)
        .Any(later => EventOf(later).Settles == what && !Corrections.IsRetracted(later.Id));

    /// <summary>The event of a fact as corrections left it.</summary>
    public DomainEvent EventOf(Fact fact) => Corrections.AmendedEvent(fact.Id) ?? fact.Event;

    /// <summary>Folds facts, given in the order of recording, into a timeline.</summary>
    public static Timeline Of(IEnumerable<Fact> recorded)
    {
        List<Fact> facts = [.. recorded];
        var corrections = Corrections.Of(facts);
        var entries = facts.Where(fact => fact.Event is not RecordEvent)
            .Select(fact => Entry.Of(fact, corrections.AmendedEvent(fact.Id) ?? fact.Event, corrections.IsRetracted(fact.Id)));
        return new Timeline
        {
            Recorded = [.. facts],
            Version = facts.Count,
            Corrections = corrections,
            LatestEmbargo = facts.Aggregate(default(DateTimeOffset?), (latest, fact) => Embargo.Later(latest, fact.Event)),
            Corroborations = facts.Aggregate(Empty.Corroborations, (all, fact) => Grown(all, Supported(fact), fact)),
            Disclosures = [.. facts.Where(fact => fact.Event is DisclosureChanged)],
            Order = Chronology.Of(entries),
        };
    }

    /// <summary>The timeline with one more recorded fact at its place. Total: any recorded fact can be added.</summary>
    public Timeline With(Fact fact) => With(fact, following: null);

    /// <summary>The same with a fact that was decided on this timeline.</summary>
    internal Timeline With(Fact fact, Decision decision) => With(fact, decision.Following);

    /// <summary>The same, to add facts on trial: the timelines that grow from this one share nothing with those.</summary>
    internal Timeline Apart() => new()
    {
        Recorded = Recorded,
        Version = Version,
        Corrections = Corrections,
        LatestEmbargo = LatestEmbargo,
        Corroborations = Corroborations,
        Disclosures = Disclosures,
        Ids = Ids.Apart(),
        Commands = Commands.Apart(),
        Order = Order,
    };

    /// <summary>As if the fact had never been recorded.</summary>
    internal Timeline Without(Fact fact) => Of(Recorded.Where(other => other.Id != fact.Id));

    private Timeline With(Fact fact, IReadOnlyList<Entry>? following)
    {
        var recorded = Recorded.Add(fact);
        var corrections = fact.Event is RecordCorrected ? Corrections.Of(recorded) : Corrections;
        return new Timeline
        {
            Recorded = recorded,
            Version = Version + 1,
            Corrections = corrections,
            LatestEmbargo = Embargo.Later(LatestEmbargo, fact.Event),
            Corroborations = Grown(Corroborations, Supported(fact), fact),
            Disclosures = fact.Event is DisclosureChanged ? Disclosures.Add(fact) : Disclosures,
            Ids = Grown(Ids, fact.Id),
            Commands = Grown(Commands, fact.Event.Standing()),
            Order = fact.Event is RecordEvent ? Corrected(corrections) : following is null ? Order.With(Entry.Of(fact, fact.Event, isRetracted: false))
                : Order.With(Entry.Of(fact, fact.Event, isRetracted: false), following),
        };
    }

    /// <summary>
    /// The timeline after a commit, its newest facts with the positions and times that the database assigned.
    /// </summary>
    public Timeline WithPositions(IReadOnlyList<Fact> facts)
    {
        var before = Recorded.First(Recorded.Count - facts.Count);
        var recorded = before.AddRange([.. facts]);
        // Facts about the record are referenced from elsewhere and may have moved others.
        var isAboutTheRecord = facts.Any(fact => fact.Event is RecordEvent);
        var first = isAboutTheRecord ? 0 : Order.FirstRecordedAfter(before.Count, facts.Count);
        return new Timeline
        {
            Recorded = recorded,
            Version = Version,
            Corrections = isAboutTheRecord ? Corrections.Of(recorded) : Corrections,
            LatestEmbargo = LatestEmbargo,
            Corroborations = facts.Select(Supported).OfType<string>().Distinct().Aggregate(Corroborations, Landed),
            Disclosures = isAboutTheRecord ? Disclosures.ConvertAll(Now) : Disclosures,
            Ids = Ids,
            Commands = Commands,
            Order = Order.Replaced(first, entry => entry.Fact.Version > before.Count ? entry with { Fact = Now(entry.Fact) } : entry),
        };

        Fact Now(Fact fact) => fact.Version > before.Count ? facts[(int)fact.Version - before.Count - 1] : fact;

        ImmutableDictionary<string, ImmutableList<Fact>> Landed(ImmutableDictionary<string, ImmutableList<Fact>> all, string reference) =>
            all.SetItem(reference, all[reference].ConvertAll(Now));
    }

    private static ImmutableDictionary<string, ImmutableList<Fact>> Grown(ImmutableDictionary<string, ImmutableList<Fact>> byReference, string? reference, Fact fact) =>
        reference is null ? byReference : byReference.SetItem(reference, byReference.GetValueOrDefault(reference, []).Add(fact));

    private static string? Supported(Fact fact) => (fact.Event as FactCorroborated)?.Fact.ToString();

    private static GrowingSet<Guid> Grown(GrowingSet<Guid> all, Guid id) => all.Add(id) is var grown && grown.Count > all.Count
        ? grown
        : throw new InvalidOperationException($"Two facts have the id {id}.");

    private static GrowingSet<Said> Grown(GrowingSet<Said> all, Command command)
    {
        var said = Said.Of(command);
        while (all.Contains(said))
            said = said.Next;
        return all.Add(said);
    }

    /// <summary>Places all facts anew, those whose corrections changed as they stand now.</summary>
    private Chronology Corrected(Corrections now)
    {
        var changed = now.Differing(Corrections).Select(Fact).OfType<Fact>()
            .Where(fact => fact.Event is not RecordEvent)
            .ToDictionary(
                fact => fact.Version,
                fact => Entry.Of(fact, now.AmendedEvent(fact.Id) ?? fact.Event, now.IsRetracted(fact.Id)));
        return changed.Count == 0 ? Order
            : Order.Anew(Order.Recorded().Select(entry => changed.GetValueOrDefault(entry.Fact.Version, entry)));
    }

    /// <summary>A command by its hash: the commands themselves would take as much memory as the events.</summary>
    /// <param name="Nth">Number of earlier commands with the same hash.</param>
    private readonly record struct Said(int Hash, int Nth)
    {
        public static Said Of(Command command) => new(command.Whole.GetHashCode(), Nth: 0);

        public Said Next => this with { Nth = Nth + 1 };
    }
}
