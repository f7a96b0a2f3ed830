using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DiploTracker.Audit;

/// <summary>What exports and checks of the whole log may take: the section <c>Audit</c> of the settings.</summary>
public sealed record AuditSettings
{
    /// <summary>
    /// The maximum number of exports, verifications and drift checks under way at the same time on this node.
    /// </summary>
    public int AtOnce { get; init; } = 4;

    /// <summary>Bytes a second that the reader of an export takes at least, on average.</summary>
    public int LeastRate { get; init; } = 10_000;

    /// <summary>How long the reader of an export may fall short of that rate; at least two seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>
/// Reads that take as long as the log: a bounded number at a time, and none for a reader that takes nothing. Others are
/// answered 503 <c>busy</c> at once.
/// </summary>
public sealed class LongReads(AuditSettings settings)
{
    /// <summary>For who asks for the head of an answer in JSON alone.</summary>
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
