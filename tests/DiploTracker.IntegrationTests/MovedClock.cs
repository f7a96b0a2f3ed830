using System.Runtime.Versioning;

namespace DiploTracker.IntegrationTests;

/// <summary>The clocks of a machine, moved by a test: a time of day that somebody sets, and time that passes.</summary>
internal sealed class MovedClock : TimeProvider
{
    private TimeSpan _set, _passed;

    /// <summary>Time passes: both clocks go on.</summary>
    public void Pass(TimeSpan time) => _passed += time;

    /// <summary>Somebody sets the time of day.</summary>
    public void Set(TimeSpan by) => _set += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _passed + _set;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(_passed.TotalSeconds * TimestampFrequency);
}

/// <summary>The clock of a database, moved by a test: another function of the same name is found before PostgreSQL's own.</summary>
[UnsupportedOSPlatform("windows")]
internal static class DatabaseClock
{
    /// <summary>Before the first tracker connects.</summary>
    public static async Task<string> WithClockAsync(this Task<string> database)
    {
        var connectionString = await database;
        await Folder.AskAsync(connectionString,
            """
            create schema moved;
            create table moved.by (step interval not null);
            insert into moved.by values ('0');
            create function moved.clock_timestamp() returns timestamptz language sql volatile
                as 'select pg_catalog.clock_timestamp() + step from moved.by';
            do $$ begin execute format('alter database %I set search_path to moved, pg_catalog, public', current_database()); end $$;
            """);
        return connectionString;
    }

    /// <summary>Sets it by so much.</summary>
    public static Task SetAsync(string database, TimeSpan by) =>
        Folder.AskAsync(database, $"update moved.by set step = step + make_interval(secs => {by.TotalSeconds})");
}
