using System.Globalization;
using DiploTracker.Nodes;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Views;

/// <summary>What the command <c>views</c> does, beside running trackers or alone.</summary>
internal sealed class ViewTool(BackgroundDatabase background, Leases leases, ViewCatalogue catalogue, Timelines timelines, LogClock clock, ILogger<ViewTool> logger)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    public async Task<bool> Run(ViewsAction action, string name, TextWriter output, CancellationToken cancellation)
    {
        await using var connection = await background.Source.OpenConnectionAsync(cancellation);
        await ViewSchema.Prepare(connection, cancellation);
        if (action == ViewsAction.list)
            return await List(connection, output, cancellation);
        if (catalogue.Named(name) is not { } view)
        {
            await output.WriteLineAsync($"There is no view '{name}'; there are {string.Join(", ", catalogue.All.Select(one => one.Name))}.");
            return false;
        }
        if (action == ViewsAction.compare)
            return await Compare(connection, view, output, cancellation);
        try
        {
            await leases.StartAsync(cancellation);
            return await Rebuild(connection, view, output, cancellation);
        }
        finally
        {
            await leases.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> List(NpgsqlConnection connection, TextWriter output, CancellationToken cancellation)
    {
        await using var select = new NpgsqlCommand(
            """
            select v.name, v.version, v.build, case when v.problem is null then v.state else 'Stopped' end, v.position,
                   coalesce((extract(epoch from clock_timestamp() - (select timestamp from mt_events where seq_id = v.position + 1)) * 1000)::bigint, 0),
                   coalesce(v.problem_negotiation || ': ' || v.problem, v.compared, '')
            from diplo.views v order by v.name, v.build
            """, connection);
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        await output.WriteLineAsync($"{"view",-14}{"version",8}{"build",7}  {"state",-10}{"position",10}{"lag ms",10}  notes");
        var allFollow = true;
        while (await rows.ReadAsync(cancellation))
        {
            allFollow &= rows.GetString(3) != "Stopped";
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{rows.GetString(0),-14}{rows.GetInt32(1),8}{rows.GetInt32(2),7}  {rows.GetString(3),-10}{rows.GetInt64(4),10}{rows.GetInt64(5),10}  {rows.GetString(6)}"));
        }
        return allFollow;
    }

    /// <summary>Has the view built anew beside the table that is read, by a running tracker or, when none works on it, here.</summary>
    private async Task<bool> Rebuild(NpgsqlConnection connection, View view, TextWriter output, CancellationToken cancellation)
    {
        var build = await ViewBuilds.Create(connection, view, lease: null, cancellation);
        await output.WriteLineAsync($"{build.TableName} is being built.");
        await using var shift = new ViewShift(connection, new ViewCatalogue([view]), leases);
        var applier = new ViewApplier(background.Source, timelines, clock, logger);
        using var timer = new PeriodicTimer(Between);
        do
        {
            await shift.Look(cancellation);
            var head = await Head(connection, cancellation);
            foreach (var own in shift.Views.Where(own => own.Build.Number == build.Number && own.MayGoOn && own.Position < head))
                await applier.Apply(connection, [own], own.Position, head, cancellation);
            await shift.SwitchWhatHasCaughtUp(head, cancellation);

            var now = (await ViewBuilds.Load(connection, cancellation)).Find(one => one.View == view.Name && one.Number == build.Number);
            if (now is null or { State: not BuildState.Building })
            {
                await output.WriteLineAsync(now is null
                    ? $"{build.TableName} has been overtaken by another build."
                    : $"{build.TableName} is current at position {now.Position}{(now.Compared is null ? "" : $"; compared with the one before, {now.Compared}")}.");
                return true;
            }
            if (now.Problem is not null)
            {
                await output.WriteLineAsync($"{build.TableName} has stopped at position {now.Position}; it cannot take in {now.ProblemNegotiation}: {now.Problem}. The one before goes on.");
                return false;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
        return false;
    }

    /// <summary>Compares the current table row by row with what the log gives today; changes nothing.</summary>
    private async Task<bool> Compare(NpgsqlConnection connection, View view, TextWriter output, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        if ((await ViewBuilds.Load(connection, cancellation)).Find(one => one.View == view.Name && one.State == BuildState.Current) is not { } current)
        {
            await output.WriteLineAsync($"{view.Name} has not been built yet.");
            return false;
        }
        var columns = string.Join(", ", view.Columns.Select(column => $"{column.Name} {column.Sql}"));
        await ViewBuilds.Execute(connection,
            $"""create temporary table fresh (negotiation text collate "C" not null, id text collate "C" not null, {columns}) on commit drop""", cancellation);
        var applier = new ViewApplier(background.Source, timelines, clock, logger);
        var writer = new ViewWriter(view, current);
        await foreach (var rows in applier.RowsOf(view, current.Position, cancellation))
            await writer.Copy(connection, "fresh", rows, cancellation);
        var compared = await ViewComparison.Of(connection, current, view, "fresh", current.Position, cancellation);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{current.TableName} at position {current.Position}, compared with what the log gives: {compared}."));
        return compared.Differing == 0;
    }

    private static async Task<long> Head(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand("select coalesce((select position from diplo.log_head), 0)", connection);
        return (long)(await ask.ExecuteScalarAsync(cancellation))!;
    }
}
