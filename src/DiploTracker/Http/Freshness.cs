using System.Globalization;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Http;

/// <summary>The freshness of an answer, on every read.</summary>
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

/// <summary>The head of the log, and waiting for it: <c>Prefer: wait=5</c> with <c>X-Min-Position</c>.</summary>
public sealed class LogPosition(NpgsqlDataSource database, Commits commits)
{
    private static readonly TimeSpan AskedEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public Task<long> Now(CancellationToken cancellation) => commits.Reached(cancellation);

    /// <summary>
    /// Waits for the position that the caller requires; a refusal (504) if it is not reached in time.
    /// </summary>
    internal Task<Refusal?> Wait(HttpContext context) => Wait(context, Now, "The log");

    /// <summary>The same for a follower of the log, such as a view.</summary>
    /// <param name="now">Reads its position.</param>
    /// <param name="waits">Called each time that the position is not reached yet.</param>
    [Refuses("malformed", "position-not-reached", "place-not-in-log")]
    [TakesHeader("X-Min-Position", "A position in the log, as `X-Position` gave it, or the `id` of an event of the feed: the answer includes it, or is 504.", Example = "12-5c0b7e21a9f4")]
    [TakesHeader("Prefer", "`wait=5` waits so many seconds for `X-Min-Position`; 60 at most.", Example = "wait=5")]
    internal async Task<Refusal?> Wait(HttpContext context, Func<CancellationToken, Task<long>> now, string what, Action? waits = null)
    {
        if (!context.Request.Headers.TryGetValue("X-Min-Position", out var sent))
            return null;
        var asked = sent.ToString();
        if (PlaceToken.Read(asked) is not { } place)
            return Problems.Malformed.Because($"X-Min-Position is a position in the log, or the id of an event of the feed; '{asked}' is none.");
        var wanted = place.Position;

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
        return place.Digits is null ? null : await Missing(place, context.RequestAborted);
    }

    private async Task<Refusal?> Missing(PlaceToken place, CancellationToken cancellation)
    {
        await using var ask = database.CreateCommand(
            $"""
            select h.position, (select id from mt_events where seq_id = h.position), (select id from mt_events where seq_id = $1)
            from (select {LogEnd.LastPosition}) h (position)
            """);
        ask.Parameters.Add(new NpgsqlParameter<long> { TypedValue = place.Position });
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return place.IsAt(row.IsDBNull(2) ? null : row.GetGuid(2)) ? null
            : place.NotIn(row.IsDBNull(1) ? EventPlace.Start : new EventPlace(row.GetInt64(0), row.GetGuid(1)));
    }

    // Without "Prefer: wait" there is no wait: the answer is 504 at once.
    private static TimeSpan Patience(HttpRequest request)
    {
        foreach (var preference in request.Preferences())
            if (preference.StartsWith("wait=", StringComparison.OrdinalIgnoreCase)
                && double.TryParse(preference.AsSpan(5), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds))
                return TimeSpan.FromSeconds(Math.Min(seconds, LongestWait.TotalSeconds));
        return TimeSpan.Zero;
    }
}
