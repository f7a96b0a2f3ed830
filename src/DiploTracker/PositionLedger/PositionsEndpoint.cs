using DiploTracker.Negotiations;
using DiploTracker.Views;
using Wolverine.Http;

namespace DiploTracker.PositionLedger;

public static class PositionsEndpoint
{
    /// <summary>
    /// Positions of all negotiations: who blocks what. <c>blocks=a-treaty</c> finds those that stand before it, directly or
    /// through what it depends on; <c>standing=true</c> leaves out those that were met or dropped.
    /// </summary>
    [WolverineGet("/api/positions")]
    public static Task<IResult> Get(HttpContext context, ViewReader views) => views.Page<PositionLedger>(context, positions => positions
        .Text("negotiation").Text("by", "by_party").Has("to", "to_parties")
        .When("party", party => $"(t.by_party = {party} or {party} = any (t.to_parties))")
        .Word<PositionKind>("kind").Word<PositionStatus>("status").Flag("standing", "t.standing")
        .When("blocks", id => $"(t.blocks @> array[{id}] or t.blocks_further @> array[{id}])")
        .Flag("blocking", "t.standing and cardinality(t.blocks) > 0")
        .Search()
        .Sort("since", "coalesce(t.since_earliest, '-infinity')", "timestamptz"));
}
