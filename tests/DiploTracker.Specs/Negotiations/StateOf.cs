using System.Text.Json.Nodes;
using DiploTracker.Statuses;

namespace DiploTracker.Specs.Negotiations;

/// <summary>A negotiation as plain values, under the names that the histories use.</summary>
public static class StateOf
{
    /// <summary>All that a status shows, as one text: two states are the same when their texts are.</summary>
    public static string Text(Negotiation negotiation) => new JsonObject
    {
        ["phase"] = negotiation.Phase.ToString(),
        ["parties"] = Join(negotiation.Parties.Select(party => $"{party.Code}:{party.Role}:{party.Left}:{party.Succeeds}:{party.MemberOf}")),
        ["meetings"] = All(negotiation.Meetings, meeting => Meeting(negotiation, meeting.Id)!),
        ["proposals"] = All(negotiation.Proposals, proposal => Proposal(negotiation, proposal.Id)!),
        ["positions"] = All(negotiation.Positions, position => Position(negotiation, position.Id)!),
        ["agreements"] = All(negotiation.Agreements, agreement => Agreement(negotiation, agreement.Id)!),
        ["deadlines"] = All(negotiation.Deadlines, deadline => Deadline(negotiation, deadline.Id)!),
        ["statements"] = negotiation.Statements.Count,
    }.ToJsonString();

    /// <summary>What a key of <c>expect</c> speaks of.</summary>
    public static JsonNode? Value(Negotiation negotiation, string key) => (key.Split(':', 2), key) switch
    {
        (["m", var id], _) => Meeting(negotiation, id),
        (["p", var id], _) => Proposal(negotiation, id),
        (["d", var id], _) => Position(negotiation, id),
        (["a", var id], _) => Agreement(negotiation, id),
        (["t", var id], _) => Deadline(negotiation, id),
        (_, "phase") => negotiation.Phase.ToString(),
        (_, "statements") => negotiation.Statements.Count,
        _ => throw new ArgumentException($"No history expects '{key}'."),
    };

    private static JsonObject? Meeting(Negotiation negotiation, string id) =>
        negotiation.Meetings[id] is not { } meeting ? null : new()
    {
        ["title"] = meeting.Title,
        ["kind"] = meeting.Kind.ToString(),
        ["level"] = meeting.Level,
        ["format"] = meeting.Format,
        ["participants"] = List(meeting.Participants),
        ["status"] = meeting.Status.ToString(),
        ["when"] = meeting.When?.Text,
        ["precision"] = meeting.Precision?.ToString(),
        ["tentative"] = meeting.Tentative,
        ["venue"] = $"{meeting.Venue.Agreement}/{meeting.Venue.Disclosure}",
        ["place"] = meeting.Venue.Place,
        ["confirmedBy"] = List(meeting.ConfirmedBy),
        ["declinedBy"] = List(meeting.DeclinedBy),
        ["contestedBy"] = List(negotiation.ContestedBy(id)),
        ["blockedBy"] = List(Blocking.In(negotiation).Of(meeting)),
        ["absent"] = List(meeting.Absent),
        ["outcome"] = meeting.Outcome?.ToString(),
        ["ical"] = meeting.CalendarStatus,
        ["schema"] = meeting.EventStatus,
        ["seq"] = meeting.Sequence,
        ["reinstated"] = meeting.Reinstated,
        ["reiterated"] = meeting.Reiterated,
        ["moved"] = meeting.Moved,
        ["track"] = meeting.Track,
        ["round"] = meeting.Round,
        ["agenda"] = meeting.Agenda,
        ["proposal"] = negotiation.Proposals[id]?.Status.ToString(),
    };

    private static JsonObject? Proposal(Negotiation negotiation, string id) =>
        negotiation.Proposals[id] is not { } proposal ? null : new()
    {
        ["by"] = List(proposal.By),
        ["to"] = List(proposal.To),
        ["about"] = proposal.About,
        ["formality"] = proposal.Formality.ToString(),
        ["status"] = proposal.Status.ToString(),
        ["answers"] = new JsonObject(proposal.Answers.Select(given => KeyValuePair.Create(given.By, (JsonNode?)given.Answer.ToString()))),
        ["conditions"] = Join(proposal.Answers.SelectMany(given => given.Conditions)),
        ["counterTo"] = proposal.CounterTo,
        ["counteredBy"] = proposal.CounteredBy,
        ["openSince"] = proposal.OpenSince.Text,
        ["through"] = List(proposal.Through),
        ["counters"] = Join(proposal.Counters.Select(counter => counter.By)),
        ["contestedBy"] = List(negotiation.ContestedBy(id)),
        ["concerns"] = Linked(proposal.Concerns),
    };

    private static JsonObject? Position(Negotiation negotiation, string id) =>
        negotiation.Positions[id] is not { } position ? null : new()
    {
        ["by"] = position.By,
        ["kind"] = position.Kind.ToString(),
        ["status"] = position.Status.ToString(),
        ["blocks"] = List(position.Blocks),
        ["text"] = position.Text,
        ["contestedBy"] = List(negotiation.ContestedBy(id)),
        ["concerns"] = Linked(position.Concerns),
    };

    private static JsonObject? Agreement(Negotiation negotiation, string id) =>
        negotiation.Agreements[id] is not { } agreement ? null : new()
    {
        ["title"] = agreement.Title,
        ["type"] = agreement.Type,
        ["stage"] = agreement.Stage.ToString(),
        ["effective"] = agreement.Effective?.Text,
        ["parties"] = new JsonObject(agreement.Parties.Select(one => KeyValuePair.Create(one.Party, (JsonNode?)one.Stage.ToString()))),
        ["inForce"] = agreement.InForce,
        ["suspendedBy"] = List(agreement.SuspendedBy),
        ["extensions"] = agreement.Extensions,
        ["breaches"] = agreement.Breaches.Count,
        ["ended"] = agreement.Ended?.How.ToString(),
        ["contingentOn"] = List(agreement.ContingentOn),
        ["conditionsMet"] = List(negotiation.ConditionsMetOf(agreement)),
        ["contestedBy"] = List(negotiation.ContestedBy(id)),
        ["blockedBy"] = List(Blocking.In(negotiation).Of(agreement)),
        ["concerns"] = Linked(agreement.Concerns),
    };

    private static JsonObject? Deadline(Negotiation negotiation, string id) =>
        negotiation.Deadlines[id] is not { } deadline ? null : new()
    {
        ["when"] = deadline.When.Text,
        ["status"] = deadline.Status.ToString(),
        ["extensions"] = deadline.Extensions,
        ["subject"] = deadline.Subject,
        ["by"] = deadline.By,
        ["to"] = List(deadline.To),
        ["contestedBy"] = List(negotiation.ContestedBy(id)),
        ["concerns"] = Linked(deadline.Concerns),
    };

    private static JsonObject All<T>(KeyedList<T> roll, Func<T, JsonNode> value) where T : class, IIdentified =>
        new(roll.Select(item => KeyValuePair.Create(item.Id, (JsonNode?)value(item))));

    private static JsonArray List(IEnumerable<string> items) => [.. items.Select(item => (JsonNode?)item)];

    private static string Linked(IEnumerable<Link> links) => Join(links.Select(link => link.ToString()));

    private static string Join(IEnumerable<string> items) => string.Join(", ", items);
}
