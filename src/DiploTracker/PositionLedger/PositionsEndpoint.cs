using System.Text.Json.Serialization;
using DiploTracker.Http;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.PositionLedger;

/// <summary>A page of positions.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Missing">
/// The keys of the negotiations that the view cannot process and leaves out, the first 100; absent if there are none.
/// </param>
public sealed record LedgerPositions(IReadOnlyList<LedgerPosition> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null);

public static class PositionsEndpoint
{
    /// <summary>
    /// Positions of all negotiations: who blocks what. <c>blocks=a-treaty</c> finds those that block it, directly or
    /// through what it depends on; <c>standing=true</c> leaves out those that were met or dropped.
    /// </summary>
    [WolverineGet("/api/positions")]
    [EndpointName("listPositions")]
    [Tags("Across negotiations")]
    [Filters(nameof(Filters))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Page))]
    [ProducesResponseType<LedgerPositions>(StatusCodes.Status200OK)]
    public static Task<IResult> Get(HttpContext context, ProjectionReader views) => views.Page<PositionProjection>(context, Filters);

    internal static void Filters(ProjectionQuery positions) => positions
        .Text("negotiation", "Only those of these negotiations: keys, separated by commas.")
        .Text("by", "Only those of one of these parties.", "t.by_party")
        .Has("to", "Only those towards all these parties.", "to_parties")
        .Each("party", "Only those in which all these parties have a part: of them or towards them.",
            party => $"(t.by_party = {party} or t.to_parties @> array[{party}])")
        .Word<PositionKind>("kind", "Only those of one of these kinds.")
        .Word<PositionStatus>("status", "Only those with one of these.")
        .Flag("standing", "Whether it still stands.", "t.standing")
        .Each("blocks", "Only those that stand before all these, directly or through what it depends on.",
            id => $"(t.blocks @> array[{id}] or t.blocks_further @> array[{id}])")
        .Flag("blocking", "Whether it stands and blocks anything.", "t.standing and cardinality(t.blocks) > 0")
        .Search()
        .SortByDate("since", "since_");
}
