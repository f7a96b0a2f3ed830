using DiploTracker.Http;
using DiploTracker.Kernel;

namespace DiploTracker.Desk.Times;

/// <summary>
/// One track for each time: when facts were so, were reported, and were recorded, and the moment on each.
/// </summary>
internal static class TimesScreen
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/negotiations/{key}/times", Get).ExcludeFromDescription();

    [Through(typeof(NegotiationReader), nameof(NegotiationReader.Look))]
    public static async Task<IResult> Get(string key, HttpContext context, NegotiationReader negotiations)
    {
        var asked = NegotiationMoment.Of(context.Request.Query);
        if (asked.IsBlank(context.Request.Query))
            return Results.LocalRedirect($"/negotiations/{Uri.EscapeDataString(key)}/times{asked.Query}");
        var (moment, malformed) = MomentQuery.Read(context.Request.Query);
        if (moment is null)
            return DeskResult.Problem(context, malformed!);
        var (sight, refusal) = await negotiations.Look(key, moment, context);
        return sight is null
            ? DeskResult.Problem(context, refusal!)
            : DeskResult.Page<Times>(context, sight.Seen.Head.Title, TimesModel.Of(
                key, sight, asked, Visitor.Of(context.Request)));
    }
}

/// <param name="Occurred">When it was so.</param>
/// <param name="Reported">The day on which a source first published it; null if none says when.</param>
/// <param name="Recorded">The day on which it was recorded.</param>
/// <param name="IsHidden">The moment hides it.</param>
public sealed record TimedFact(
    Guid Id, string Text, Edtf Occurred, DateTimeOffset? ReportedAt, DateTimeOffset RecordedAt, DateOnly? Reported,
    DateOnly Recorded, bool IsHidden);

/// <param name="Facts">By when they were so.</param>
public sealed record TimesModel(
    string Key, string Title, NegotiationMoment Moment, IReadOnlyList<TimedFact> Facts, DateOnly Today)
{
    internal static TimesModel Of(string key, Sight sight, NegotiationMoment moment, Visitor visitor)
    {
        var shown = sight.Seen.Canonical.Where(entry => !entry.IsRetracted).Select(entry => entry.Fact.Id).ToHashSet();
        return new TimesModel(key, sight.Now.Head.Title, moment,
        [
            .. from entry in sight.Now.Canonical
               where !entry.IsRetracted
               let reported = sight.Now.BasesOf(entry.Fact).Min(basis => basis.PublishedAt)
               select new TimedFact(
                   entry.Fact.Id, entry.Event.Describe(), entry.Event.Occurred, reported, entry.Fact.RecordedAt,
                   reported is { } at ? Day(visitor.Local(at)) : null, Day(visitor.Local(entry.Fact.RecordedAt)),
                   !shown.Contains(entry.Fact.Id)),
        ], visitor.Today());
    }

    private static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.Date);
}
