using DiploTracker.Database;
using DiploTracker.Negotiations;
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

    private async Task TakeNegotiations(NpgsqlConnection connection, IReadOnlyList<ActiveBuild> views, PendingRange ahead, CancellationToken cancellation)
    {
        List<(string Negotiation, Timeline Timeline)> readable = [];
        List<(string Negotiation, string Reason)> unreadable = [];
        foreach (var (negotiation, timeline, reason) in await Read(ahead.Touched, ahead.To, cancellation))
            if (timeline is null)
                unreadable.Add((negotiation, reason!));
            else if (timeline.Version > 0)
                readable.Add((negotiation, timeline));

        var courses = readable.ConvertAll(one => Indexed(one.Negotiation, one.Timeline, ahead));
        var taking = Projected(views, courses, await Stored(connection, views, courses, cancellation), ahead.Touched);
        foreach (var (negotiation, reason) in unreadable)
            foreach (var one in taking)
                one.SetAside(negotiation, reason);
        if (taking.Exists(one => !one.IsNothing) || ahead.From != ahead.To)
            await Write(connection, taking, ahead.From, ahead.To, cancellation);
    }

    /// <summary>
    /// The facts of a negotiation for a range, with the things whose rows it may change. While facts are withheld, and
    /// where rows are recomputed at the position of the views, those are all.
    /// </summary>
    private NegotiationFacts Indexed(string negotiation, Timeline timeline, PendingRange ahead)
    {
        var seen = Seen(negotiation, timeline);
        var scope = ahead.From == ahead.To || seen != timeline
            ? RowScope.All
            : RowScope.Since(timeline.VersionAt(ahead.From), timeline);
        return new NegotiationFacts(negotiation, new FactIndex(seen, scope));
    }

    /// <summary>
    /// The fingerprints of the stored rows of the things in scope of some negotiations, by id, for each of the views.
    /// </summary>
    private static async Task<List<Dictionary<string, Dictionary<string, RowFingerprint>>>> Stored(
        NpgsqlConnection connection, IReadOnlyList<ActiveBuild> views, List<NegotiationFacts> courses, CancellationToken cancellation)
    {
        List<Dictionary<string, Dictionary<string, RowFingerprint>>> all = [];
        await using var batch = new NpgsqlBatch(connection);
        foreach (var view in views)
            batch.BatchCommands.Add(view.Writer.Stored([.. courses.Select(one => (one.Negotiation, view.View.Things(one.For(view))))]));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        do
        {
            var stored = courses.ToDictionary(one => one.Negotiation, _ => new Dictionary<string, RowFingerprint>());
            while (await rows.ReadAsync(cancellation))
                stored[rows.GetString(0)][rows.GetString(1)] = RowFingerprint.Of(rows.GetString(2), rows.GetFieldValue<byte[]>(3));
            all.Add(stored);
        }
        while (await rows.NextResultAsync(cancellation));
        return all;
    }

    private static List<Taking> Projected(
        IReadOnlyList<ActiveBuild> views, List<NegotiationFacts> courses,
        List<Dictionary<string, Dictionary<string, RowFingerprint>>> stored, IReadOnlyDictionary<string, TouchedStream> touched)
    {
        var taking = views.Select(view => new Taking(view, negotiation => touched[negotiation].First)).ToList();
        foreach (var course in courses)
            foreach (var (one, before) in taking.Zip(stored))
            {
                var (rows, failure) = Project(one.View.View, course.Negotiation, course.For(one.View), before[course.Negotiation]);
                if (rows is null)
                    one.SetAside(course.Negotiation, failure!);
                else
                    one.Rows.Add(rows);
            }
        return taking;
    }

    /// <summary>The rows of a negotiation that differ from the stored ones, or the reason why there are none.</summary>
    private static (ProjectedRows? Rows, string? Failure) Project(Projection view, string negotiation, FactIndex course, Dictionary<string, RowFingerprint> stored)
    {
        try
        {
            List<Row> changed = [];
            foreach (var row in view.Rows(negotiation, course))
                if (!stored.Remove(row.Id, out var before) || before != row.Fingerprint)
                {
                    _ = row.Values; // computed here, where a failure is that of the negotiation
                    changed.Add(row);
                }
            return (new ProjectedRows(negotiation, changed, [.. stored.Keys]), null);
        }
        catch (Exception failure) when (SetAside.IsOfTheNegotiation(failure))
        {
            return (null, SetAside.ReasonOf(failure));
        }
    }

    /// <summary>The facts of a negotiation for all views in a step.</summary>
    private sealed record NegotiationFacts(string Negotiation, FactIndex InScope)
    {
        private FactIndex Whole => field ??= new FactIndex(InScope.Timeline);

        /// <summary>A view that left the negotiation out has none of its rows yet.</summary>
        public FactIndex For(ActiveBuild view) => view.SetAside.ContainsKey(Negotiation) ? Whole : InScope;
    }

    /// <summary>What a view takes from a range: the rows of negotiations, and the negotiations it leaves out.</summary>
    /// <param name="first">The first position of a negotiation in the range.</param>
    private sealed class Taking(ActiveBuild view, Func<string, long> first)
    {
        public ActiveBuild View => view;

        public List<ProjectedRows> Rows { get; } = [];

        public List<SetAside> Left { get; } = [];

        public bool IsNothing => Rows is [] && Left is [];

        /// <summary>The negotiations that were set aside and are now included.</summary>
        public List<string> Healed => view.SetAside.Count == 0 ? [] : [.. Rows.Select(taken => taken.Negotiation).Where(view.SetAside.ContainsKey)];

        public void SetAside(string negotiation, string reason) =>
            Left.Add(view.SetAside.GetValueOrDefault(negotiation) is { } before
                ? before with { Reason = reason }
                : new SetAside(view.Build.View, view.Build.Number, negotiation, first(negotiation), reason));
    }
}
