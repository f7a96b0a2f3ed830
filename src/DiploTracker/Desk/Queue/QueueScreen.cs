using DiploTracker.Http;
using DiploTracker.ParkedFacts;
using DiploTracker.Recording;

namespace DiploTracker.Desk.Queue;

/// <summary>All that waits in a negotiation, and why; what waits can be withdrawn.</summary>
internal static class QueueScreen
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/negotiations/{key}/waiting", Get).ExcludeFromDescription();
        routes.MapPost("/negotiations/{key}/waiting/{id:guid}", Withdraw).ExcludeFromDescription().DisableAntiforgery();
    }

    public static async Task<IResult> Withdraw(
        string key, Guid id, HttpContext context, Timelines timelines, Log log, RecordingGate gate)
    {
        var (form, refusal) = await DeskForm.Read(context);
        if (form is null)
            return DeskResult.Problem(context, refusal!);
        return await ParkedEndpoints.Delete(key, id, timelines, log, gate) is ProblemResult problem
            ? DeskResult.Problem(context, problem.Refusal)
            : Results.LocalRedirect($"/negotiations/{Uri.EscapeDataString(key)}/waiting");
    }

    [TakesQuery("after", "The cursor of the next page.")]
    public static async Task<IResult> Get(
        string key, HttpContext context, Timelines timelines, LogClock clock, LogPosition log)
    {
        var (page, refusal) = await ParkedEndpoints.Read(key, context, timelines, clock, log);
        return page is null ? DeskResult.Problem(context, refusal!)
            : DeskResult.Page<Queue>(context, key, new QueueModel(key, page));
    }
}

public sealed record QueueModel(string Key, ParkedPage Page);
