using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DiploTracker.Audit;

/// <summary>Limits of exports and checks of the whole log: the section <c>Audit</c> of the settings.</summary>
public sealed record AuditSettings
{
    /// <summary>
    /// The maximum number of exports, verifications and drift checks under way at the same time on this node.
    /// </summary>
    public int AtOnce { get; init; } = 4;

    /// <summary>Minimum average rate at which a client must read an export, in bytes per second.</summary>
    public int LeastRate { get; init; } = 10_000;

    /// <summary>How long the client of an export may fall short of that rate; at least two seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>
/// Reads that take as long as the log: a bounded number at a time, and none for a client that stops reading. Further
/// requests get 503 <c>busy</c> at once.
/// </summary>
public sealed class LongReads(AuditSettings settings)
{
    /// <summary>The answer to a HEAD request for JSON.</summary>
    internal static readonly IResult JsonHead = Results.Json(new { }, Json.Options);

    private readonly SemaphoreSlim _places = new(settings.AtOnce);

    [Refuses("busy")]
    internal async Task<IResult> Run(HttpContext context, Func<Task<IResult>> read)
    {
        if (!_places.Wait(0))
            return new ProblemResult(Problems.Busy.Because(
                $"{settings.AtOnce} exports or checks of the log are under way on this node, and no more may be at a time."));
        try
        {
            if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
                rate.MinDataRate = new MinDataRate(settings.LeastRate, settings.Patience);
            return await read();
        }
        finally
        {
            _places.Release();
        }
    }
}
