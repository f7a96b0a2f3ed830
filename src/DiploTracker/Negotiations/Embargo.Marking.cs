namespace DiploTracker.Negotiations;

/// <summary>The marking of what is shown of a negotiation (TLP 2.0). A fact without marking is GREEN.</summary>
public sealed partial class Embargo
{
    private const Marking Unmarked = Marking.GREEN;

    /// <summary>Those of a negotiation in which nothing is marked, as most are.</summary>
    private static readonly Dictionary<string, Marking> Unmarkings = new() { [Whole] = Unmarked, [""] = Unmarked };

    private Dictionary<string, Marking>? _markings;

    /// <summary>
    /// The highest marking of the facts of some things, of the facts about those, and of the opening, whose title is
    /// shown everywhere. An id that is not a thing of the negotiation, such as a week, takes the highest of all facts.
    /// </summary>
    public Marking MarkingOf(IEnumerable<string> things)
    {
        _markings ??= timeline.Recorded.All(fact => fact.Event.Marking is null or <= Unmarked && fact.Event is not RecordEvent) ? Unmarkings : Markings();
        return things.Aggregate(_markings[Whole], (highest, thing) => Higher(highest, _markings.TryGetValue(thing, out var marking) ? marking : _markings[""]));
    }

    /// <summary>
    /// By thing; under <see cref="Whole"/> that of the opening and of the negotiation as a whole; and, under no name,
    /// that of all facts.
    /// </summary>
    private Dictionary<string, Marking> Markings()
    {
        Dictionary<string, Marking> markings = new() { [Whole] = Disclosed(Whole)?.Marking ?? Unmarked, [""] = Unmarked };
        foreach (var fact in timeline.Recorded)
        {
            var marking = MarkingOf(fact);
            Raise("", marking);
            if (fact.Event is NegotiationOpened)
                Raise(Whole, marking);
            if (ThingOf(fact) is { } thing)
                Raise(thing, Higher(marking, Disclosed(thing)?.Marking));
        }
        return markings;

        void Raise(string of, Marking marking) => markings[of] = Higher(marking, markings.TryGetValue(of, out var before) ? before : null);
    }

    /// <summary>
    /// From the latest change of its disclosure, or else the higher of the recorded and the amended marking.
    /// </summary>
    private Marking MarkingOf(Fact fact) => fact.Event is DisclosureChanged ? Unmarked
        : Disclosed(fact.Id.ToString()) is { } change ? change.Marking ?? Unmarked
        : Higher(fact.Event.Marking ?? Unmarked, timeline.EventOf(fact).Marking);

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
}
