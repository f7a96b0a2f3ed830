using System.Text.Json.Serialization;
using DiploTracker.Http;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.ProposalBoard;

/// <summary>A page of proposals.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Missing">
/// The keys of the negotiations that the view cannot process and leaves out, the first 100; absent if there are none.
/// </param>
public sealed record BoardProposals(IReadOnlyList<BoardProposal> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null);

public static class ProposalsEndpoint
{
    /// <summary>
    /// Proposals of all negotiations, the oldest first. <c>status=Unanswered&amp;olderThan=P3D</c> selects those met
    /// with silence for at least three days, by the clock of the database; <c>owedBy=RUS</c> those to which Russia owes
    /// an answer, and <c>silence</c> those met with one kind of silence. <c>age</c> of a row is in seconds, until it
    /// was settled.
    /// </summary>
    [WolverineGet("/api/proposals")]
    [EndpointName("listProposals")]
    [Tags("Across negotiations")]
    [Filters(nameof(Filters))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Page))]
    [ProducesResponseType<BoardProposals>(StatusCodes.Status200OK)]
    public static Task<IResult> Get(HttpContext context, ProjectionReader views) => views.Page<ProposalProjection>(context, Filters);

    internal static void Filters(ProjectionQuery proposals) => proposals
        .Text("negotiation", "Only those of these negotiations: keys, separated by commas.")
        .Has("by", "Only those made by all these parties.", "by_parties")
        .Has("to", "Only those made to all these parties.", "to_parties")
        .HasLabels("through", "Only those carried by all of these.")
        .Has("owedBy", "Only those to which all these parties owe an answer.", "owed_by")
        .Label("about", "Only those about one of these.")
        .Word<ProposalStatus>("status", "Only those with one of these, separated by commas.")
        .Word<Formality>("formality", "Formal or Floated.")
        .Each("party", "Only those in which all these parties have a part: made by them or to them.",
            party => $"(t.by_parties @> array[{party}] or t.to_parties @> array[{party}])")
        .Word<Silence>("silence", "Only those to which somebody owes an answer in one of these ways.",
            kind => $"t.{ProposalProjection.ColumnOf(kind)} <> '{{}}'")
        .Flag("owed", "Whether an answer is owed.", "cardinality(t.owed_by) > 0")
        .Flag("overdue", "Whether an answer is owed that was asked for by now.",
            "t.respond_passed_at < clock_timestamp() and cardinality(t.owed_by) > 0")
        .Age("olderThan", "Only those made longer ago: an ISO 8601 duration, P3D.",
            "coalesce(t.made_by, 'infinity') < now() - $")
        .Age("youngerThan", "Only those made since: an ISO 8601 duration.",
            "coalesce(t.made_by, 'infinity') >= now() - $ and t.made_by is not null")
        .Search()
        .Answer("age",
            "floor(greatest(0, extract(epoch from coalesce(t.settled_by, clock_timestamp()) - t.made_by)))::bigint::text")
        .Sort("age", "t.made_in_order", SortOrder.OfDates);
}
