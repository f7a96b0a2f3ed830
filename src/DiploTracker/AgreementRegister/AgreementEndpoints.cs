using System.Text.Json.Serialization;
using DiploTracker.Http;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.AgreementRegister;

/// <summary>A page of agreements.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Missing">
/// The keys of the negotiations that the view cannot process and leaves out, the first 100; absent if there are none.
/// </param>
public sealed record RegisteredAgreements(IReadOnlyList<RegisteredAgreement> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null);

/// <summary>A page of deadlines.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Missing">
/// The keys of the negotiations that the view cannot process and leaves out, the first 100; absent if there are none.
/// </param>
public sealed record BoardDeadlines(IReadOnlyList<BoardDeadline> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null);

public static class AgreementEndpoints
{
    /// <summary>
    /// Agreements of all negotiations; <c>from</c> and <c>to</c> are a window that their effective date may lie in.
    /// </summary>
    [WolverineGet("/api/agreements")]
    [EndpointName("listAgreements")]
    [Tags("Across negotiations")]
    [Filters(nameof(AgreementFilters))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Page))]
    [ProducesResponseType<RegisteredAgreements>(StatusCodes.Status200OK)]
    public static Task<IResult> Agreements(HttpContext context, ProjectionReader views) => views.Page<AgreementProjection>(context, AgreementFilters);

    internal static void AgreementFilters(ProjectionQuery agreements) => agreements
        .Text("negotiation", "Only those of these negotiations: keys, separated by commas.")
        .Label("type", "Only those of one of these types.")
        .Word<AgreementStage>("stage", "Only those at one of these stages.")
        .Has("party", "Only those with all these parties to them.", "by_parties")
        .Has("contingentOn", "Only those that depend on all of these.", "contingent_on")
        .Has("suspendedBy", "Only those that all these parties have suspended.", "suspended_by")
        .Flag("inForce", "Whether it is in force; one that is suspended is.", "t.in_force")
        .Flag("ended", "Whether it has ended.", "t.ended is not null")
        .Flag("overdue", "Whether its effective date has passed and nobody said what became of it.",
            "coalesce(t.due_passed_at < clock_timestamp(), false)")
        .Flag("blocked", "Whether a standing position blocks it.", "cardinality(t.blocked_by) > 0")
        .Dates("effective_")
        .Search()
        .Answer("overdue", "coalesce(t.due_passed_at < clock_timestamp(), false)::text")
        .SortByDate("since", "stage_")
        .SortByDate("effective", "effective_");

    /// <summary>
    /// Deadlines of all negotiations, the next first. <c>overdue=true</c> selects those that have passed by the clock
    /// of the database, a day once it has ended everywhere, and are not recorded as closed; <c>within=P7D</c> those
    /// that pass in the next week.
    /// </summary>
    [WolverineGet("/api/deadlines")]
    [EndpointName("listDeadlines")]
    [Tags("Across negotiations")]
    [Filters(nameof(DeadlineFilters))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Page))]
    [ProducesResponseType<BoardDeadlines>(StatusCodes.Status200OK)]
    public static Task<IResult> Deadlines(HttpContext context, ProjectionReader views) => views.Page<DeadlineProjection>(context, DeadlineFilters);

    internal static void DeadlineFilters(ProjectionQuery deadlines) => deadlines
        .Text("negotiation", "Only those of these negotiations: keys, separated by commas.")
        .Word<DeadlineStatus>("status", "Only those with one of these.")
        .Has("party", "Only those of negotiations with all these parties.", "parties")
        .Has("for", "Only those that all these parties are to meet.", "to_parties")
        .Flag("overdue", "Whether it has passed and nobody said how it closed.",
            "t.status = 'Running' and t.passed_at < clock_timestamp()")
        .Flag("extended", "Whether it was extended.", "t.extensions > 0")
        .Age("within", "Only those that end within this time from now: an ISO 8601 duration, P7D.",
            "t.passed_at between clock_timestamp() and clock_timestamp() + $")
        .Dates()
        .Search()
        .Answer("overdue", "(t.status = 'Running' and t.passed_at < clock_timestamp())::text")
        .Sort("when", "t.end_in_order", SortOrder.OfDates);
}
