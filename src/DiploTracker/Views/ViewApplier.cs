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
    /// <summary>A longer range is read stream by stream, and not by negotiation from memory.</summary>
    public const long LongRange = 5_000;

    public async Task Apply(NpgsqlConnection connection, IReadOnlyList<Followed> views, long from, long to, CancellationToken cancellation)
    {
        _now = await clock.Now(cancellation);
        var poisons = to - from > LongRange
            ? await TakeStreams(views, from, to, cancellation)
            : await TakeNegotiations(connection, views, from, to, cancellation);
        foreach (var stopped in poisons.GroupBy(poison => poison.View))
        {
            var first = stopped.MinBy(poison => poison.Position)!;
            if (first.Position - 1 > from)
                await Apply(connection, [stopped.Key], from, first.Position - 1, cancellation);
            if (stopped.Key.Position == first.Position - 1)
                await Stop(connection, first, cancellation);
        }
        if (poisons.Count > 0 && to - from > LongRange && views.Except(poisons.Select(poison => poison.View)).ToList() is { Count: > 0 } others)
            await Apply(connection, others, from, to, cancellation);
    }

    private async Task<List<Poison>> TakeNegotiations(
        NpgsqlConnection connection, IReadOnlyList<Followed> views, long from, long to, CancellationToken cancellation)
    {
        var touched = await Touched(connection, from, to, cancellation);
        List<(string Negotiation, Timeline Timeline)> readable = [];
        List<Poison> poisons = [];
        foreach (var (negotiation, timeline, unreadable) in await Read(touched, to, cancellation))
            if (timeline is not null)
                readable.Add((negotiation, timeline));
            else
                poisons.AddRange(views.Select(view => new Poison(view, negotiation, touched[negotiation].First, unreadable!)));

        List<(Followed View, List<Taken> Rows)> written = [];
        foreach (var view in views)
        {
            List<Taken> rows = [];
            foreach (var (negotiation, timeline) in readable)
            {
                if (ShowsAlready(view, negotiation, timeline))
                    continue;
                var (projected, failure) = Project(view.View, negotiation, timeline, view.Written.Of(negotiation));
                if (failure is not null)
                    poisons.Add(new Poison(view, negotiation, touched[negotiation].First, failure));
                else
                    rows.Add(new Taken(negotiation, projected, timeline.Version));
            }
            if (poisons.TrueForAll(poison => poison.View != view))
                written.Add((view, rows));
        }
        if (written.Count > 0)
            poisons.AddRange(await Write(connection, written, from, to, cancellation));
        return poisons;
    }

    /// <summary>Are the rows that were written what it shows still, as all that came since is nothing to the view?</summary>
    private bool ShowsAlready(Followed view, string negotiation, Timeline timeline)
    {
        var version = view.Written.VersionOf(negotiation);
        if (version == 0 || timeline.NextOpening(_now) is not null)
            return false;
        var head = timeline.Head;
        for (var next = (int)version; next < timeline.Recorded.Count; next++)
            if (view.View.Concerns(timeline.Recorded[next].Event, head))
                return false;
        return true;
    }

    /// <summary>Writes in one transaction; what the database will not store is a poison too, once it is known which negotiation it is.</summary>
    private async Task<List<Poison>> Write(
        NpgsqlConnection connection, List<(Followed View, List<Taken> Rows)> written, long from, long to,
        CancellationToken cancellation)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var (view, rows) in written)
                AddRows(batch, view, rows);
            await Advance(batch, [.. written.Select(view => view.View)], from, to, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (PostgresException failure) when (IsOfTheRows(failure))
        {
            List<Poison> poisons = [];
            if (written.Count > 1)
                foreach (var one in written)
                    poisons.AddRange(await Write(connection, [one], from, to, cancellation));
            else if (to - from > 1)
            {
                var (view, middle) = (written[0].View, from + (to - from) / 2);
                await Apply(connection, [view], from, middle, cancellation);
                if (view.Position == middle)
                    await Apply(connection, [view], middle, to, cancellation);
            }
            else
                poisons.Add(new Poison(written[0].View, written[0].Rows[0].Negotiation, to, failure.MessageText));
            return poisons;
        }
        foreach (var (view, rows) in written)
        {
            view.Reached(to);
            foreach (var taken in rows)
                view.Written.Keep(taken);
        }
        return [];
    }

    private static void AddRows(NpgsqlBatch batch, Followed view, List<Taken> all)
    {
        List<Row> put = [], ofUnknown = [];
        List<string> unknown = [];
        List<(string, string)> take = [];
        foreach (var (negotiation, rows, _) in all)
        {
            var (isKnown, changed, gone) = view.Written.Compare(negotiation, rows);
            put.AddRange(changed);
            take.AddRange(gone.Select(id => (negotiation, id)));
            if (isKnown)
                continue;
            unknown.Add(negotiation);
            ofUnknown.AddRange(rows);
        }
        if (unknown.Count > 0)
            batch.BatchCommands.Add(view.Writer.TakeOthers(unknown, ofUnknown));
        if (take.Count > 0)
            batch.BatchCommands.Add(view.Writer.Take(take));
        if (put.Count > 0)
            batch.BatchCommands.Add(view.Writer.Put(put));
    }

    /// <summary>Moves the positions with the rows: only from where this node thinks they are.</summary>
    private static async Task Advance(NpgsqlBatch batch, IReadOnlyList<Followed> views, long from, long to, CancellationToken cancellation)
    {
        var advance = new NpgsqlBatchCommand(
            """
            update diplo.views v set position = $4, problem = null, problem_negotiation = null
            from unnest($1, $2) b (name, build) where v.name = b.name and v.build = b.build and v.position = $3
            """)
        {
            Parameters =
            {
                new() { Value = views.Select(view => view.View.Name).ToArray() },
                new() { Value = views.Select(view => view.Build.Number).ToArray() },
                new() { Value = from },
                new() { Value = to },
            },
        };
        batch.BatchCommands.Add(advance);
        await batch.ExecuteNonQueryAsync(cancellation);
        if (advance.RecordsAffected != views.Count)
            throw new ViewMovedException($"Another node has moved {string.Join(", ", views.Select(view => view.Build.TableName))} on from position {from}.");
    }

    private async Task Stop(NpgsqlConnection connection, Poison poison, CancellationToken cancellation)
    {
        var isNews = poison.View.Build.Problem != poison.Reason || poison.View.Build.ProblemNegotiation != poison.Negotiation;
        poison.View.Stopped(poison);
        if (!isNews)
            return;

        await using var stop = new NpgsqlCommand(
            "update diplo.views set problem = $3, problem_negotiation = $4 where name = $1 and build = $2", connection)
        {
            Parameters =
            {
                new() { Value = poison.View.View.Name },
                new() { Value = poison.View.Build.Number },
                new() { Value = poison.Reason },
                new() { Value = poison.Negotiation },
            },
        };
        await stop.ExecuteNonQueryAsync(cancellation);
        LogStopped(poison.View.Build.TableName, poison.Position - 1, poison.Negotiation, poison.Reason);
    }

    private (IReadOnlyList<Row> Rows, string? Failure) Project(
        View view, string negotiation, Timeline timeline, IReadOnlyDictionary<string, Row>? before = null)
    {
        try
        {
            return (view.Rows(negotiation, Opened(negotiation, timeline), before), null);
        }
        catch (Exception failure) // whatever it is, the view stops here and says so
        {
            return ([], $"{failure.GetType().Name}: {failure.Message}");
        }
    }

    private static Timeline Cut(Timeline timeline, long to) => timeline.Recorded is [.., var last] && last.Position > to
        ? Timeline.Of(timeline.Recorded.TakeWhile(fact => fact.Position <= to))
        : timeline;

    private static async Task<Dictionary<string, (long First, long Last)>> Touched(
        NpgsqlConnection connection, long from, long to, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(
            "select stream_id, min(seq_id), max(seq_id) from mt_events where seq_id > $1 and seq_id <= $2 group by stream_id", connection)
        {
            Parameters = { new() { Value = from }, new() { Value = to } },
        };
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        Dictionary<string, (long, long)> touched = [];
        while (await rows.ReadAsync(cancellation))
            touched[rows.GetString(0)] = (rows.GetInt64(1), rows.GetInt64(2));
        return touched;
    }

    private static bool IsOfTheRows(PostgresException failure) => failure.SqlState[..2] is "22" or "23" or "42" or "54";

    [LoggerMessage(LogLevel.Error, "The view {Table} stops at position {Position}; it cannot take in {Negotiation}: {Reason}")]
    private partial void LogStopped(string table, long position, string negotiation, string reason);
}
