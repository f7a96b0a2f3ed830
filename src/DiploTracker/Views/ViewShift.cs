using Npgsql;

namespace DiploTracker.Views;

/// <summary>The views that this node works on, as long as its connection holds their locks.</summary>
internal sealed class ViewShift(NpgsqlConnection connection, ViewCatalogue catalogue) : IAsyncDisposable
{
    private readonly HashSet<View> _locked = [];
    private List<Followed> _views = [];

    public IReadOnlyList<Followed> Views => _views;

    public IReadOnlyList<Followed> OnALongWay { get; set; } = [];

    /// <summary>Takes the locks that are free, finds builds that were made meanwhile, and takes away those that nobody works on.</summary>
    public async Task Look(CancellationToken cancellation)
    {
        foreach (var view in catalogue.All.Except(_locked).ToList())
            if (await TryLock(view.Name, view.Version, cancellation))
                _locked.Add(view);

        var lost = await ViewBuilds.RetireLost(connection, [.. _locked.Select(view => view.Name)], cancellation);
        var builds = await ViewBuilds.Load(connection, cancellation);
        foreach (var view in _locked)
        {
            if (!builds.Exists(build => build.View == view.Name && build.Version == view.Version && !lost.Contains((build.View, build.Number))))
                builds.Add(await ViewBuilds.Create(connection, view, cancellation));
            foreach (var build in builds.Where(build => build.View == view.Name).ToList())
                if (await IsOver(view, build, builds, cancellation))
                {
                    builds.Remove(build);
                    await TryDrop(build, cancellation);
                }
        }
        _views = [.. builds.Where(build => !lost.Contains((build.View, build.Number))).Select(build => FollowedOf(build)).OfType<Followed>()];
    }

    /// <summary>Switches to the builds that have reached the head.</summary>
    public async Task SwitchWhatHasCaughtUp(long head, CancellationToken cancellation)
    {
        foreach (var view in _views.Except(OnALongWay).Where(view => view.Build is { State: BuildState.Building, Problem: null } && view.Position >= head))
        {
            if (await Switch(view, cancellation))
                view.Is(BuildState.Current);
            foreach (var other in _views.Where(other => other != view && other.View == view.View && other.Build.State == BuildState.Current))
                other.Is(BuildState.Retired);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The connection goes back to the pool without a reset, and must not take its locks and settings along.
        if (connection.State != System.Data.ConnectionState.Open)
            return;
        try
        {
            await ViewBuilds.Execute(connection, "select pg_advisory_unlock_all(); reset all", CancellationToken.None);
        }
        catch (Exception failure) when (failure is NpgsqlException or ObjectDisposedException)
        {
            NpgsqlConnection.ClearPool(connection); // it is broken: the server has dropped the locks with it
        }
    }

    private Followed? FollowedOf(Build build) =>
        _views.Find(followed => followed.Build.View == build.View && followed.Build.Number == build.Number && IsWhereItWas(followed, build))
        ?? (_locked.FirstOrDefault(view => view.Name == build.View && view.Version == build.Version) is { } view ? new Followed(view, build) : null);

    // Where nobody else may move it, it was put back with the database: what is remembered of it holds no longer.
    private bool IsWhereItWas(Followed followed, Build build) => followed.Position == build.Position || OnALongWay.Contains(followed);

    private async Task<bool> Switch(Followed view, CancellationToken cancellation)
    {
        try
        {
            return await ViewBuilds.Switch(connection, view.View, view.Build, anew: false, cancellation);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.InvalidTableDefinition)
        {
            // Columns of the dashboards' view went or changed their type: it cannot be replaced, only made anew.
            return await ViewBuilds.Switch(connection, view.View, view.Build, anew: true, cancellation);
        }
    }

    /// <summary>Is a build behind another one, and does nobody keep it up to date any more?</summary>
    private async Task<bool> IsOver(View view, Build build, List<Build> builds, CancellationToken cancellation)
    {
        if (build.State == BuildState.Current || OnALongWay.Any(view => view.Build.View == build.View && view.Build.Number == build.Number))
            return false;
        if (!builds.Exists(other => other.View == build.View && other.State == BuildState.Current && other.Number > build.Number))
            return false;
        if (build.Version == view.Version)
            return true;
        if (!await TryLock(build.View, build.Version, cancellation))
            return false;
        await using var unlock = new NpgsqlCommand("select pg_advisory_unlock(hashtextextended($1, 0))", connection)
        {
            Parameters = { new() { Value = LockName(build.View, build.Version) } },
        };
        await unlock.ExecuteNonQueryAsync(cancellation);
        return true;
    }

    private async Task TryDrop(Build build, CancellationToken cancellation)
    {
        try
        {
            await ViewBuilds.Drop(connection, build, cancellation);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // Somebody still reads it. The next look tries again.
        }
    }

    private async Task<bool> TryLock(string view, int version, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", connection)
        {
            Parameters = { new() { Value = LockName(view, version) } },
        };
        return (bool)(await ask.ExecuteScalarAsync(cancellation))!;
    }

    private static string LockName(string view, int version) => $"diplo view {view} {version}";
}
