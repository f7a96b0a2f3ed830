using System.Diagnostics;
using System.Globalization;
using DiploTracker.Kernel;

namespace DiploTracker.Http;

/// <summary>A refusal as RFC 9457 problem details.</summary>
public sealed class ProblemResult(Refusal refusal, int? index = null) : IResult
{
    public Refusal Refusal => refusal;

    /// <summary>The members of the problem document, in the order of RFC 9457, then the extensions.</summary>
    public static Dictionary<string, object?> Members(Refusal refusal, int? index, string? instance)
    {
        var members = new Dictionary<string, object?>
        {
            ["type"] = $"/problems/{refusal.Code}",
            ["title"] = refusal.Problem.Title,
            ["status"] = refusal.Status,
            ["detail"] = refusal.Detail,
            ["instance"] = instance,
            ["code"] = refusal.Code,
        };
        if (index is not null)
            members["index"] = index;
        foreach (var hint in refusal.Hints)
            members[hint.Name] = hint.Value;
        return members;
    }

    [SaysHeader("Retry-After", "Seconds after which to try again.", StatusCodes.Status503ServiceUnavailable, Type = typeof(int))]
    public Task ExecuteAsync(HttpContext context)
    {
        var members = Members(refusal, index, context.Request.Path);
        if (refusal.Status >= 500)
            members["traceId"] = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        if (refusal.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = refusal.Problem.RetryAfter.ToString(CultureInfo.InvariantCulture);
        context.Response.StatusCode = refusal.Status;
        return context.Response.WriteAsJsonAsync(members, Json.Options, "application/problem+json", context.RequestAborted);
    }
}
