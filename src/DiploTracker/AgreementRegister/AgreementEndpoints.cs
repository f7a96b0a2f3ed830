using DiploTracker.Negotiations;
using DiploTracker.Views;
using Wolverine.Http;

namespace DiploTracker.AgreementRegister;

public static class AgreementEndpoints
{
    /// <summary>Agreements of all negotiations; <c>from</c> and <c>to</c> are a window that their effect may lie in.</summary>
    [WolverineGet("/api/agreements")]
    public static Task<IResult> Agreements(HttpContext context, ViewReader views) => views.Page<AgreementRegister>(context, agreements => agreements
        .Text("negotiation").Text("type").Word<AgreementStage>("stage").Has("party", "by_parties").Has("contingentOn", "contingent_on")
        .Flag("blocked", "cardinality(t.blocked_by) > 0").Dates("effective_earliest", "effective_latest").Search()
        .Sort("since", "t.stage_earliest", "timestamptz").Sort("effective", "coalesce(t.effective_earliest, 'infinity')", "timestamptz"));

    /// <summary>
    /// Deadlines of all negotiations, the next first. <c>overdue=true</c> are those that have passed by the clock of the
    /// database and of which nobody said that they were met or missed; <c>within=P7D</c> those that end in the next week.
    /// </summary>
    [WolverineGet("/api/deadlines")]
    public static Task<IResult> Deadlines(HttpContext context, ViewReader views) => views.Page<DeadlineBoard>(context, deadlines => deadlines
        .Text("negotiation").Word<DeadlineStatus>("status").Has("party", "parties")
        .Flag("overdue", "t.status = 'Running' and t.latest < clock_timestamp()").Flag("extended", "t.extensions > 0")
        .Age("within", "t.latest between clock_timestamp() and clock_timestamp() + $").Dates().Search()
        .Answer("left(t.item, -1) || ',\"overdue\":' || (t.status = 'Running' and t.latest < clock_timestamp())::text || '}'")
        .Sort("when", "t.latest", "timestamptz"));
}
