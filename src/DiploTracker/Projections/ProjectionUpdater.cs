using DiploTracker.Database;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>
/// Applies a range of the log to views. All views at one position share one read; each negotiation in the range is
/// folded once, as of the end of the range. Rows and checkpoint change in one transaction.
/// </summary>
internal sealed partial class ProjectionUpdater(NpgsqlDataSource database, Timelines timelines, LogClock clock, ILogger logger)
{
    /// <summary>
    /// A longer range is read stream by stream instead of by negotiation from the cache, unless nearly all of it is
    /// cached.
    /// </summary>
    public const long LongRange = 5_000;

    /// <summary>Maximum length of a step, however much is cached.</summary>
    private const long LongestStep = 50_000;

    /// <summary>
    /// The range after a position that views there have yet to process: up to the confirmed head of the log, but no
    /// further than a step may go or <paramref name="to"/> asks.
    /// </summary>
    public async Task<PendingRange> Look(NpgsqlConnection connection, long from, CancellationToken cancellation, long? to = null)
    {
        var (ahead, end) = await Ask(connection, from, to ?? from + LongestStep, cancellation);
        var reached = await timelines.Commits.Reached(end);
        return reached == end.Position ? ahead
            : (await Ask(connection, from, Math.Min(ahead.To, reached), cancellation)).Ahead with { Head = reached };
    }

    private static async Task<(PendingRange Ahead, LogEnd End)> Ask(NpgsqlConnection connection, long from, long to, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(
            $"""
            with touched as (
                select head.position, head.mark, e.stream_id, min(e.seq_id) as first, max(e.seq_id) as last, max(e.version) as version
                from ({LogEnd.Select}) head (position, mark)
                left join mt_events e on e.seq_id > $1 and e.seq_id <= least($2, head.position)
                group by head.position, head.mark, e.stream_id)
            select t.position, t.mark, t.stream_id, t.first, t.last, t.version, e.id from touched t left join mt_events e on e.seq_id = t.last
            """, connection)
        {
            Parameters = { new() { Value = from }, new() { Value = to } },
        };
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        var end = default(LogEnd);
        Dictionary<string, TouchedStream> touched = [];
        while (await rows.ReadAsync(cancellation))
        {
            end = LogEnd.Of(rows, 0);
            if (!rows.IsDBNull(2))
                touched[rows.GetString(2)] = new TouchedStream(rows.GetInt64(3), new EventPlace(rows.GetInt64(4), rows.GetGuid(6)), rows.GetInt64(5));
        }
        return (new PendingRange(from, Math.Min(end.Position, to), end.Position, touched), end);
    }

    /// <summary>Whether the range between a position and the head of the log is too long for one step.</summary>
    public bool IsLong(long from, PendingRange ahead) => ahead.Head - from > LongRange
        && (from != ahead.From || ahead.Head > ahead.To || ahead.Touched.Sum(one => timelines.Has(one.Key, one.Value.Last) ? 0 : one.Value.Version) > LongRange);

    /// <summary>Applies a range of any length.</summary>
    public async Task Apply(NpgsqlConnection connection, IReadOnlyList<ActiveBuild> views, long from, long to, CancellationToken cancellation)
    {
        if (to - from <= LongRange)
        {
            await Apply(connection, views, await Look(connection, from, cancellation, to), cancellation);
            return;
        }
        _audience = await clock.Audience(cancellation);
        try
        {
            await TakeStreams(views, from, to, isCareful: false, cancellation);
        }
        catch (PostgresException failure) when (DatabaseFailure.IsOfTheData(failure))
        {
            await TakeStreams(views, from, to, isCareful: true, cancellation); // finds out which negotiation it is
        }
    }

    /// <summary>Applies a range to views at its start.</summary>
    public async Task Apply(NpgsqlConnection connection, IReadOnlyList<ActiveBuild> views, PendingRange ahead, CancellationToken cancellation)
    {
        _audience = await clock.Audience(cancellation);
        await TakeNegotiations(connection, views, ahead, cancellation);
    }

    /// <summary>Retries the negotiations that are set aside and due for a retry.</summary>
    public async Task TryAgain(NpgsqlConnection connection, IReadOnlyList<ActiveBuild> views, CancellationToken cancellation)
    {
        _audience = await clock.Audience(cancellation);
        foreach (var view in views.Where(view => view.ToBeTried.Count > 0))
        {
            await TakeAgain(connection, [view], [.. view.ToBeTried.Where(view.SetAside.ContainsKey)], cancellation);
            view.ToBeTried.Clear();
        }
    }

    /// <summary>Recomputes all rows of some negotiations for views at the same position.</summary>
    private Task TakeAgain(NpgsqlConnection connection, IReadOnlyList<ActiveBuild> together, IReadOnlyCollection<string> negotiations, CancellationToken cancellation)
    {
        var position = together[0].Position;
        var touched = negotiations.ToDictionary(negotiation => negotiation, _ => new TouchedStream(position, new EventPlace(position, Guid.Empty), Version: 0));
        return TakeNegotiations(connection, together, new PendingRange(position, position, position, touched), cancellation);
    }
}
