namespace DiploTracker.Negotiations;

/// <summary>How what is shown of a negotiation is marked (TLP 2.0). A fact without marking is GREEN.</summary>
public sealed partial class Embargo
{
    private const Marking Unmarked = Marking.GREEN;

    private Dictionary<string, Marking>? _markings;

    /// <summary>
    /// The highest marking of the facts that are of some things, or about one of those, and of the opening, whose title
    /// stands everywhere. What is none of the negotiation's things, as a week, takes the highest of all facts.
    /// </summary>
    public Marking MarkingOf(IEnumerable<string> things)
    {
        if (timeline.Recorded.All(fact => fact.Event.Marking is null or <= Unmarked && fact.Event is not RecordEvent))
            return Unmarked;
        _markings ??= Markings();
        return things.Aggregate(_markings[Whole], (highest, thing) => Higher(highest, _markings.TryGetValue(thing, out var marking) ? marking : _markings[""]));
    }

    /// <summary>
    /// By thing; of the opening and of what is said of the negotiation as a whole; and, under no name, of all facts.
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
    /// As the latest change of its disclosure says, else the higher of what it was recorded and amended with.
    /// </summary>
    private Marking MarkingOf(Fact fact) => fact.Event is DisclosureChanged ? Unmarked
        : Disclosed(fact.Id.ToString()) is { } change ? change.Marking ?? Unmarked
        : Higher(fact.Event.Marking ?? Unmarked, timeline.EventOf(fact).Marking);

    // A correction or corroboration is of the thing that its target is of.
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
