using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Views;

/// <summary>
/// Takes a range of the log into views. All that stand at one position share one reading; each negotiation in the range is
/// folded once, as it stood at the end of it. Rows and position change in one transaction.
/// </summary>
internal sealed partial class ViewApplier(NpgsqlDataSource database, Timelines timelines, LogClock clock, ILogger logger)
{
    /// <summary>A longer range is read stream by stream, and not by negotiation from memory; unless nearly all of it is in memory.</summary>
    public const long LongRange = 5_000;

    /// <summary>However much is in memory, no more is taken in one step.</summary>
    private const long LongestStep = 50_000;

    private readonly Courses _courses = new(timelines.MostFacts);

    /// <summary>What lies before views that stand at a position: as far as the log goes, but no further than a step may or than is asked for.</summary>
    public static async Task<Ahead> Look(NpgsqlConnection connection, long from, CancellationToken cancellation, long? to = null)
    {
        await using var ask = new NpgsqlCommand(
            """
            with touched as (
                select head.position, e.stream_id, min(e.seq_id) as first, max(e.seq_id) as last, max(e.version) as version
                from (select coalesce((select position from diplo.log_head), 0) as position) head
                left join mt_events e on e.seq_id > $1 and e.seq_id <= least($2, head.position)
                group by head.position, e.stream_id)
            select t.position, t.stream_id, t.first, t.last, t.version, e.id from touched t left join mt_events e on e.seq_id = t.last
            """, connection)
        {
            Parameters = { new() { Value = from }, new() { Value = to ?? from + LongestStep } },
        };
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        var head = 0L;
        Dictionary<string, Touched> touched = [];
        while (await rows.ReadAsync(cancellation))
        {
            head = rows.GetInt64(0);
            if (!rows.IsDBNull(1))
                touched[rows.GetString(1)] = new Touched(rows.GetInt64(2), new EventPlace(rows.GetInt64(3), rows.GetGuid(5)), rows.GetInt64(4));
        }
        return new Ahead(from, Math.Min(head, to ?? from + LongestStep), head, touched);
    }

    /// <summary>Is what lies between a position and the head of the log more than may be taken in one step?</summary>
    public bool IsLong(long from, Ahead ahead) => ahead.Head - from > LongRange
        && (from != ahead.From || ahead.Head > ahead.To || ahead.Touched.Sum(one => timelines.Has(one.Key, one.Value.Last) ? 0 : one.Value.Version) > LongRange);

    /// <summary>Takes in a range, however long.</summary>
    public async Task Apply(NpgsqlConnection connection, IReadOnlyList<Followed> views, long from, long to, CancellationToken cancellation)
    {
        if (to - from <= LongRange)
        {
            await Apply(connection, views, await Look(connection, from, cancellation, to), cancellation);
            return;
        }
        _now = await clock.Now(cancellation);
        var poisons = await TakeStreams(views, from, to, cancellation);
        await StopAt(connection, poisons, from, cancellation);
        if (poisons.Count > 0 && views.Except(poisons.Select(poison => poison.View)).ToList() is { Count: > 0 } others)
            await Apply(connection, others, from, to, cancellation);
    }

    /// <summary>Takes in what was seen ahead of views that stand together.</summary>
    public async Task Apply(NpgsqlConnection connection, IReadOnlyList<Followed> views, Ahead ahead, CancellationToken cancellation)
    {
        _now = await clock.Now(cancellation);
        await StopAt(connection, await TakeNegotiations(connection, views, ahead, cancellation), ahead.From, cancellation);
    }

    /// <summary>What is poisoned goes on to what it cannot take in, and stops there.</summary>
    private async Task StopAt(NpgsqlConnection connection, List<Poison> poisons, long from, CancellationToken cancellation)
    {
        foreach (var stopped in poisons.GroupBy(poison => poison.View))
        {
            var first = stopped.MinBy(poison => poison.Position)!;
            if (first.Position - 1 > from)
                await Apply(connection, [stopped.Key], from, first.Position - 1, cancellation);
            if (stopped.Key.Position == first.Position - 1)
                await Stop(connection, first, cancellation);
        }
    }

    private async Task<List<Poison>> TakeNegotiations(
        NpgsqlConnection connection, IReadOnlyList<Followed> views, Ahead ahead, CancellationToken cancellation)
    {
        var (from, to, _, touched) = ahead;
        List<(string Negotiation, Timeline Timeline)> readable = [];
        List<Poison> poisons = [];
        foreach (var (negotiation, timeline, unreadable) in await Read(touched, to, cancellation))
            if (timeline is not null)
                readable.Add((negotiation, timeline));
            else
                poisons.AddRange(views.Select(view => new Poison(view, negotiation, touched[negotiation].First, unreadable!)));

        var written = Projected(views, readable, touched, poisons);
        if (written.Count > 0)
            poisons.AddRange(await Write(connection, written, from, to, cancellation));
        return poisons;
    }

    private List<(Followed View, List<Taken> Rows)> Projected(
        IReadOnlyList<Followed> views, List<(string Negotiation, Timeline Timeline)> readable, IReadOnlyDictionary<string, Touched> touched, List<Poison> poisons)
    {
        lock (_courses) // views on a long way end it in short ranges
        {
            var courses = readable.ConvertAll(one => one.Timeline.NextOpening(_now) is null
                ? _courses.Of(one.Negotiation, one.Timeline)
                : new Course(Opened(one.Negotiation, one.Timeline)));
            List<(Followed, List<Taken>)> written = [];
            foreach (var view in views)
            {
                List<Taken> rows = [];
                foreach (var (index, (negotiation, timeline)) in readable.Index())
                {
                    var only = Changed(view, negotiation, timeline);
                    var (projected, failure) = only.IsNothing ? ([], null) : Project(view.View, negotiation, courses[index], only);
                    if (failure is not null)
                    {
                        poisons.Add(new Poison(view, negotiation, touched[negotiation].First, failure));
                        _courses.Forget(negotiation);
                    }
                    else
                        rows.Add(new Taken(negotiation, timeline.Version, projected, only));
                }
                if (poisons.TrueForAll(poison => poison.View != view))
                    written.Add((view, rows));
            }
            return written;
        }
    }

    /// <summary>Whose rows have to be made: what was written of the others is what the view shows still.</summary>
    private Only Changed(Followed view, string negotiation, Timeline timeline) =>
        view.Written.VersionOf(negotiation) is > 0 and var version && timeline.NextOpening(_now) is null
            ? view.View.ChangedSince(version, timeline)
            : Only.All;

    private static (IReadOnlyList<Row> Rows, string? Failure) Project(View view, string negotiation, Course course, Only? only = null)
    {
        try
        {
            return (view.Rows(negotiation, course, only), null);
        }
        catch (Exception failure) // whatever it is, the view stops here and says so
        {
            return ([], $"{failure.GetType().Name}: {failure.Message}");
        }
    }
}
