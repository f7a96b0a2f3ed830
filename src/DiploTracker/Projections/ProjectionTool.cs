using System.Globalization;
using DiploTracker.Database;
using DiploTracker.Nodes;
using DiploTracker.Recording;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>The command <c>views</c>, run beside trackers or alone.</summary>
internal sealed class ProjectionTool(BackgroundDatabase background, Leases leases, ProjectionCatalogue catalogue, Timelines timelines, LogClock clock, ILogger<ProjectionTool> logger)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    public async Task<bool> Run(ViewsAction action, string name, TextWriter output, CancellationToken cancellation)
    {
        await using var connection = await background.Source.OpenConnectionAsync(cancellation);
        await ProjectionSchema.Prepare(connection, cancellation);
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
            return action == ViewsAction.rebuild ? await Rebuild(connection, view, output, cancellation) : await Retry(connection, view, output, cancellation);
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
            select v.name, v.version, v.build, v.state, v.position,
                   coalesce((extract(epoch from clock_timestamp() - (select timestamp from mt_events where seq_id = v.position + 1)) * 1000)::bigint, 0),
                   coalesce(s.left_out, v.compared, ''), s.left_out is null
            from diplo.views v
            cross join lateral (
                select 'leaves out ' || string_agg(s.negotiation || ' from position ' || s.position || ' on (' || s.reason || ')', '; ' order by s.position) as left_out
                from (select * from diplo.set_aside s where s.view = v.name and s.build = v.build order by s.position limit 10) s) s
            order by v.name, v.build
            """, connection);
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        await output.WriteLineAsync($"{"view",-14}{"version",8}{"build",7}  {"state",-10}{"position",10}{"lag ms",10}  notes");
        var isWhole = true;
        while (await rows.ReadAsync(cancellation))
        {
            isWhole &= rows.GetBoolean(7);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{rows.GetString(0),-14}{rows.GetInt32(1),8}{rows.GetInt32(2),7}  {rows.GetString(3),-10}{rows.GetInt64(4),10}{rows.GetInt64(5),10}  {rows.GetString(6)}"));
        }
        return isWhole;
    }

    /// <summary>
    /// Rebuilds the view beside the table that is read, by a running tracker or, when none works on it, here.
    /// </summary>
    private async Task<bool> Rebuild(NpgsqlConnection connection, Projection view, TextWriter output, CancellationToken cancellation)
    {
        var build = await ProjectionBuilds.Create(connection, view, lease: null, cancellation);
        await output.WriteLineAsync($"{build.TableName} is being built.");
        await using var shift = new LeasedProjections(connection, new ProjectionCatalogue([view]), leases);
        var applier = new ProjectionUpdater(background.Source, timelines, clock, logger);
        using var timer = new PeriodicTimer(Between);
        do
        {
            await shift.Look(cancellation);
            var head = await timelines.Commits.Reached(cancellation);
            foreach (var own in shift.Views.Where(own => own.Build.Number == build.Number && own.Position < head))
                await applier.Apply(connection, [own], own.Position, head, cancellation);
            await shift.SwitchWhatHasCaughtUp(head, cancellation);

            var now = (await ProjectionBuilds.Load(connection, cancellation)).Find(one => one.View == view.Name && one.Number == build.Number);
            if (now is null or { State: not BuildState.Building })
            {
                await output.WriteLineAsync(now is null
                    ? $"{build.TableName} has been overtaken by another build."
                    : $"{build.TableName} is current at position {now.Position}{(now.Compared is null ? "" : $"; compared with the one before, {now.Compared}")}.");
                return true;
            }
            if (now.Position >= head && await SetAside.OnlyOf(connection, build, cancellation) is not [] and var only)
            {
                await output.WriteLineAsync(
                    $"{build.TableName} is built, but cannot take in what the one before shows: {string.Join(", ", only)}; views list says why. The one before goes on. Once the cause is mended, views retry {view.Name} tries again.");
                return false;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
        return false;
    }

    /// <summary>Retries what the view leaves out, by a running tracker or, when none works on it, here.</summary>
    private async Task<bool> Retry(NpgsqlConnection connection, Projection view, TextWriter output, CancellationToken cancellation)
    {
        await SetAside.Retry(connection, view.Name, cancellation);
        await using var shift = new LeasedProjections(connection, new ProjectionCatalogue([view]), leases);
        var applier = new ProjectionUpdater(background.Source, timelines, clock, logger);
        using var timer = new PeriodicTimer(Between);
        List<(SetAside Left, bool IsToBeTried)> own;
        do
        {
            await shift.Look(cancellation);
            await applier.TryAgain(connection, shift.Views, cancellation);
            own = (await SetAside.Load(connection, cancellation)).FindAll(one => one.Left.View == view.Name);
        }
        while (own.Exists(one => one.IsToBeTried) && await timer.WaitForNextTickAsync(cancellation));

        foreach (var (left, _) in own)
            await output.WriteLineAsync($"{view.Name} leaves out {left.Negotiation} from position {left.Position} on: {left.Reason}");
        if (own is [])
            await output.WriteLineAsync($"{view.Name} leaves out nothing.");
        return own is [];
    }

    /// <summary>
    /// Compares the current table row by row with the rows that the log gives today; changes nothing.
    /// </summary>
    private async Task<bool> Compare(NpgsqlConnection connection, Projection view, TextWriter output, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        if ((await ProjectionBuilds.Load(connection, cancellation)).Find(one => one.View == view.Name && one.State == BuildState.Current) is not { } current)
        {
            await output.WriteLineAsync($"{view.Name} has not been built yet.");
            return false;
        }
        var columns = string.Join(", ", view.Columns.Select(column => $"{column.Name} {column.Sql}"));
        await ProjectionBuilds.Execute(connection,
            $"""create temporary table fresh (negotiation text collate "C" not null, id text collate "C" not null, {columns}) on commit drop""", cancellation);
        var applier = new ProjectionUpdater(background.Source, timelines, clock, logger);
        var writer = new RowWriter(view, current);
        var leftOut = (await SetAside.Load(connection, cancellation)).Where(one => one.Left.View == view.Name).Select(one => one.Left.Negotiation).ToHashSet();
        List<string> failures = [];
        await foreach (var part in applier.RowsOf(view, current.Position, leftOut, cancellation))
        {
            failures.AddRange(part.Where(one => one.Failure is not null).Select(one => $"{one.Negotiation} ({one.Failure})"));
            await writer.Copy(connection, "fresh", part.SelectMany(one => one.Rows), cancellation);
        }
        var compared = await BuildComparison.Of(connection, current, view, "fresh", current.Position, cancellation);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{current.TableName} at position {current.Position}, compared with what the log gives: {compared}{(leftOut.Count == 0 ? "" : $"; left out: {string.Join(", ", leftOut.Order())}")}{(failures is [] ? "" : $"; cannot be made of the log: {string.Join(", ", failures)}")}."));
        return compared.Differing == 0 && failures is [];
    }
}
