using DiploTracker.Database;
using DiploTracker.Nodes;
using Npgsql;

namespace DiploTracker.Projections;

internal sealed partial class ProjectionUpdater
{
    /// <summary>Writes in one transaction. If the database refuses rows, their negotiations are set aside.</summary>
    private async Task Write(NpgsqlConnection connection, List<Taking> taking, long from, long to, CancellationToken cancellation)
    {
        try
        {
            await using var batch = new NpgsqlBatch(connection); // one transaction, without the two round trips for its beginning and end
            foreach (var one in taking)
            {
                AddRows(batch, one.View, one.Rows);
                LeaveOut(batch, one.View, one.Left, one.Healed);
            }
            await Advance(batch, [.. taking.Select(one => one.View)], from, to, cancellation);
        }
        catch (PostgresException failure) when (DatabaseFailure.IsOfTheData(failure))
        {
            var isFound = false;
            foreach (var one in taking)
                foreach (var (refused, reason) in await Refused(connection, one.View, one.Rows, cancellation))
                {
                    one.Rows.Remove(refused);
                    one.SetAside(refused.Negotiation, reason);
                    isFound = true;
                }
            if (!isFound)
                throw; // no single negotiation is the cause
            await Write(connection, taking, from, to, cancellation);
            return;
        }
        foreach (var one in taking)
            Reached(one.View, to, one.Left, one.Healed);
    }

    /// <summary>
    /// The negotiations whose rows the database refuses, found by halving; every attempt is rolled back.
    /// </summary>
    private static async Task<List<(ProjectedRows Taken, string Reason)>> Refused(
        NpgsqlConnection connection, ActiveBuild view, IReadOnlyList<ProjectedRows> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
            return [];
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation); // rolled back
            await using var batch = new NpgsqlBatch(connection, transaction);
            AddRows(batch, view, rows);
            if (batch.BatchCommands.Count > 0)
                await batch.ExecuteNonQueryAsync(cancellation);
            return [];
        }
        catch (PostgresException failure) when (DatabaseFailure.IsOfTheData(failure))
        {
            if (rows is [var one])
                return [(one, failure.MessageText)];
            var half = rows.Count / 2;
            return
            [
                .. await Refused(connection, view, [.. rows.Take(half)], cancellation),
                .. await Refused(connection, view, [.. rows.Skip(half)], cancellation),
            ];
        }
    }

    /// <summary>Deletes the rows of negotiations that are set aside, and records which they are.</summary>
    private static void LeaveOut(NpgsqlBatch batch, ActiveBuild view, IReadOnlyCollection<SetAside> left, IReadOnlyCollection<string> healed)
    {
        if (left.Count > 0)
            batch.BatchCommands.Add(view.Writer.TakeOthers([.. left.Select(one => one.Negotiation)], []));
        SetAside.Write(batch, view.Build, left, healed);
    }

    private void Reached(ActiveBuild view, long position, IReadOnlyCollection<SetAside> left, IReadOnlyCollection<string> healed)
    {
        foreach (var one in left.Where(one => !view.SetAside.ContainsKey(one.Negotiation)))
            LogSetAside(view.Build.TableName, one.Negotiation, one.Position, one.Reason);
        foreach (var negotiation in healed)
            LogHealed(view.Build.TableName, negotiation);
        view.Reached(position, left, healed);
    }

    private static void AddRows(NpgsqlBatch batch, ActiveBuild view, IReadOnlyList<ProjectedRows> all)
    {
        var gone = all.SelectMany(taken => taken.Gone.Select(id => (taken.Negotiation, id))).ToList();
        if (gone.Count > 0)
            batch.BatchCommands.Add(view.Writer.Take(gone));
        var put = all.SelectMany(taken => taken.Rows).ToList();
        if (put.Count > 0)
            batch.BatchCommands.Add(view.Writer.Put(put));
    }

    /// <summary>
    /// Advances the checkpoints with the rows: only from where this node believes them to be, on the same log, and
    /// under its leases.
    /// </summary>
    private static Task Advance(NpgsqlBatch batch, IReadOnlyList<ActiveBuild> views, long from, long to, CancellationToken cancellation) => AllAt(
        batch, views, from,
        $"""
        update diplo.views v set position = $7, event = (select id from mt_events where seq_id = $7), problem = null, problem_negotiation = null
        from unnest($1, $2) b (name, build) where v.name = b.name and v.build = b.build and v.position = $3 and {ProjectionSchema.IsInLog("v")}
        returning v.name
        """, cancellation, to);

    /// <summary>Fails if the views are no longer at the position from which to catch up.</summary>
    private static async Task MustStand(NpgsqlConnection connection, IReadOnlyList<ActiveBuild> views, long from, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        await AllAt(batch, views, from,
            $"select v.name from diplo.views v join unnest($1, $2) b (name, build) using (name, build) where v.position = $3 and {ProjectionSchema.IsInLog("v")}", cancellation);
    }

    /// <summary>Runs a batch that fails as a whole unless all of the views are at a position.</summary>
    /// <param name="sql">Returns a row for each of the views that is there.</param>
    private static async Task AllAt(
        NpgsqlBatch batch, IReadOnlyList<ActiveBuild> views, long from, string sql, CancellationToken cancellation, params long[] more)
    {
        var leases = views.Select(view => view.Lease).OfType<Lease>().ToList();
        var all = new NpgsqlBatchCommand(
            $"with there as ({sql}) select {ProjectionSchema.MustMove}(cardinality($1), (select count(*) from there)), {Lease.MustHold}($4, $5, $6)")
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
        catch (PostgresException moved) when (moved.SqlState is ProjectionSchema.HasMoved or Lease.Lost)
        {
            throw new CheckpointConflictException($"Another node has moved {string.Join(", ", views.Select(view => view.Build.TableName))} on from position {from}.");
        }
    }

    [LoggerMessage(LogLevel.Error, "The view {Table} leaves out {Negotiation} from position {Position} on, which it cannot take in: {Reason}")]
    private partial void LogSetAside(string table, string negotiation, long position, string reason);

    [LoggerMessage(LogLevel.Information, "The view {Table} shows {Negotiation} again")]
    private partial void LogHealed(string table, string negotiation);
}
