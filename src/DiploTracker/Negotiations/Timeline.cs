using System.Collections.Immutable;

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
    public ImmutableList<Fact> Recorded { get; private init; } = [];

    /// <summary>The facts of the world in canonical order, as corrections left them.</summary>
    public ImmutableList<Entry> Canonical { get; private init; } = [];

    public Corrections Corrections { get; private init; } = Corrections.None;

    // Only a decision needs these two; views, which fold whole logs, do without.
    private ImmutableDictionary<Guid, int> ById
    {
        get => field ??= Recorded.Select((fact, index) => KeyValuePair.Create(fact.Id, index)).ToImmutableDictionary();
        init;
    }

    private ImmutableHashSet<Command> StandingCommands
    {
        get => field ??= [.. Recorded.Where(fact => !Corrections.IsRetracted(fact.Id)).Select(fact => EventOf(fact).Standing())];
        init;
    }

    /// <summary>The corroborating facts by the id of the fact that they support.</summary>
    private ImmutableDictionary<string, ImmutableList<Fact>> Corroborations { get; init; } = ImmutableDictionary<string, ImmutableList<Fact>>.Empty;

    /// <summary>The changes of disclosure by what they are of.</summary>
    private ImmutableDictionary<string, ImmutableList<Fact>> Disclosures { get; init; } = ImmutableDictionary<string, ImmutableList<Fact>>.Empty;

    public long Version { get; private init; }

    /// <summary>How the negotiation stands after all of it.</summary>
    public Negotiation Head => StateBefore(Canonical.Count);

    public Fact? Fact(Guid id) => ById.TryGetValue(id, out var index) ? Recorded[index] : null;

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
            return Of(Recorded.Add(fact));

        var entry = Entry.Of(fact, fact.Event, isRetracted: false);
        return new Timeline
        {
            Recorded = Recorded.Add(fact),
            Version = Version + 1,
            Corrections = Corrections,
            LatestEmbargo = Later(LatestEmbargo, fact.Event),
            Corroborations = Grown(Corroborations, Supported(fact), fact),
            Disclosures = Grown(Disclosures, Disclosed(fact), fact),
            ById = ById.Add(fact.Id, Recorded.Count),
            StandingCommands = StandingCommands.Add(entry.Command),
            Canonical = fact.Event is RecordEvent ? Canonical : Inserted(entry),
        };
    }

    /// <summary>The timeline once its newest facts are on disk, with the positions and times that they got there.</summary>
    public Timeline Landed(IReadOnlyList<Fact> facts)
    {
        // What is about the record is pointed to from elsewhere; it is rare, and simply added anew.
        if (facts.Any(fact => fact.Event is RecordEvent))
            return Of(Recorded.RemoveRange(Recorded.Count - facts.Count, facts.Count).AddRange(facts));

        var canonical = Canonical;
        foreach (var fact in facts)
        {
            var index = IndexOf(Rank.Of(fact.Event, fact.Version));
            canonical = canonical.SetItem(index, canonical[index] with { Fact = fact });
        }
        return new Timeline
        {
            Recorded = Recorded.RemoveRange(Recorded.Count - facts.Count, facts.Count).AddRange(facts),
            Version = Version,
            Corrections = Corrections,
            LatestEmbargo = LatestEmbargo,
            Corroborations = Corroborations,
            Disclosures = Disclosures,
            ById = ById,
            StandingCommands = StandingCommands,
            Canonical = canonical,
        };
    }

    private static ImmutableDictionary<string, ImmutableList<Fact>> Grown(ImmutableDictionary<string, ImmutableList<Fact>> byReference, string? reference, Fact fact) =>
        reference is null ? byReference : byReference.SetItem(reference, byReference.GetValueOrDefault(reference, []).Add(fact));

    private static string? Supported(Fact fact) => (fact.Event as FactCorroborated)?.Fact.ToString();

    private static string? Disclosed(Fact fact) => (fact.Event as DisclosureChanged)?.Ref;

    private ImmutableList<Entry> Inserted(Entry entry)
    {
        var index = IndexOf(entry.Rank);
        return index == Canonical.Count ? Canonical.Add(entry.On(Head))
            : _fitted is { } fitted && ReferenceEquals(fitted.Event, entry.Event)
                ? Canonical.GetRange(0, index).Add(entry.On(StateBefore(index))).AddRange(fitted.Following)
            : Folded(Canonical.GetRange(0, index), StateBefore(index), Canonical.Skip(index).Prepend(entry));
    }

    private static ImmutableList<Entry> Folded(ImmutableList<Entry> start, Negotiation state, IEnumerable<Entry> rest)
    {
        List<Entry> entries = [];
        foreach (var entry in rest)
        {
            var folded = entry.On(state);
            entries.Add(folded);
            state = folded.After;
        }
        return start.AddRange(entries);
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
}
