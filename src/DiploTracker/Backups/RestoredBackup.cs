using DiploTracker.Audit;
using DiploTracker.Database;
using Npgsql;

namespace DiploTracker.Backups;

/// <summary>
/// <c>restore FILE [--replace]</c>: replaces the contents of the database with a backup, in one transaction; then
/// rebuilds what a backup leaves out, and verifies the log. Trackers that run meanwhile notice it and drop their
/// caches.
/// </summary>
internal sealed class RestoredBackup(
    PostgresClient client, IServiceProvider services, NpgsqlDataSource database, SchemaReady schema, LogVerification verification)
{
    // Whatever version made the objects: those that only one of the two builds knows must not stay, or be in the way.
    private const string Emptied =
        """
        begin;
        set client_min_messages = warning;
        -- Trackers that run would hold locks in another order; they connect again and wait.
        select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = current_user and pid <> pg_backend_pid();
        drop schema if exists diplo, views, dashboards cascade;
        do $$ declare one text; begin
            for one in
                select format('drop table if exists %s cascade', c.oid::regclass) from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname like 'mt\_%'
                union all
                select format('drop sequence if exists %s cascade', c.oid::regclass) from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' and c.relname like 'mt\_%'
                union all
                select format('drop routine if exists %s cascade', p.oid::regprocedure) from pg_proc p
                where p.pronamespace = 'public'::regnamespace and p.proname like 'mt\_%'
            loop execute one; end loop;
        end $$;

        """;

    /// <param name="replaces">The current contents of the database may be lost.</param>
    /// <exception cref="BackupException">It was refused, or failed; the database is unchanged.</exception>
    public async Task<LogVerdict> From(string file, bool replaces)
    {
        if (!replaces && await Events() is > 0 and var events)
            throw new BackupException(
                $"this database holds {events:N0} events, which the backup would replace. Back them up, and say --replace if they may go.");

        using (var restore = client.Start("pg_restore", "--file=-", "--no-owner", "--no-privileges", file))
        using (var psql = client.Start("psql", "--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"))
        {
            restore.StandardInput.Close();
            var (complaints, errors) = (restore.StandardError.ReadToEndAsync(), psql.StandardError.ReadToEndAsync());
            try
            {
                await psql.StandardInput.WriteAsync(Emptied);
                await psql.StandardInput.FlushAsync();
                await restore.StandardOutput.BaseStream.CopyToAsync(psql.StandardInput.BaseStream);
                await Backup.Ended(restore, complaints);
                await psql.StandardInput.WriteAsync("\ncommit;\n");
                psql.StandardInput.Close();
            }
            catch (Exception failed) when (failed is BackupException or IOException)
            {
                // Without its commit nothing has happened. If psql ended first, its output gives the reason.
                restore.Kill();
                psql.StandardInput.Close();
                await Backup.Ended(psql, errors);
                throw failed as BackupException ?? new BackupException(failed.Message, failed);
            }
            await Backup.Ended(psql, errors);
        }

        foreach (var pool in services.AllPools())
            pool.Clear(); // the restore has ended their connections
        await schema.Apply();
        return await verification.Verify(CancellationToken.None);
    }

    private async Task<long> Events()
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var isThere = new NpgsqlCommand("select to_regclass('mt_events') is not null", connection);
        if (await isThere.ExecuteScalarAsync() is not true)
            return 0;
        await using var count = new NpgsqlCommand("select count(*) from mt_events", connection);
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
