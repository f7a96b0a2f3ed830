using DiploTracker.Negotiations;
using DiploTracker.Projections;

namespace DiploTracker.Actors;

/// <summary>An actor that the facts of a negotiation mention.</summary>
/// <param name="Id">The slug of the actor.</param>
public sealed record Mention(string Negotiation, string Id) : IProjectionRow;

/// <summary>
/// The mentions of actors: an actor is shown as long as a visible fact mentions it, or it has a description.
/// </summary>
public sealed class Mentioned : Projection<Mention>
{
    public override string Name => "mentions";

    public override int Revision => 3;

    public override string Meaning => "Who is mentioned in which negotiation, as a party, a speaker or a source: the id is the actor.";

    internal override IReadOnlyList<string> Indexes => ["(id)"];

    protected override IReadOnlyList<Column<Mention>> Flat =>
    [
        Column<Mention>.Text(
            "folded", row => SearchText.Joined(SearchFold.Of(row.Id)),
            "The slug as it is searched: in lower case, without diacritics."),
    ];

    internal override IReadOnlyCollection<string>? Things(FactIndex course) =>
        course.Scope.IsAll ? null
        : [.. course.Scope.Newer.Select(entry => entry.Event).SelectMany(Mentions.In).Distinct()];

    protected override IEnumerable<Mention> Project(string negotiation, FactIndex course) =>
        (Things(course) ?? All(course)).Select(actor => new Mention(negotiation, actor));

    private static IEnumerable<string> All(FactIndex course) => course.Facts.Select(entry => entry.Event)
        .Concat(OfTheRecord(course.Timeline)).SelectMany(Mentions.In).Distinct();

    private static IEnumerable<DomainEvent> OfTheRecord(Timeline timeline) => timeline.Recorded
        .Where(fact => fact.Event is RecordEvent && !timeline.Corrections.IsRetracted(fact.Id))
        .Select(timeline.EventOf);
}
