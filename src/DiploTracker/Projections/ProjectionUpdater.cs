using DiploTracker.Database;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>
/// Takes a range of the log into views. All that stand at one position share one reading; each negotiation in the range
/// is folded once, as it stood at the end of it. Rows and position change in one transaction.
/// </summary>
internal sealed partial class ProjectionUpdater(NpgsqlDataSource database, Timelines timelines, LogClock clock, ILogger logger)
{
    /// <summary>
    /// A longer range is read stream by stream, and not by negotiation from memory; unless nearly all of it is in
    /// memory.
    /// </summary>
    public const long LongRange = 5_000;

    /// <summary>However much is in memory, no more is taken in one step.</summary>
    private const long LongestStep = 50_000;

    private readonly FactIndexes _courses = new(timelines.MostFacts);

    /// <summary>
    /// What lies before views that stand at a position: as far as the log goes and is confirmed, but no further than a
    /// step may or than is asked for.
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

    /// <summary>Is what lies between a position and the head of the log more than may be taken in one step?</summary>
    public bool IsLong(long from, PendingRange ahead) => ahead.Head - from > LongRange
        && (from != ahead.From || ahead.Head > ahead.To || ahead.Touched.Sum(one => timelines.Has(one.Key, one.Value.Last) ? 0 : one.Value.Version) > LongRange);

    /// <summary>Takes in a range, however long.</summary>
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

    /// <summary>Takes in what was seen ahead of views that stand together.</summary>
    public async Task Apply(NpgsqlConnection connection, IReadOnlyList<ActiveBuild> views, PendingRange ahead, CancellationToken cancellation)
    {
        _audience = await clock.Audience(cancellation);
        await TakeNegotiations(connection, views, ahead, isWhole: false, cancellation);
    }

    /// <summary>Tries again what was set aside and is to be tried.</summary>
    public async Task TryAgain(NpgsqlConnection connection, IReadOnlyList<ActiveBuild> views, CancellationToken cancellation)
    {
        _audience = await clock.Audience(cancellation);
        foreach (var view in views.Where(view => view.ToBeTried.Count > 0))
        {
            await TakeAgain(connection, [view], [.. view.ToBeTried.Where(view.SetAside.ContainsKey)], cancellation);
            view.ToBeTried.Clear();
        }
    }

    /// <summary>Makes all rows of some negotiations again, as views that stand together show them.</summary>
    private Task TakeAgain(NpgsqlConnection connection, IReadOnlyList<ActiveBuild> together, IReadOnlyCollection<string> negotiations, CancellationToken cancellation)
    {
        var position = together[0].Position;
        var touched = negotiations.ToDictionary(negotiation => negotiation, _ => new TouchedStream(position, new EventPlace(position, Guid.Empty), Version: 0));
        return TakeNegotiations(connection, together, new PendingRange(position, position, position, touched), isWhole: true, cancellation);
    }

    /// <param name="isWhole">All their rows are made, whatever the view is known to show of them.</param>
    private async Task TakeNegotiations(NpgsqlConnection connection, IReadOnlyList<ActiveBuild> views, PendingRange ahead, bool isWhole, CancellationToken cancellation)
    {
        List<(string Negotiation, Timeline Timeline)> readable = [];
        List<(string Negotiation, string Reason)> unreadable = [];
        foreach (var (negotiation, timeline, reason) in await Read(ahead.Touched, ahead.To, cancellation))
            if (timeline is null)
                unreadable.Add((negotiation, reason!));
            else if (timeline.Version > 0)
                readable.Add((negotiation, timeline));

        var taking = Projected(views, readable, ahead.Touched, isWhole);
        foreach (var (negotiation, reason) in unreadable)
            foreach (var one in taking)
                one.SetAside(negotiation, reason);
        if (taking.Exists(one => !one.IsNothing) || ahead.From != ahead.To)
            await Write(connection, taking, ahead.From, ahead.To, cancellation);
    }

    private List<Taking> Projected(
        IReadOnlyList<ActiveBuild> views, List<(string Negotiation, Timeline Timeline)> readable, IReadOnlyDictionary<string, TouchedStream> touched, bool isWhole)
    {
        lock (_courses) // views on a long way end it in short ranges
        {
            var courses = readable.ConvertAll(one => one.Timeline.Embargo.NextOpening(_audience) is null
                ? _courses.Of(one.Negotiation, one.Timeline)
                : new FactIndex(Seen(one.Negotiation, one.Timeline)));
            List<Taking> all = [];
            foreach (var view in views)
            {
                var taking = new Taking(view, negotiation => touched[negotiation].First);
                foreach (var (index, (negotiation, timeline)) in readable.Index())
                {
                    var only = isWhole ? RowScope.All : Changed(view, negotiation, timeline);
                    var (projected, failure) = only.IsNothing ? ([], null) : Project(view.View, negotiation, courses[index], only);
                    if (failure is null)
                        taking.Rows.Add(new ProjectedRows(negotiation, timeline.Version, projected, only));
                    else
                    {
                        taking.SetAside(negotiation, failure);
                        _courses.Forget(negotiation);
                    }
                }
                all.Add(taking);
            }
            return all;
        }
    }

    /// <summary>Whose rows have to be made: what was written of the others is what the view shows still.</summary>
    private RowScope Changed(ActiveBuild view, string negotiation, Timeline timeline) =>
        view.Written.VersionOf(negotiation) is > 0 and var version && timeline.Embargo.NextOpening(_audience) is null
            ? view.View.ChangedSince(version, timeline)
            : RowScope.All;

    private static (IReadOnlyList<Row> Rows, string? Failure) Project(Projection view, string negotiation, FactIndex course, RowScope? only = null)
    {
        try
        {
            return (view.Rows(negotiation, course, only), null);
        }
        catch (Exception failure) when (SetAside.IsOfTheNegotiation(failure))
        {
            return ([], SetAside.ReasonOf(failure));
        }
    }

    /// <summary>What a view takes in of a range: the rows of negotiations, and those that it leaves out.</summary>
    /// <param name="first">The first position of a negotiation in the range.</param>
    private sealed class Taking(ActiveBuild view, Func<string, long> first)
    {
        public ActiveBuild View => view;

        public List<ProjectedRows> Rows { get; } = [];

        public List<SetAside> Left { get; } = [];

        public bool IsNothing => Rows is [] && Left is [];

        /// <summary>The negotiations that were set aside, and now are taken in.</summary>
        public List<string> Healed => view.SetAside.Count == 0 ? [] : [.. Rows.Select(taken => taken.Negotiation).Where(view.SetAside.ContainsKey)];

        public void SetAside(string negotiation, string reason) =>
            Left.Add(view.SetAside.GetValueOrDefault(negotiation) is { } before
                ? before with { Reason = reason }
                : new SetAside(view.Build.View, view.Build.Number, negotiation, first(negotiation), reason));
    }
}
