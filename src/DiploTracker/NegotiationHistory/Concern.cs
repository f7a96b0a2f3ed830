using DiploTracker.Negotiations;

namespace DiploTracker.NegotiationHistory;

/// <summary>
/// The parties that a fact concerns: those it names, and those of the things it is about. A fact that names nobody and
/// is about the negotiation as a whole, such as a new phase or a deadline, concerns all its parties. A fact about the
/// record concerns those of the fact that it is about.
/// </summary>
internal static class Concern
{
    public static IReadOnlySet<string> Of(Fact fact, Timeline timeline)
    {
        HashSet<string> concerned = [.. Named(fact, timeline).Select(Negotiation.PartyOf)];
        return concerned is { Count: 0 }
            ? timeline.Head.Parties.Where(party => !party.Left).Select(party => party.Code).ToHashSet() : concerned;
    }

    private static IEnumerable<string> Named(Fact fact, Timeline timeline) => fact.Event switch
    {
        RecordCorrected correction =>
            [.. Named(correction.Fact, timeline), .. correction.Replacement is { } stands ? Named(stands, timeline)
            : []],
        FactCorroborated corroboration => Named(corroboration.Fact, timeline),
        DisclosureChanged change when Guid.TryParse(change.Ref, out var id) => Named(id, timeline),
        DisclosureChanged change => OfThing(change.Ref, timeline.Head),
        var @event => Named(@event, timeline),
    };

    // A fact about the record can be about an earlier fact of that kind.
    private static IEnumerable<string> Named(Guid id, Timeline timeline) =>
        timeline.Fact(id) is { } fact ? Named(fact, timeline) : [];

    private static IEnumerable<string> Named(DomainEvent @event, Timeline timeline) =>
    [
        .. @event.ToCommand().Mentioned,
        .. @event.Thing is { } subject ? OfThing(subject, timeline.Head) : [],
        .. @event.Links.SelectMany(link => OfThing(link.Id, timeline.Head)),
        .. @event is StatementRecorded said ? said.About.SelectMany(about => OfThing(about, timeline.Head)) : [],
    ];

    private static IEnumerable<string> OfThing(string id, Negotiation negotiation) =>
    [
        .. negotiation.Meetings[id]?.Participants ?? [],
        .. negotiation.Proposals[id] is { } proposal ? proposal.By.Concat(proposal.To) : [],
        .. negotiation.Positions[id] is { } position ? position.To.Append(position.By) : [],
        .. negotiation.Agreements[id]?.By ?? [],
        .. negotiation.Deadlines[id]?.To ?? [],
        .. negotiation.Deadlines[id]?.By is { } setter ? [setter] : Array.Empty<string>(),
    ];
}
