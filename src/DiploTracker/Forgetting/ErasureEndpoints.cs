using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Forgetting;

/// <summary>The target of an erasure: a person, or the words of a fact or of a report.</summary>
/// <param name="Ground">Why. It stays in clear for ever, so it names nobody.</param>
/// <param name="Subject">
/// A person as facts name it: <c>RUS.Putin</c> or <c>Putin</c>. It is erased wherever it is named.
/// </param>
/// <param name="Fact">The event id of a fact (or the id of a parked one), of which all free words are erased.</param>
/// <param name="Report">The SHA-256 of a report, of which title and address are erased.</param>
/// <param name="Words">
/// With a subject: also the words of all facts that hold its name, in the spellings that are known of it.
/// </param>
public sealed record RequestErasure(string Ground, string? Subject = null, Guid? Fact = null, string? Report = null, bool Words = false);

/// <summary>All that was erased.</summary>
public sealed record ErasureList(IReadOnlyList<CertifiedErasure> Items);

public static class ErasureEndpoints
{
    /// <summary>
    /// Erases for ever: the key is destroyed, and a certificate recorded in each negotiation concerned. It cannot be
    /// undone.
    /// </summary>
    [WolverinePost("/api/audit/erasures")]
    [EndpointName("erase")]
    [TakesBody(typeof(RequestErasure))]
    [Refuses("subject-unknown", "recording-stopped", "idempotency-key-reused")]
    [Through(typeof(RequestHeaders), nameof(RequestHeaders.IdempotencyKey))]
    [Through(typeof(RequestHeaders), nameof(RequestHeaders.Caller))]
    [ProducesResponseType<ErasureAnswer>(StatusCodes.Status200OK)]
    public static async Task<IResult> Post(HttpRequest request, Erasures erasures, RecordingGate gate)
    {
        if (await gate.Ask(request.HttpContext.RequestAborted) is { } stop)
            return new ProblemResult(stop.Refusal);
        if (request.IdempotencyKey() is var (key, badKey) && badKey is not null)
            return new ProblemResult(badKey);
        if (request.Caller() is var (caller, badCaller) && caller is null)
            return new ProblemResult(badCaller!);
        var (body, unread) = await RequestBody.Read(request, RequestBody.Command);
        if (body is null)
            return new ProblemResult(unread!);
        var (asked, malformed) = WireJson.Read<RequestErasure>(body);
        if (asked is null)
            return new ProblemResult(malformed!);
        if (string.IsNullOrWhiteSpace(asked.Ground))
            return new ProblemResult(Refusals.Malformed("ground", "say why it is erased"));
        if (new[] { !string.IsNullOrWhiteSpace(asked.Subject), asked.Fact is not null, asked.Report is not null }.Count(isGiven => isGiven) != 1)
            return new ProblemResult(Refusals.Malformed("subject", "name one: a person in `subject`, a fact in `fact`, or a report in `report`"));

        var aborted = request.HttpContext.RequestAborted;
        var (answer, refusal) = asked.Fact is { } fact
            ? await erasures.OfFact(fact, asked.Ground, caller, key, aborted)
            : asked.Report is { } report ? await erasures.OfReport(report, asked.Ground, caller, key, aborted)
            : await erasures.OfPerson(asked.Subject!.Trim(), asked.Words, asked.Ground, caller, key, aborted);
        return refusal is null ? Results.Json(answer, Json.Options) : new ProblemResult(refusal);
    }

    /// <summary>The erasures: which keys, when, by whom, on what ground; never the erased values.</summary>
    [WolverineGet("/api/audit/erasures")]
    [EndpointName("listErasures")]
    [ProducesResponseType<ErasureList>(StatusCodes.Status200OK)]
    public static async Task<IResult> List(HttpContext context, Erasures erasures) =>
        Results.Json(new ErasureList(await erasures.All(context.RequestAborted)), Json.Options);
}
