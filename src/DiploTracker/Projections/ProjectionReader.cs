using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>
/// The only path for reads of views: rows, position and lag come from one statement, so an answer is never mixed. A
/// view that has stopped still answers with what it has, and reports its lag. Clearance will be checked here.
/// </summary>
public sealed class ProjectionReader(NpgsqlDataSource database, ProjectionCatalogue catalogue, LogPosition log, ProjectionDemand wanted)
{
    private const int MostAttempts = 5;

    private static readonly TimeSpan FirstBuild = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Build> _builds = new();

    /// <summary>
    /// A page of a view as JSON: <c>items</c>, <c>next</c>, and <c>missing</c> when the view leaves out negotiations.
    /// </summary>
    internal Task<IResult> Page<TView>(HttpContext context, Action<ProjectionQuery> ask) where TView : Projection =>
        Page<TView>(context, (query, _) => ask(query));

    /// <summary>The same for a query that reads the table more than once; it receives the table's name.</summary>
    [Through(typeof(ProjectionQuery), nameof(ProjectionQuery.Finish))]
    [Through(typeof(ProjectionReader), nameof(Read))]
    internal async Task<IResult> Page<TView>(HttpContext context, Action<ProjectionQuery, string> ask) where TView : Projection
    {
        var (answer, next, refusal) = await PageOf<TView>(context, context.Request.Query, ask);
        return answer is null ? new ProblemResult(refusal!) : Write(answer, body =>
        {
            body.WriteStartArray("items");
            foreach (var item in answer.Rows)
                body.WriteRawValue(item.Json, skipInputValidation: true);
            body.WriteEndArray();
            body.WriteString("next", next);
        });
    }

    /// <summary>A page of a view as its rows, for an answer that is put together from several views.</summary>
    /// <param name="question">The query of the route of the view: <c>?owed=true&amp;sort=age</c>.</param>
    internal async Task<(ViewPage<TRow>? Page, Refusal? Refusal)> Rows<TView, TRow>(
        HttpContext context, string question, Action<ProjectionQuery> ask)
        where TView : Projection<TRow>
        where TRow : class, IProjectionRow
    {
        var query = new QueryCollection(QueryHelpers.ParseQuery(question));
        var (answer, next, refusal) = await PageOf<TView>(context, query, (asked, _) => ask(asked));
        return answer is null ? (null, refusal) : (new ViewPage<TRow>(
            answer.Rows.ConvertAll(item => JsonSerializer.Deserialize<TRow>(item.Json, Json.Options)!),
            next, answer.Position, answer.Lag, answer.Missing), null);
    }

    private async Task<(ProjectionAnswer<ProjectionItem>? Answer, string? Next, Refusal? Refusal)> PageOf<TView>(
        HttpContext context, IQueryCollection asked, Action<ProjectionQuery, string> ask) where TView : Projection
    {
        var query = new ProjectionQuery(asked);
        ask(query, ProjectionQuery.Table);
        var (page, malformed) = PageQuery.Read(asked);
        if (page is null || (malformed = query.Finish(catalogue.Get<TView>(), page)) is not null)
            return (null, null, malformed);
        var (answer, refusal) = await Read<TView, ProjectionItem>(
            context, table => query.Select(page!.Limit + 1).Replace(ProjectionQuery.Table, table), query.Parameters,
            row => query.RowOf(row));
        if (answer is null)
            return (null, null, refusal);

        var items = answer.Rows.Take(page.Limit).ToList();
        return (answer with { Rows = items }, answer.Rows.Count > page.Limit ? items[^1].Cursor : null, null);
    }

