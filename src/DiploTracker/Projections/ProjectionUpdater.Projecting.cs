using DiploTracker.Negotiations;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>A step: the rows that the facts of a range may have changed, compared with the stored ones.</summary>
internal sealed partial class ProjectionUpdater
{
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
        var all = views.Select(_ => courses.ToDictionary(
            one => one.Negotiation, _ => new Dictionary<string, RowFingerprint>())).ToList();
        await using var batch = new NpgsqlBatch(connection);
        List<Dictionary<string, Dictionary<string, RowFingerprint>>> asked = [];
        foreach (var (view, stored) in views.Zip(all))
        {
            List<(string, IReadOnlyCollection<string>?)> scopes =
            [
                .. courses.Select(one => (one.Negotiation, Things: Things(view.View, one.For(view))))
                    .Where(scope => scope.Things is not { Count: 0 }),
            ];
            if (scopes is [])
                continue; // none of its rows can change
            batch.BatchCommands.Add(view.Writer.Stored(scopes));
            asked.Add(stored);
        }
        if (asked is [])
            return all;
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        foreach (var stored in asked)
        {
            while (await rows.ReadAsync(cancellation))
                stored[rows.GetString(0)][rows.GetString(1)] = RowFingerprint.Of(rows.GetString(2), rows.GetFieldValue<byte[]>(3));
            await rows.NextResultAsync(cancellation);
        }
        return all;
    }

    private static IReadOnlyCollection<string>? Things(Projection view, FactIndex course)
    {
        try
        {
            return view.Things(course);
        }
        catch (Exception failure) when (SetAside.IsOfTheNegotiation(failure))
        {
            return null; // its rows cannot be computed either, which sets the negotiation aside
        }
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

    /// <summary>A view's share of a range: the rows of negotiations, and the negotiations it leaves out.</summary>
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
