using DiploTracker.Http;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Audit;

public static class VerifyEndpoint
{
    /// <summary>Recomputes everything that is sealed, and returns the first invalid event.</summary>
    [WolverineGet("/api/audit/verify")]
    [EndpointName("verifyLog")]
    [Through(typeof(LongReads))]
    [ProducesResponseType<VerificationReport>(StatusCodes.Status200OK)]
    public static async Task<IResult> Get(HttpContext context, LogVerification verification, LongReads reads)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await reads.Run(context, async () => HeadRequests.AsksHead(context)
            ? LongReads.JsonHead
            : Answer(await verification.Verify(context.RequestAborted)));
    }

    private static IResult Answer(LogVerdict verdict) => Results.Json(new VerificationReport(
            verdict.Valid, verdict.Checked, verdict.Unsealed, verdict.FirstInvalid,
            verdict.Checkpoint is { } fits ? new VerifiedCheckpoint(fits.Origin, fits.Size, fits.Root) : null, verdict.Problem,
            [.. verdict.Losses.Select(loss => loss.Words())]), Json.Options);
}

/// <summary>The result of recomputing the log.</summary>
/// <param name="Checked">The number of events recomputed.</param>
/// <param name="Unsealed">The number of them not sealed yet.</param>
/// <param name="Checkpoint">The newest checkpoint that fits.</param>
/// <param name="Problem">The problem found, even if no single event is invalid; null if the log is valid.</param>
/// <param name="Losses">The losses after which the log got its present name, each in one sentence.</param>
public sealed record VerificationReport(
    bool Valid, long Checked, long Unsealed, FirstInvalid? FirstInvalid, VerifiedCheckpoint? Checkpoint, string? Problem,
    IReadOnlyList<string> Losses);

/// <summary>A signed checkpoint: the log, the number of its events, and the hash of their tree.</summary>
public sealed record VerifiedCheckpoint(string Origin, long Size, byte[] Root);
