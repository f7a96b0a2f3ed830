using System.Collections.Immutable;
using System.Runtime.InteropServices;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// All facts of one negotiation, as they were recorded and in canonical order (<see cref="Rank"/>). The state after each
/// is kept, so a fact that is the newest costs nothing but itself, and a late one only what follows it. Immutable: the
/// writer and all readers share it.
/// </summary>
public sealed partial class Timeline
{
    public static readonly Timeline Empty = new();

    /// <summary>In the order of recording; the fact of version v stands at v - 1.</summary>
    public GrowingList<Fact> Recorded { get; private init; } = [];

    /// <summary>The facts of the world in canonical order, as corrections left them.</summary>
    public GrowingList<Entry> Canonical { get; private init; } = [];

    public Corrections Corrections { get; private init; } = Corrections.None;

    // Only a decision needs these two, which have one item for each recorded fact; views, which fold whole logs, do without.
    private GrowingSet<Guid> Ids
    {
        get => field ??= Recorded.Aggregate(GrowingSet<Guid>.Empty, (all, fact) => Grown(all, fact.Id));
        init;
    }

    private GrowingSet<Said> Commands
    {
        get => field ??= Recorded.Aggregate(GrowingSet<Said>.Empty, (all, fact) => Grown(all, EventOf(fact).Standing()));
        init;
    }

    /// <summary>The corroborating facts by the id of the fact that they support.</summary>
    private ImmutableDictionary<string, ImmutableList<Fact>> Corroborations { get; init; } = ImmutableDictionary<string, ImmutableList<Fact>>.Empty;

    /// <summary>The changes of disclosure by what they are of.</summary>
    private ImmutableDictionary<string, ImmutableList<Fact>> Disclosures { get; init; } = ImmutableDictionary<string, ImmutableList<Fact>>.Empty;

    public long Version { get; private init; }

    /// <summary>How the negotiation stands after all of it.</summary>
    public Negotiation Head => StateBefore(Canonical.Count);

    public Fact? Fact(Guid id) => Ids.IndexOf(id) is { } index ? Recorded[index] : null;

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
            LatestEmbargo = facts.Aggregate(default(DateTimeOffset?), (latest, fact) => Later(latest, fact.Event)),
            Corroborations = facts.Aggregate(Empty.Corroborations, (all, fact) => Grown(all, Supported(fact), fact)),
            Disclosures = facts.Aggregate(Empty.Disclosures, (all, fact) => Grown(all, Disclosed(fact), fact)),
            Canonical = Folded([], Negotiation.None, entries.OrderBy(entry => entry.Rank)),
        };
    }

    /// <summary>The timeline with one more recorded fact at its place. Total: whatever was recorded can be added.</summary>
    public Timeline With(Fact fact)
    {
        if (fact.Event is RecordCorrected)
            return Of(Recorded.Append(fact));

        var entry = Entry.Of(fact, fact.Event, isRetracted: false);
        return new Timeline
        {
            Recorded = Recorded.Add(fact),
            Version = Version + 1,
            Corrections = Corrections,
            LatestEmbargo = Later(LatestEmbargo, fact.Event),
            Corroborations = Grown(Corroborations, Supported(fact), fact),
            Disclosures = Grown(Disclosures, Disclosed(fact), fact),
            Ids = Grown(Ids, fact.Id),
            Commands = Grown(Commands, fact.Event.Standing()),
            Canonical = fact.Event is RecordEvent ? Canonical : Inserted(entry),
        };
    }

    /// <summary>The timeline once its newest facts are on disk, with the positions and times that they got there.</summary>
    public Timeline Landed(IReadOnlyList<Fact> facts)
    {
        var before = Recorded.First(Recorded.Count - facts.Count);
        // What is about the record is pointed to from elsewhere; it is rare, and simply added anew.
        if (facts.Any(fact => fact.Event is RecordEvent))
            return Of(before.Concat(facts));

        var first = facts.Min(fact => IndexOf(Rank.Of(fact.Event, fact.Version)));
        var entries = Canonical.From(first).Select(entry =>
            entry.Fact.Version > before.Count ? entry with { Fact = facts[(int)entry.Fact.Version - before.Count - 1] } : entry);
        return new Timeline
        {
            Recorded = before.AddRange([.. facts]),
            Version = Version,
            Corrections = Corrections,
            LatestEmbargo = LatestEmbargo,
            Corroborations = Corroborations,
            Disclosures = Disclosures,
            Ids = Ids,
            Commands = Commands,
            Canonical = Canonical.First(first).AddRange([.. entries]),
        };
    }

    private static ImmutableDictionary<string, ImmutableList<Fact>> Grown(ImmutableDictionary<string, ImmutableList<Fact>> byReference, string? reference, Fact fact) =>
        reference is null ? byReference : byReference.SetItem(reference, byReference.GetValueOrDefault(reference, []).Add(fact));

    private static string? Supported(Fact fact) => (fact.Event as FactCorroborated)?.Fact.ToString();

    private static string? Disclosed(Fact fact) => (fact.Event as DisclosureChanged)?.Ref;

    /// <summary>Does a command stand that is the very same?</summary>
    private bool Stands(Command command)
    {
        for (var said = new Said(command.GetHashCode(), Nth: 0); Commands.IndexOf(said) is { } index; said = said.Next)
            if (Recorded[index] is var fact && !Corrections.IsRetracted(fact.Id) && EventOf(fact).Standing().Equals(command))
                return true;
        return false;
    }

    private static GrowingSet<Guid> Grown(GrowingSet<Guid> all, Guid id) => all.Add(id) is var grown && grown.Count > all.Count
        ? grown
        : throw new InvalidOperationException($"Two facts have the id {id}.");

    private static GrowingSet<Said> Grown(GrowingSet<Said> all, Command command)
    {
        var said = new Said(command.GetHashCode(), Nth: 0);
        while (all.Contains(said))
            said = said.Next;
        return all.Add(said);
    }

    private GrowingList<Entry> Inserted(Entry entry)
    {
        var index = IndexOf(entry.Rank);
        return index == Canonical.Count ? Canonical.Add(entry.On(Head))
            : _fitted is { } fitted && ReferenceEquals(fitted.Event, entry.Event)
                ? Canonical.First(index).Add(entry.On(StateBefore(index))).AddRange(CollectionsMarshal.AsSpan(fitted.Following))
            : Folded(Canonical.First(index), StateBefore(index), Canonical.From(index).Prepend(entry));
    }

    private static GrowingList<Entry> Folded(GrowingList<Entry> start, Negotiation state, IEnumerable<Entry> rest)
    {
        List<Entry> entries = [];
        foreach (var entry in rest)
        {
            var folded = entry.On(state);
            entries.Add(folded);
            state = folded.After;
        }
        return start.AddRange(CollectionsMarshal.AsSpan(entries));
    }

    private Negotiation StateBefore(int index) => index == 0 ? Negotiation.None : Canonical[index - 1].After;

    /// <summary>Where a rank belongs: after all that rank before it.</summary>
    private int IndexOf(Rank rank)
    {
        // Nearly every fact is the newest; only a late one is searched for.
        if (Canonical.IsEmpty || Canonical[^1].Rank.CompareTo(rank) < 0)
            return Canonical.Count;

        var (low, high) = (0, Canonical.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Canonical[middle].Rank.CompareTo(rank) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>A command by its hash: to keep the commands themselves would take as much room as the events.</summary>
    /// <param name="Nth">How many with the same hash came before.</param>
    private readonly record struct Said(int Hash, int Nth)
    {
        public Said Next => this with { Nth = Nth + 1 };
    }
}
