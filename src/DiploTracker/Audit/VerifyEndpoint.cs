using DiploTracker.Http;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace DiploTracker.Audit;

public static class VerifyEndpoint
{
    /// <summary>Recomputes everything that is sealed, and names the first event that is wrong.</summary>
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

/// <summary>What a recomputation of the log found.</summary>
/// <param name="Checked">How many events were recomputed.</param>
/// <param name="Unsealed">How many of them are not sealed yet.</param>
/// <param name="Checkpoint">The newest that fits.</param>
/// <param name="Problem">What is wrong where no single event is.</param>
/// <param name="Losses">The losses after which the log got its present name, each in a sentence.</param>
public sealed record VerificationReport(
    bool Valid, long Checked, long Unsealed, FirstInvalid? FirstInvalid, VerifiedCheckpoint? Checkpoint, string? Problem,
    IReadOnlyList<string> Losses);

/// <summary>A checkpoint as it was signed: whose log, how long, and the hash of its tree.</summary>
public sealed record VerifiedCheckpoint(string Origin, long Size, byte[] Root);
