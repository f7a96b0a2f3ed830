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
        var contested = Changed(negotiation.Contests, before?.Contests).Select(contest => contest.Id).ToHashSet();
        var answered = Changed(negotiation.Proposals, before?.Proposals).Select(proposal => proposal.Id).ToHashSet();
        var met = Changed(negotiation.Meetings, before?.Meetings).Select(meeting => meeting.Id).ToHashSet();
        things["title"] = negotiation.Title;
        things["subject"] = negotiation.Subject;
        things["phase"] = negotiation.Phase.ToString();
        things["statementCount"] = negotiation.Statements.Count;
        things["contestedBy"] = Node(negotiation.ContestedBy(Negotiation.Whole));
        foreach (var party in Changed(negotiation.Parties, before?.Parties))
            things[$"parties/{party.Code}"] = Node(PartyStatus.Of(party));
        foreach (var meeting in Changed(negotiation.Meetings, before?.Meetings, blocked, contested, answered))
            things[$"meetings/{meeting.Id}"] = Node(MeetingView.Of(meeting, negotiation, blocking));
        foreach (var proposal in Changed(negotiation.Proposals, before?.Proposals, blocked, contested, met))
            things[$"proposals/{proposal.Id}"] = Node(ProposalView.Of(proposal, negotiation, blocking));
        foreach (var position in Changed(negotiation.Positions, before?.Positions, contested))
            things[$"positions/{position.Id}"] = Node(PositionView.Of(position, negotiation));
        var conditions = MetOtherwise(negotiation, before);
        foreach (var agreement in Changed(negotiation.Agreements, before?.Agreements, blocked, contested, conditions))
            things[$"agreements/{agreement.Id}"] = Node(AgreementView.Of(agreement, negotiation, blocking));
        foreach (var deadline in Changed(negotiation.Deadlines, before?.Deadlines, contested))
            things[$"deadlines/{deadline.Id}"] = Node(DeadlineView.Of(deadline, negotiation));
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
