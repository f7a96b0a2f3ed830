using System.Text.Json.Serialization;
using DiploTracker.Hosting.OpenApi;
using DiploTracker.Negotiations;
using DiploTracker.Views;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.AgreementRegister;

/// <summary>A page of agreements.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Missing">Only when the view leaves out negotiations that it cannot take in: their keys, the first 100.</param>
public sealed record RegisteredAgreements(IReadOnlyList<RegisteredAgreement> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null);

/// <summary>A page of deadlines.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Missing">Only when the view leaves out negotiations that it cannot take in: their keys, the first 100.</param>
public sealed record BoardDeadlines(IReadOnlyList<BoardDeadline> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing = null);

public static class AgreementEndpoints
{
    /// <summary>Agreements of all negotiations; <c>from</c> and <c>to</c> are a window that their effect may lie in.</summary>
    [WolverineGet("/api/agreements")]
    [Tags("Across negotiations")]
    [TakesQuery("negotiation", "Only those of these negotiations: keys, separated by commas.")]
    [TakesQuery("party", "Only those with all these parties to them.")]
    [TakesQuery("type", "Only those of one of these types.")]
    [TakesQuery("stage", "Only those at one of these stages.", Type = typeof(AgreementStage))]
    [TakesQuery("contingentOn", "Only those that depend on all of these.")]
    [TakesQuery("blocked", "Whether a standing position blocks it.", Type = typeof(bool))]
    [ProducesResponseType<RegisteredAgreements>(StatusCodes.Status200OK)]
    public static Task<IResult> Agreements(HttpContext context, ViewReader views) => views.Page<AgreementRegister>(context, agreements => agreements
        .Text("negotiation").Text("type").Word<AgreementStage>("stage").Has("party", "by_parties").Has("contingentOn", "contingent_on")
        .Flag("blocked", "cardinality(t.blocked_by) > 0").Dates("effective_earliest", "effective_latest").Search()
        .Sort("since", "t.stage_earliest", "timestamptz").Sort("effective", "coalesce(t.effective_earliest, 'infinity')", "timestamptz"));

    /// <summary>
    /// Deadlines of all negotiations, the next first. <c>overdue=true</c> are those that have passed by the clock of the
    /// database and of which nobody said that they were met or missed; <c>within=P7D</c> those that end in the next week.
    /// </summary>
    [WolverineGet("/api/deadlines")]
    [Tags("Across negotiations")]
    [TakesQuery("negotiation", "Only those of these negotiations: keys, separated by commas.")]
    [TakesQuery("party", "Only those of negotiations with all these parties.")]
    [TakesQuery("status", "Only those with one of these.", Type = typeof(DeadlineStatus))]
    [TakesQuery("overdue", "Whether it has passed and nobody said that it was met or missed.", Type = typeof(bool))]
    [TakesQuery("extended", "Whether it was extended.", Type = typeof(bool))]
    [TakesQuery("within", "Only those that end within this time from now: an ISO 8601 duration, P7D.")]
    [ProducesResponseType<BoardDeadlines>(StatusCodes.Status200OK)]
    public static Task<IResult> Deadlines(HttpContext context, ViewReader views) => views.Page<DeadlineBoard>(context, deadlines => deadlines
        .Text("negotiation").Word<DeadlineStatus>("status").Has("party", "parties")
        .Flag("overdue", "t.status = 'Running' and t.latest < clock_timestamp()").Flag("extended", "t.extensions > 0")
        .Age("within", "t.latest between clock_timestamp() and clock_timestamp() + $").Dates().Search()
        .Answer("overdue", "(t.status = 'Running' and t.latest < clock_timestamp())::text")
        .Sort("when", "t.latest", "timestamptz"));
}
