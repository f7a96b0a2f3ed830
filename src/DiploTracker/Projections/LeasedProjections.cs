using DiploTracker.Nodes;
using Npgsql;

namespace DiploTracker.Projections;

/// <summary>The views that this node works on while it holds their leases.</summary>
internal sealed class LeasedProjections(NpgsqlConnection connection, ProjectionCatalogue catalogue, Leases leases) : IAsyncDisposable
{
    private readonly Dictionary<Projection, Lease> _leases = [];
    private List<ActiveBuild> _views = [];

    public IReadOnlyList<ActiveBuild> Views => _views;

    public IReadOnlyList<ActiveBuild> OnALongWay { get; set; } = [];

    /// <summary>
    /// Acquires free leases, finds builds created meanwhile, and drops builds that no node maintains.
    /// </summary>
    /// <exception cref="LeaseLostException">
    /// Another node has taken over a view: the state held for it here is stale.
    /// </exception>
    public async Task Look(CancellationToken cancellation)
    {
        await leases.Want([.. catalogue.All.Select(WorkOn)], cancellation);
        foreach (var view in catalogue.All)
            if (leases.On(WorkOn(view)) is var now && _leases.GetValueOrDefault(view) is { } lease && lease != now)
                throw new LeaseLostException($"Another node has taken over: {lease.Name}.");
            else if (now is not null)
                _leases[view] = now;

        var lost = await ProjectionBuilds.RetireLost(connection, [.. _leases.Keys.Select(view => view.Name)], cancellation);
        var builds = await ProjectionBuilds.Load(connection, cancellation);
        foreach (var (view, lease) in _leases)
        {
            if (!builds.Exists(build => build.View == view.Name && build.Version == view.Version && !lost.Contains((build.View, build.Number))))
                builds.Add(await ProjectionBuilds.Create(connection, view, lease, cancellation));
            foreach (var build in builds.Where(build => build.View == view.Name).ToList())
                if (await IsOver(view, build, builds, cancellation))
                {
                    builds.Remove(build);
                    await TryDrop(build, lease, cancellation);
                }
        }
        var before = _views;
        _views = [.. builds.Where(build => !lost.Contains((build.View, build.Number))).Select(build => FollowedOf(build)).OfType<ActiveBuild>()];
        foreach (var (left, isToBeTried) in await SetAside.Load(connection, cancellation))
            if (_views.Find(view => view.Build.View == left.View && view.Build.Number == left.Build) is { } view)
                view.Has(left, isToBeTried || !before.Contains(view));
    }

    /// <summary>Switches to the builds that have reached the head of the log.</summary>
    public async Task SwitchWhatHasCaughtUp(long head, CancellationToken cancellation)
    {
        foreach (var view in _views.Except(OnALongWay).Where(view => view.MaySwitch && view.Position >= head))
        {
            if (await Switch(view, cancellation))
                view.Is(BuildState.Current);
            foreach (var other in _views.Where(other => other != view && other.View == view.View && other.Build.State == BuildState.Current))
                other.Is(BuildState.Retired);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The connection returns to the pool without a reset and must not keep its settings.
        if (connection.State != System.Data.ConnectionState.Open)
            return;
        try
        {
            await ProjectionBuilds.Execute(connection, "reset all", CancellationToken.None);
        }
        catch (Exception failure) when (failure is NpgsqlException or ObjectDisposedException)
        {
            NpgsqlConnection.ClearPool(connection); // it is broken
        }
    }

    private ActiveBuild? FollowedOf(Build build) =>
        _views.Find(followed => followed.Build.View == build.View && followed.Build.Number == build.Number && IsWhereItWas(followed, build))
        ?? (_leases.FirstOrDefault(one => one.Key.Name == build.View && one.Key.Version == build.Version) is { Key: { } view, Value: var lease } ? new ActiveBuild(view, build, lease) : null);

    // If the position differs although nobody else may move it, the database was restored: the state held here is
    // stale.
    private bool IsWhereItWas(ActiveBuild followed, Build build) => followed.Position == build.Position || OnALongWay.Contains(followed);

    private async Task<bool> Switch(ActiveBuild view, CancellationToken cancellation)
    {
        try
        {
            return await ProjectionBuilds.Switch(connection, view, anew: false, cancellation);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.InvalidTableDefinition)
        {
            // Columns of the dashboards' view were dropped or changed type: drop it and create it again.
            return await ProjectionBuilds.Switch(connection, view, anew: true, cancellation);
        }
    }

    /// <summary>Whether a build is superseded and no node keeps it up to date.</summary>
    private async Task<bool> IsOver(Projection view, Build build, List<Build> builds, CancellationToken cancellation)
    {
        if (build.State == BuildState.Current || OnALongWay.Any(view => view.Build.View == build.View && view.Build.Number == build.Number))
            return false;
        if (!builds.Exists(other => other.View == build.View && other.State == BuildState.Current && other.Number > build.Number))
            return false;
        return build.Version == view.Version || !await IsKept(build, cancellation);
    }

    /// <summary>Whether a node that runs another version of the program keeps the build up to date.</summary>
    private async Task<bool> IsKept(Build build, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand("select exists (select from diplo.leases where name = $1 and node is not null)", connection)
        {
            Parameters = { new() { Value = WorkOn(build.View, build.Version) } },
        };
        return await ask.ExecuteScalarAsync(cancellation) is true;
    }

    private async Task TryDrop(Build build, Lease lease, CancellationToken cancellation)
    {
        try
        {
            await ProjectionBuilds.Drop(connection, build, lease, cancellation);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // A reader still holds it. The next look tries again.
        }
    }

    private static string WorkOn(Projection view) => WorkOn(view.Name, view.Version);

    private static string WorkOn(string view, int version) => $"view {view} {version}";
}
