using System.Text.Json.Nodes;
using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Negotiations;

namespace DiploTracker.Statuses;

/// <summary>The single values of a status, each under a stable path: <c>meetings/m-summit/venue/place</c>.</summary>
internal static class StatusValues
{
    /// <summary>The things in a status by their paths (<c>meetings/m-summit</c>), as the status shows them.</summary>
    public static Dictionary<string, JsonNode?> Things(Negotiation negotiation) => ThingsOf(negotiation, before: null);

    /// <summary>Only the things that may have changed between two states.</summary>
    public static Dictionary<string, JsonNode?> Things(Negotiation negotiation, Negotiation before) => ThingsOf(negotiation, before);

    /// <summary>The single values of a thing, below its path.</summary>
    public static IEnumerable<(string Path, JsonNode? Value)> Values(string path, JsonNode? thing)
    {
        if (thing is not JsonObject members)
        {
            yield return (path, thing);
            yield break;
        }
        foreach (var (name, value) in members)
            if (name is not ("id" or "code"))
                foreach (var inner in Values($"{path}/{name}", value))
                    yield return inner;
    }

    private static Dictionary<string, JsonNode?> ThingsOf(Negotiation negotiation, Negotiation? before)
    {
        var things = new Dictionary<string, JsonNode?>();
        if (!negotiation.IsOpen)
            return things;

        var blocking = Blocking.In(negotiation);
        var blocked = BlockedOtherwise(negotiation, before);
        var answered = Changed(negotiation.Proposals, before?.Proposals).Select(proposal => proposal.Id).ToHashSet();
        things["title"] = negotiation.Title;
        things["subject"] = negotiation.Subject;
        things["phase"] = negotiation.Phase.ToString();
        things["statementCount"] = negotiation.Statements.Count;
        foreach (var party in Changed(negotiation.Parties, before?.Parties))
            things[$"parties/{party.Code}"] = Node(PartyStatus.Of(party));
        foreach (var meeting in Changed(negotiation.Meetings, before?.Meetings, blocked, answered))
            things[$"meetings/{meeting.Id}"] = Node(MeetingView.Of(meeting, blocking.Of(meeting.Id), negotiation.Proposals[meeting.Id]?.Status));
        foreach (var proposal in Changed(negotiation.Proposals, before?.Proposals, blocked))
            things[$"proposals/{proposal.Id}"] = Node(ProposalView.Of(proposal, blocking.Of(proposal.Id)));
        foreach (var position in Changed(negotiation.Positions, before?.Positions))
            things[$"positions/{position.Id}"] = Node(PositionView.Of(position));
        var met = MetOtherwise(negotiation, before);
        foreach (var agreement in Changed(negotiation.Agreements, before?.Agreements, blocked, met))
            things[$"agreements/{agreement.Id}"] =
                Node(AgreementView.Of(agreement, blocking.Of(agreement.Id), negotiation));
        foreach (var deadline in Changed(negotiation.Deadlines, before?.Deadlines))
            things[$"deadlines/{deadline.Id}"] = Node(DeadlineView.Of(deadline));
        return things;
    }

    private static IEnumerable<T> Changed<T>(KeyedList<T> now, KeyedList<T>? before, params HashSet<string>[] also) where T : class, IIdentified =>
        before is null ? now
        : ReferenceEquals(now, before) && also.All(ids => ids.Count == 0) ? []
        : now.Where(item => !ReferenceEquals(item, before[item.Id]) || also.Any(ids => ids.Contains(item.Id)));

    private static HashSet<string> BlockedOtherwise(Negotiation negotiation, Negotiation? before) =>
        [.. Changed(negotiation.Positions, before?.Positions).SelectMany(position => position.Blocks)];

    private static HashSet<string> MetOtherwise(Negotiation negotiation, Negotiation? before) => before is null ? [] :
    [
        .. negotiation.Agreements.Where(agreement => !agreement.ContingentOn.IsEmpty
            && !negotiation.ConditionsMetOf(agreement).Equals(before.ConditionsMetOf(agreement)))
            .Select(agreement => agreement.Id),
    ];

    private static JsonNode? Node<T>(T view) => JsonSerializer.SerializeToNode(view, Json.Options);
}
