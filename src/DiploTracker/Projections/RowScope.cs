using DiploTracker.Negotiations;

namespace DiploTracker.Projections;

/// <summary>The things whose rows are computed: all, or those that newer facts may have changed.</summary>
public sealed class RowScope
{
    public static readonly RowScope All = new(null, []);

    private readonly HashSet<string>? _things;

    private RowScope(HashSet<string>? things, IReadOnlyList<Entry> newer) => (_things, Newer) = (things, newer);

    /// <summary>The ids of the things; null for all.</summary>
    public IReadOnlyCollection<string>? Things => _things;

    /// <summary>The newer facts; empty where all things are in scope.</summary>
    public IReadOnlyList<Entry> Newer { get; }

    public bool IsAll => _things is null;

    public bool Has(string thing) => _things is null || _things.Contains(thing);

    /// <summary>
    /// The things whose rows may differ from those at a version: those that the facts recorded since then name, those
    /// whose state these facts changed, and all that is linked with them. Everything is in scope if such a fact is
    /// late, about the record or marked, or changes the parties.
    /// </summary>
    public static RowScope Since(long version, Timeline timeline)
    {
        if (version == 0 || timeline.NewestSince(version) is not { } newer || newer.Any(IsMarked))
            return All;
        var (before, after) = (timeline.StateBefore(newer), timeline.Head);
        if (!ReferenceEquals(before.Parties, after.Parties))
            return All;

        HashSet<string> things =
        [
            .. newer.SelectMany(fact => NamedBy(fact.Event)),
            .. Changed(before.Meetings, after.Meetings), .. Changed(before.Proposals, after.Proposals),
            .. Changed(before.Positions, after.Positions), .. Changed(before.Agreements, after.Agreements),
            .. Changed(before.Deadlines, after.Deadlines),
        ];
        AddLinked(things, [.. Links(before), .. Links(after)]);
        return new RowScope(things, newer);
    }

    // The rows of each week show the highest marking of all facts.
    private static bool IsMarked(Entry entry) => entry.Event is { Marking: not null } or { MarkedParts: not null };

    private static IEnumerable<string> NamedBy(DomainEvent @event) =>
        (@event is StatementRecorded said ? said.About : []).Concat(@event.Thing is { } thing ? [thing] : []);

    private static IEnumerable<string> Changed<T>(KeyedList<T> before, KeyedList<T> after)
        where T : class, IIdentified =>
        ReferenceEquals(before, after) ? []
        : after.Where(thing => !ReferenceEquals(thing, before[thing.Id])).Select(thing => thing.Id);

    private static void AddLinked(HashSet<string> things, List<(string One, string Other)> links)
    {
        for (var count = -1; count < things.Count && (count = things.Count) > 0;)
            foreach (var (one, other) in links)
                if (things.Contains(one) || things.Contains(other))
                    (_, _) = (things.Add(one), things.Add(other));
    }

    /// <summary>The pairs of things of which one is shown with the other.</summary>
    private static IEnumerable<(string, string)> Links(Negotiation negotiation) =>
    [
        .. from position in negotiation.Positions from blocked in position.Blocks.Items select (position.Id, blocked),
        .. from proposal in negotiation.Proposals
           where proposal.CounterTo is not null
           select (proposal.Id, proposal.CounterTo),
        .. from agreement in negotiation.Agreements
           from condition in agreement.ContingentOn.Items
           select (agreement.Id, condition),
    ];
}