    /// <summary>
    /// The result of a select over the current table of a view, with its freshness. The select receives the table's
    /// name. A refusal if the view does not exist yet, or does not reach the requested position.
    /// </summary>
    [Refuses("unavailable")]
    [Through(typeof(LogPosition), nameof(LogPosition.Wait))]
    [Through(typeof(ProjectionAnswer<>), nameof(ProjectionAnswer<>.Say))]
    internal async Task<(ProjectionAnswer<T>? Answer, Refusal? Refusal)> Read<TView, T>(
        HttpContext context, Func<string, string> select, IEnumerable<NpgsqlParameter> parameters, Func<NpgsqlDataReader, T> rowOf) where TView : Projection
    {
        var view = catalogue.Get<TView>();
        if (await log.Wait(context, cancellation => PositionOf(view, cancellation), $"The view {view.Name}", wanted.Raise) is { } late)
            return (null, late);
        for (var attempt = 1; ; attempt++)
        {
            if (await BuildOf(view, context.RequestAborted) is not { } build)
                return (null, Problems.Unavailable.Because($"The view {view.Name} is being built for the first time; /health/ready says how far it is."));
            try
            {
                if (await Read(build, select(build.Table), parameters, rowOf, context.RequestAborted) is { } answer)
                {
                    if (!answer.IsInLog)
                    {
                        // Another build may be current by now; the one used was cached.
                        if (_builds.TryRemove(view.Name, out _) && attempt == 1)
                            continue;
                        return (null, Problems.Unavailable.Because($"The view {view.Name} is being built again: the log has lost events that it holds."));
                    }
                    // While another build is in preparation, each read looks up the current one.
                    if (answer.State != BuildState.Current || build.Version != view.Version)
                        _builds.TryRemove(view.Name, out _);
                    answer.Say(context.Response, view);
                    return (answer, null);
                }
            }
            catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.UndefinedTable && attempt < MostAttempts)
            {
                // The build was switched and dropped between two statements: try the next one.
            }
            catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.UndefinedColumn && build.Version != view.Version)
            {
                return (null, Problems.Unavailable.Because($"The view {view.Name} is being built in its new form, which this question needs."));
            }
            _builds.TryRemove(view.Name, out _);
            if (attempt == MostAttempts)
                return (null, Problems.Unavailable.Because($"The view {view.Name} is being changed."));
        }
    }

    internal static IResult Write<T>(ProjectionAnswer<T> answer, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var body = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Json.Options.Encoder, SkipValidation = true }))
        {
            body.WriteStartObject();
            write(body);
            if (answer.Missing is not [])
            {
                body.WriteStartArray("missing");
                foreach (var negotiation in answer.Missing)
                    body.WriteStringValue(negotiation);
                body.WriteEndArray();
            }
            body.WriteEndObject();
        }
        return new WrittenJson(buffer.ToArray());
    }

    private async Task<ProjectionAnswer<T>?> Read<T>(
        Build build, string select, IEnumerable<NpgsqlParameter> parameters, Func<NpgsqlDataReader, T> rowOf, CancellationToken cancellation)
    {
        await using var ask = database.CreateCommand(
            $"""
            select v.position, v.state,
                   array(select s.negotiation from diplo.set_aside s where s.view = v.name and s.build = v.build order by s.negotiation limit {ProjectionAnswer.MostMissing}),
                   case when v.position >= h.position then 0 else greatest(1, (extract(epoch from clock_timestamp()
                       - (select e.timestamp from mt_events e where e.seq_id = v.position + 1)) * 1000)::bigint) end,
                   {ProjectionSchema.IsInLog("v")}, r.*
            from diplo.views v
            cross join (select {LogEnd.LastPosition}) h (position)
            left join lateral ({select}) r on true
            where v.name = '{build.View}' and v.build = {build.Number.ToString(CultureInfo.InvariantCulture)}
            """);
        foreach (var parameter in parameters)
            ask.Parameters.Add(parameter.Clone());
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        ProjectionAnswer<T>? answer = null;
        while (await rows.ReadAsync(cancellation))
        {
            answer ??= new ProjectionAnswer<T>(
                rows.GetInt64(0), rows.GetInt64(3), Enum.Parse<BuildState>(rows.GetString(1)), rows.GetFieldValue<string[]>(2), rows.GetBoolean(4), []);
            if (!rows.IsDBNull(ProjectionAnswer.Columns))
                answer.Rows.Add(rowOf(rows));
        }
        return answer;
    }

    private async Task<long> PositionOf(Projection view, CancellationToken cancellation)
    {
        if (await BuildOf(view, cancellation) is not { } build)
            return 0;
        await using var ask = database.CreateCommand("select position from diplo.views where name = $1 and build = $2");
        ask.Parameters.Add(new() { Value = build.View });
        ask.Parameters.Add(new() { Value = build.Number });
        if (await ask.ExecuteScalarAsync(cancellation) is long position)
            return position;
        _builds.TryRemove(view.Name, out _);
        return 0;
    }

    /// <summary>
    /// The build to read: the one of this program's version once it has caught up, until then the current one.
    /// </summary>
    private async Task<Build?> BuildOf(Projection view, CancellationToken cancellation)
    {
        if (_builds.TryGetValue(view.Name, out var known))
            return known;

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); waited.Elapsed < FirstBuild; await timer.WaitForNextTickAsync(cancellation))
        {
            await using var ask = database.CreateCommand(
                $"""
                select {Build.Columns} from diplo.views where name = $1 and state <> 'Building'
                order by version = $2 desc, state = 'Current' desc, build desc limit 1
                """);
            ask.Parameters.Add(new() { Value = view.Name });
            ask.Parameters.Add(new() { Value = view.Version });
            await using var row = await ask.ExecuteReaderAsync(cancellation);
            if (await row.ReadAsync(cancellation))
                return _builds[view.Name] = Build.Of(row);
        }
        return null;
    }
}

internal static class ProjectionAnswer
{
    /// <summary>The number of leading columns that report freshness; the select's columns follow.</summary>
    public const int Columns = 5;

    /// <summary>Maximum number of left-out negotiations named; health counts all.</summary>
    public const int MostMissing = 100;
}

/// <summary>A page of a view as rows.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Lag">Milliseconds since the view was last at the head of the log.</param>
/// <param name="Missing">The negotiations that the view leaves out.</param>
internal sealed record ViewPage<T>(
    IReadOnlyList<T> Items, string? Next, long Position, long Lag, IReadOnlyList<string> Missing);

/// <summary>The content of a view, and its freshness.</summary>
/// <param name="Lag">Milliseconds since the view was last at the head of the log.</param>
/// <param name="Missing">The negotiations that the view leaves out.</param>
/// <param name="IsInLog">Whether the log contains what the view was built from.</param>
internal sealed record ProjectionAnswer<T>(long Position, long Lag, BuildState State, IReadOnlyList<string> Missing, bool IsInLog, List<T> Rows)
{
    private const int MostInHeader = 5;

    /// <summary>A sentence that names what the answer leaves out, or null.</summary>
    public string? LeavesOut => Missing is [] ? null
        : $"Not shown, because the tracker cannot take them in: {string.Join(", ", Missing.Take(MostInHeader))}{(Missing.Count > MostInHeader ? ", …" : "")}.";

    [Through(typeof(Freshness))]
    [SaysHeader("Warning", "Only when the view leaves out negotiations that it cannot take in: which. `missing` names more of them.")]
    public void Say(HttpResponse response, Projection view)
    {
        Freshness.Say(response, Position, Lag);
        if (Missing is not [])
            response.Headers.Warning = $"199 DiploTracker \"{view.Name} leaves out {string.Join(", ", Missing.Take(MostInHeader))}{(Missing.Count > MostInHeader ? ", ..." : "")}\"";
    }
}
