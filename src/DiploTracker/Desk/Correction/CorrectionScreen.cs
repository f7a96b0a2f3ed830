using System.Text;
using System.Text.Json.Nodes;
using DiploTracker.Desk.Entry;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;

namespace DiploTracker.Desk.Correction;

/// <summary>
/// A fact beside what it should have been: it is amended in some fields, or retracted, with a reason.
/// </summary>
internal static class CorrectionScreen
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/negotiations/{key}/correct/{fact:guid}", Get).ExcludeFromDescription();
        routes.MapPost("/negotiations/{key}/correct/{fact:guid}", Record).ExcludeFromDescription().DisableAntiforgery();
    }

    public static Task<IResult> Get(string key, Guid fact, HttpContext context, NegotiationReader negotiations) =>
        Show(key, fact, context, negotiations, typed: null, refusal: null);

    public static async Task<IResult> Record(
        string key, Guid fact, HttpContext context, Recorder recorder, NegotiationReader negotiations)
    {
        var (typed, foreign) = await DeskForm.Read(context);
        if (typed is null)
            return DeskResult.Problem(context, foreign!);
        var (caller, refusal) = context.Request.Caller();
        if (caller is null)
            return await Again(refusal!);
        if (!Guid.TryParse(typed["idempotencyKey"], out var idempotencyKey))
            return await Again(Refusals.Malformed("idempotencyKey", "open the form once more"));

        JsonObject? changed = null;
        var found = await negotiations.Read(key, context, timeline =>
        {
            changed = CorrectionForm.Of(fact, timeline)?.Changed(typed);
            return Results.Empty;
        });
        if (found is ProblemResult)
            return found.OrProblem(context);
        var correction = new JsonObject
        {
            ["fact"] = fact.ToString(),
            ["mode"] = typed["mode"].ToString(),
            ["reason"] = typed["reason"].ToString(),
        };
        if (typed["mode"] == nameof(CorrectionMode.Amended))
            correction["replacement"] = changed;
        var (command, malformed) = CommandJson.Read(typeof(Correct), Encoding.UTF8.GetBytes(correction.ToJsonString()));
        if (command is null)
            return await Again(malformed!);
        var submission = new Submission(key, [command], caller, IdempotencyKey: idempotencyKey);
        return await recorder.Record(submission, context.RequestAborted) is Refused refused
            ? await Again(refused.Refusal)
            : Results.LocalRedirect($"/negotiations/{Uri.EscapeDataString(key)}/facts?order=occurred#fact-{fact}");

        Task<IResult> Again(Refusal why) => Show(key, fact, context, negotiations, Typed.From(typed), why);
    }

    private static async Task<IResult> Show(
        string key, Guid fact, HttpContext context, NegotiationReader negotiations, Typed? typed, Refusal? refusal) =>
        (await negotiations.Read(key, context, timeline => CorrectionForm.Of(fact, timeline) is { } form
            ? DeskResult.Page<Correction>(
                context, timeline.Head.Title,
                new CorrectionModel(key, form, typed ?? form.Now, refusal), refusal?.Status ?? StatusCodes.Status200OK)
            : Problems.CorrectionTargetUnknown.Because($"No fact {fact} is recorded in this negotiation.")))
            .OrProblem(context);
}

public sealed record CorrectionModel(string Key, CorrectionForm Form, Typed Typed, Refusal? Refusal)
{
    /// <summary>Sent with the form, so that a form sent twice records once.</summary>
    public Guid IdempotencyKey { get; } = Guid.CreateVersion7();

    /// <summary>The same fields, filled in, for the parts that a form is made of.</summary>
    public EntryModel Entry => new(Key, Form.Form?.Route ?? "", Known.Nothing, Typed) { Refusal = Refusal };
}
