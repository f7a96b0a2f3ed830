using DiploTracker.Nodes;
using Npgsql;

namespace DiploTracker.Views;

internal sealed partial class ViewApplier
{
    /// <summary>Writes in one transaction; what the database will not store is a poison too, once it is known which negotiation it is.</summary>
    private async Task<List<Poison>> Write(
        NpgsqlConnection connection, List<(Followed View, List<Taken> Rows)> written, long from, long to,
        CancellationToken cancellation)
    {
        try
        {
            await using var batch = new NpgsqlBatch(connection); // as a whole one transaction, without the two ways to the server that its beginning and end would take
            foreach (var (view, rows) in written)
                AddRows(batch, view, rows);
            await Advance(batch, [.. written.Select(view => view.View)], from, to, cancellation);
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
        foreach (var taken in all)
        {
            var (isKnown, changed, gone) = view.Written.Compare(taken);
            put.AddRange(changed);
            take.AddRange(gone.Select(id => (taken.Negotiation, id)));
            if (isKnown)
                continue;
            unknown.Add(taken.Negotiation);
            ofUnknown.AddRange(taken.Rows);
        }
        if (unknown.Count > 0)
            batch.BatchCommands.Add(view.Writer.TakeOthers(unknown, ofUnknown));
        if (take.Count > 0)
            batch.BatchCommands.Add(view.Writer.Take(take));
        if (put.Count > 0)
            batch.BatchCommands.Add(view.Writer.Put(put));
    }

    /// <summary>Moves the positions with the rows: only from where this node thinks they are, along the log that they are of, and under its leases.</summary>
    private static Task Advance(NpgsqlBatch batch, IReadOnlyList<Followed> views, long from, long to, CancellationToken cancellation) => AllAt(
        batch, views, from,
        $"""
        update diplo.views v set position = $7, event = (select id from mt_events where seq_id = $7), problem = null, problem_negotiation = null
        from unnest($1, $2) b (name, build) where v.name = b.name and v.build = b.build and v.position = $3 and {ViewSchema.IsInLog("v")}
        returning v.name
        """, cancellation, to);

    /// <summary>A long way is not begun from where views stand no longer.</summary>
    private static async Task MustStand(NpgsqlConnection connection, IReadOnlyList<Followed> views, long from, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        await AllAt(batch, views, from,
            $"select v.name from diplo.views v join unnest($1, $2) b (name, build) using (name, build) where v.position = $3 and {ViewSchema.IsInLog("v")}", cancellation);
    }

    /// <summary>Runs a batch that fails as a whole unless all of the views stand at a position.</summary>
    /// <param name="sql">Gives a row for each of the views that stands there.</param>
    private static async Task AllAt(
        NpgsqlBatch batch, IReadOnlyList<Followed> views, long from, string sql, CancellationToken cancellation, params long[] more)
    {
        var leases = views.Select(view => view.Lease).OfType<Lease>().ToList();
        var all = new NpgsqlBatchCommand(
            $"with there as ({sql}) select {ViewSchema.MustMove}(cardinality($1), (select count(*) from there)), {Lease.MustHold}($4, $5, $6)")
        {
            Parameters =
            {
                new() { Value = views.Select(view => view.View.Name).ToArray() },
                new() { Value = views.Select(view => view.Build.Number).ToArray() },
                new() { Value = from },
                new() { Value = leases is [var one, ..] ? one.Node.Id : Guid.Empty },
                new() { Value = leases.ConvertAll(lease => lease.Name).ToArray() },
                new() { Value = leases.ConvertAll(lease => lease.Token).ToArray() },
            },
        };
        foreach (var value in more)
            all.Parameters.Add(new() { Value = value });
        batch.BatchCommands.Add(all);
        try
        {
            await batch.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException moved) when (moved.SqlState is ViewSchema.HasMoved or Lease.Lost)
        {
            throw new ViewMovedException($"Another node has moved {string.Join(", ", views.Select(view => view.Build.TableName))} on from position {from}.");
        }
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

    private static bool IsOfTheRows(PostgresException failure) => failure.SqlState[..2] is "22" or "23" or "42" or "54";

    [LoggerMessage(LogLevel.Error, "The view {Table} stops at position {Position}; it cannot take in {Negotiation}: {Reason}")]
    private partial void LogStopped(string table, long position, string negotiation, string reason);
}
