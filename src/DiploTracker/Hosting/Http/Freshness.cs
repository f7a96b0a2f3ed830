using System.Globalization;
using DiploTracker.Hosting.OpenApi;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Npgsql;

namespace DiploTracker.Hosting.Http;

/// <summary>How fresh an answer is, on every read.</summary>
internal static class Freshness
{
    /// <param name="position">The position in the log that the answer includes.</param>
    [SaysHeader("X-Position", "The position in the log that the answer includes.", Type = typeof(long))]
    [SaysHeader("X-Lag", "How far the answer is behind the log, in milliseconds.", Type = typeof(long))]
    public static void Say(HttpResponse response, long position, long lagMilliseconds = 0)
    {
        response.Headers["X-Position"] = position.ToString(CultureInfo.InvariantCulture);
        response.Headers["X-Lag"] = lagMilliseconds.ToString(CultureInfo.InvariantCulture);
        response.Headers.CacheControl = "no-cache";
    }
}

/// <summary>How far the log goes, and waiting for it: <c>Prefer: wait=5</c> with <c>X-Min-Position</c>.</summary>
public sealed class LogPosition(NpgsqlDataSource database)
{
    private static readonly TimeSpan AskedEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public async Task<long> Now(CancellationToken cancellation)
    {
        await using var ask = database.CreateCommand("select coalesce((select position from diplo.log_head), 0)");
        return (long)(await ask.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Waits for the position that the caller wants to see; a refusal (504) when it does not come in time.</summary>
    internal Task<Refusal?> Wait(HttpContext context) => Wait(context, Now, "The log");

    /// <summary>The same for what follows the log, as a view does.</summary>
    /// <param name="now">Asks how far it is.</param>
    /// <param name="waits">Called each time that it is not there yet.</param>
    [TakesHeader("X-Min-Position", "A position in the log, as `X-Position` gave it: the answer includes it, or is 504.", Type = typeof(long))]
    [TakesHeader("Prefer", "`wait=5` waits so many seconds for `X-Min-Position`; 60 at most.", Example = "wait=5")]
    internal async Task<Refusal?> Wait(HttpContext context, Func<CancellationToken, Task<long>> now, string what, Action? waits = null)
    {
        var asked = context.Request.Headers["X-Min-Position"].ToString();
        if (asked.Length == 0)
            return null;
        if (!long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted))
            return Problems.Malformed.Because($"X-Min-Position is a position in the log, a whole number; '{asked}' is none.");

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience(context.Request));
        using var timer = new PeriodicTimer(AskedEvery);
        long reached;
        while ((reached = await now(context.RequestAborted)) < wanted)
        {
            try
            {
                waits?.Invoke();
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
            {
                return Problems.PositionNotReached.Because($"{what} is at position {reached}; {wanted} did not come in time.").With("current", reached);
            }
        }
        return null;
    }

    // Without "Prefer: wait" nothing is waited for: the answer is 504 at once.
    private static TimeSpan Patience(HttpRequest request)
    {
        foreach (var preference in request.Preferences())
            if (preference.StartsWith("wait=", StringComparison.OrdinalIgnoreCase)
                && double.TryParse(preference.AsSpan(5), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds))
                return TimeSpan.FromSeconds(Math.Min(seconds, LongestWait.TotalSeconds));
        return TimeSpan.Zero;
    }
}
