using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// The marking of what is shown of a negotiation (TLP 2.0). A fact without marking has the default of its negotiation.
/// </summary>
public sealed partial class Embargo
{
    private const Marking Unmarked = Marking.GREEN;

    /// <summary>Those of a negotiation in which nothing is marked, as most are.</summary>
    private static readonly Dictionary<string, Marking> Unmarkings = new() { [Whole] = Unmarked, [""] = Unmarked };

    private Dictionary<string, Marking>? _markings;

    private InForce? _settled;

    /// <summary>The marking of facts that have none: GREEN where nobody set another.</summary>
    public Marking Default => DefaultIfSet ?? Unmarked;

    /// <summary>The same; null where nobody set one.</summary>
    public Marking? DefaultIfSet => Settled.Default?.Marking;

    /// <summary>The principals or groups to whom the negotiation is restricted; empty if it is open to all.</summary>
    public EquatableArray<string> Members => Settled.Restriction?.Members ?? [];

    private InForce Settled => _settled ??= new(Last<DefaultMarkingSet>(), Last<NegotiationRestricted>());

    private T? Last<T>() where T : DomainEvent
    {
        for (var index = timeline.Recorded.Count - 1; index >= 0; index--)
            if (timeline.Recorded[index] is { Event: T } fact && !timeline.Corrections.IsRetracted(fact.Id))
                return timeline.EventOf(fact) as T;
        return null;
    }

    /// <summary>
    /// The highest marking of the facts of some things, of the facts about those, and of the opening, whose title is
    /// shown everywhere. An id that is not a thing of the negotiation, such as a week, takes the highest of all facts.
    /// </summary>
    public Marking MarkingOf(IEnumerable<string> things)
    {
        _markings ??= timeline.Recorded.All(IsUnmarked) ? Unmarkings : Markings();
        return things.Aggregate(_markings[Whole], (highest, thing) => Higher(highest, _markings.TryGetValue(thing, out var marking) ? marking : _markings[""]));
    }

    /// <summary>
    /// By thing; under <see cref="Whole"/> that of the opening and of the negotiation as a whole; and, under no name,
    /// that of all facts.
    /// </summary>
    private Dictionary<string, Marking> Markings()
    {
        var unmarked = Default;
        Dictionary<string, Marking> markings = new()
        {
            [Whole] = Disclosed(Whole) is { } whole ? MarkingOf(whole) : Unmarked,
            [""] = Unmarked,
        };
        foreach (var fact in timeline.Recorded)
        {
            var marking = MarkingOf(fact, unmarked);
            Raise("", marking);
            if (fact.Event is NegotiationOpened)
                Raise(Whole, marking);
            if (ThingOf(fact) is { } thing)
                Raise(thing, Higher(marking, MarkingOf(Disclosed(thing))));
        }
        return markings;

        void Raise(string of, Marking marking) => markings[of] = Higher(marking, markings.TryGetValue(of, out var before) ? before : null);
    }

    private static bool IsUnmarked(Fact fact) =>
        fact.Event is { Marking: null or <= Unmarked, MarkedParts: null } and not RecordEvent;

    // Those that say what marking something has are not marked so themselves.
    private Marking MarkingOf(Fact fact, Marking unmarked) => fact.Event is DisclosureChanged or DefaultMarkingSet
        ? Unmarked
        : MarkingOf(fact, timeline.EventOf(fact), Disclosed(fact.Id.ToString()), unmarked);

    /// <summary>
    /// From the latest change of its disclosure, or else the higher of the recorded and the amended marking; with the
    /// highest of its parts.
    /// </summary>
    private static Marking MarkingOf(Fact fact, DomainEvent stands, Disclosure? disclosed, Marking unmarked)
    {
        var whole = disclosed?.Marking ?? Higher(fact.Event.Marking ?? unmarked, stands.Marking);
        return disclosed?.MarkedParts is { } parts
            ? Higher(whole, parts.Highest)
            : Higher(Higher(whole, fact.Event.MarkedParts?.Highest), stands.MarkedParts?.Highest);
    }

    private static Marking MarkingOf(Disclosure? disclosed) =>
        Higher(disclosed?.Marking ?? Marking.CLEAR, disclosed?.MarkedParts?.Highest);

    // A correction or corroboration belongs to the thing of its target.
    private string? ThingOf(Fact fact)
    {
        HashSet<Guid> seen = [];
        for (var about = fact; seen.Add(about.Id);)
            if (timeline.EventOf(about).Thing is { } thing)
                return thing;
            else if (about.Event.AboutFact is { } id && timeline.Fact(id) is { } target)
                about = target;
        return null;
    }

    private static Marking Higher(Marking one, Marking? other) => other > one ? other.Value : one;

    private sealed record InForce(DefaultMarkingSet? Default, NegotiationRestricted? Restriction);
}
