using System.Text.Json.Nodes;
using DiploTracker.Diffs;
using DiploTracker.Negotiations;

namespace DiploTracker.Previews;

/// <summary>What changes of a status block and unblock.</summary>
internal static class Blocks
{
    private const string BlockedBy = "/blockedBy", ConditionsMet = "/conditionsMet";

    /// <summary>
    /// What a position blocks no longer, and whose conditions are met. What is over is not thereby unblocked.
    /// </summary>
    public static List<PreviewedBlock> Lifted(IEnumerable<Change> changes, Negotiation after) => WithoutInvitations(
    [
        .. changes.Select(change => change.Path.EndsWith(BlockedBy, StringComparison.Ordinal)
                ? Block(change, BlockedBy, Names(change.Before).Except(Names(change.After))
                    .Where(position => !StillBlocks(after.Positions[position], change)))
                : change.Path.EndsWith(ConditionsMet, StringComparison.Ordinal)
                    ? Block(change, ConditionsMet, Names(change.After).Except(Names(change.Before)))
                    : null)
            .OfType<PreviewedBlock>(),
    ]);

    /// <summary>What more positions would block.</summary>
    public static List<PreviewedBlock> Raised(IEnumerable<Change> changes) => WithoutInvitations(
    [
        .. changes.Where(change => change.Path.EndsWith(BlockedBy, StringComparison.Ordinal))
            .Select(change => Block(change, BlockedBy, Names(change.After).Except(Names(change.Before))))
            .OfType<PreviewedBlock>(),
    ]);

    /// <summary>An invitation has the id of its meeting, and is blocked with it.</summary>
    private static List<PreviewedBlock> WithoutInvitations(List<PreviewedBlock> blocks)
    {
        const string meetings = "meetings/", proposals = "proposals/";
        var met = blocks.Select(block => block.Path).ToHashSet();
        return blocks.FindAll(block => !block.Path.StartsWith(proposals, StringComparison.Ordinal)
            || !met.Contains(meetings + block.Path[proposals.Length..]));
    }

    private static PreviewedBlock? Block(Change change, string member, IEnumerable<string> by) =>
        by.ToList() is { Count: > 0 } some ? new PreviewedBlock(change.Path[..^member.Length], some) : null;

    private static bool StillBlocks(Position? position, Change change) =>
        position is { IsStanding: true } && position.Blocks.Contains(change.Path.Split('/')[1]);

    private static IEnumerable<string> Names(JsonNode? list) =>
        list is JsonArray names ? names.Select(name => (string)name!) : [];
}
