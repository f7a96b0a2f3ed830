using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Audit;

/// <summary>Accepts that the log is not the one that was sealed. The request repeats exactly what was found.</summary>
/// <param name="Ground">The reason, in words for an auditor to read.</param>
/// <param name="Origin">The log that was sealed.</param>
/// <param name="Sealed">The number of its events that were sealed.</param>
/// <param name="Kept">The number of events in the log now.</param>
public sealed record AcceptLoss(string Ground, string Origin, long Sealed, long Kept);

/// <summary>Sets the last recorded time, which is in the future, back to the clock of the database.</summary>
/// <param name="Ground">The reason, in words for an auditor to read.</param>
/// <param name="RecordedAt">The last recorded time, exactly.</param>
public sealed record SetTimeBack(string Ground, DateTimeOffset RecordedAt);

/// <summary>Whether events can be recorded, and the interventions of operators.</summary>
/// <param name="Stop">Why nothing is recorded; null if recording is possible.</param>
/// <param name="Kept">The number of events in the log.</param>
public sealed record RecordingState(bool IsRecording, Stop? Stop, long Kept, IReadOnlyList<Intervention> Interventions);

public static class RecordingEndpoints
{
    /// <summary>
    /// Whether events can be recorded; if not, the reason and what an operator has to accept. Includes the
    /// interventions of operators so far.
    /// </summary>
    [WolverineGet("/api/audit/recording")]
    [EndpointName("getRecordingState")]
    [ProducesResponseType<RecordingState>(StatusCodes.Status200OK)]
    public static async Task<IResult> Get(HttpContext context, RecordingGate gate, Interventions interventions)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(await State(gate, interventions, context.RequestAborted), Json.Options);
    }

    /// <summary>
    /// Accepts the loss of missing events: recording resumes under another name of the log. A signed note beside the
    /// checkpoints states what was lost, who accepted it and why. It cannot be undone.
    /// </summary>
    [WolverinePost("/api/audit/recording/accept-loss")]
    [EndpointName("acceptLoss")]
    [TakesBody(typeof(AcceptLoss))]
    [Refuses("nothing-to-mend", "not-what-was-found")]
    [Through(typeof(RequestHeaders), nameof(RequestHeaders.Caller))]
    [ProducesResponseType<RecordingState>(StatusCodes.Status200OK)]
    public static Task<IResult> Accept(HttpRequest request, RecordingGate gate, Interventions interventions) =>
        Do<AcceptLoss>(request, gate, interventions, asked => asked.Ground, interventions.AcceptLoss);

    /// <summary>
    /// Sets the last recorded time back to the clock of the database. Recorded events keep their times; a signed note
    /// documents the change.
    /// </summary>
    [WolverinePost("/api/audit/recording/set-time-back")]
    [EndpointName("setTimeBack")]
    [TakesBody(typeof(SetTimeBack))]
    [Refuses("nothing-to-mend", "not-what-was-found", "recording-stopped")]
    [Through(typeof(RequestHeaders), nameof(RequestHeaders.Caller))]
    [ProducesResponseType<RecordingState>(StatusCodes.Status200OK)]
    public static Task<IResult> SetBack(HttpRequest request, RecordingGate gate, Interventions interventions) =>
        Do<SetTimeBack>(request, gate, interventions, asked => asked.Ground, interventions.SetTimeBack);

    private static async Task<IResult> Do<T>(
        HttpRequest request, RecordingGate gate, Interventions interventions, Func<T, string?> ground, Func<T, string, Task<Refusal?>> work) where T : class
    {
        if (request.Caller() is var (caller, badCaller) && caller is null)
            return new ProblemResult(badCaller!);
        var (body, unread) = await RequestBody.Read(request, RequestBody.Command);
        if (body is null)
            return new ProblemResult(unread!);
        var (asked, malformed) = WireJson.Read<T>(body);
        if (asked is null)
            return new ProblemResult(malformed!);
        if (string.IsNullOrWhiteSpace(ground(asked)))
            return new ProblemResult(Refusals.Malformed("ground", "say why, for whoever audits it"));
        try
        {
            return await work(asked, caller.Name) is { } refusal
                ? new ProblemResult(refusal)
                : Results.Json(await State(gate, interventions, CancellationToken.None), Json.Options);
        }
        catch (Exception unwritten) when (unwritten is AuditUnavailableException or IOException or UnauthorizedAccessException)
        {
            return new ProblemResult(Problems.Unavailable.Because($"Nothing was changed: {unwritten.Message}"));
        }
    }

    private static async Task<RecordingState> State(RecordingGate gate, Interventions interventions, CancellationToken cancellation)
    {
        var stop = await gate.Ask(cancellation);
        return new RecordingState(stop is null, stop, await interventions.Kept(cancellation), await interventions.All(cancellation));
    }
}
