using DiploTracker.Hosting.Http;
using Wolverine.Http;

namespace DiploTracker.Audit;

public static class VerifyEndpoint
{
    /// <summary>Recomputes everything that is sealed, and names the first event that is wrong.</summary>
    [WolverineGet("/api/audit/verify")]
    public static async Task<IResult> Get(HttpContext context, LogVerification verification)
    {
        var verdict = await verification.Verify(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new
        {
            verdict.Valid,
            verdict.Checked,
            verdict.Unsealed,
            verdict.FirstInvalid,
            Checkpoint = verdict.Checkpoint is { } fits ? new { fits.Origin, fits.Size, fits.Root } : null,
            verdict.Problem,
        }, Json.Options);
    }
}
