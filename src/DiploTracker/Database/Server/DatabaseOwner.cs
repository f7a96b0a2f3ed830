using Npgsql;

namespace DiploTracker.Database;

/// <summary>
/// The tracker's role in a server of its own. It owns the database and may create roles for dashboards, but is no
/// superuser: a fault of the tracker must not be able to read files or switch off the protection of the log. The
/// superuser is <see cref="Administrator"/>, for anyone who can enter the server's folder.
/// </summary>
/// <param name="server">The address of the server, with the password of all these roles if it asks for one.</param>
/// <param name="mayCreateDatabases">For tests and benchmarks, which use a database each.</param>
internal sealed class DatabaseOwner(NpgsqlConnectionStringBuilder server, bool mayCreateDatabases = false)
{
    public const string Administrator = "postgres";

    private const string Name = LocalPostgres.Name;

    /// <summary>A temporary superuser, which renames the one that earlier versions worked as.</summary>
    private const string Passing = "diplotracker_passing";

    /// <summary>Creates the role and its database if they are missing.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await using var administrator = await AdministratorAsync(cancellation);
        await ExecuteAsync(administrator, $"drop role if exists {Passing}", cancellation);
        if (await AskAsync(administrator, $"select 1 from pg_roles where rolname = '{Name}'", cancellation) is null)
            await ExecuteAsync(administrator, CreateRole, cancellation);
        if (await AskAsync(administrator, $"select 1 from pg_database where datname = '{Name}'", cancellation) is null)
            await ExecuteAsync(administrator, $"create database {Name} owner {Name}", cancellation);
    }

    /// <summary>A superuser connection; the caller closes it.</summary>
    public async Task<NpgsqlConnection> AdministratorAsync(CancellationToken cancellation)
    {
        try
        {
            return await OpenAsync(Administrator, "postgres", cancellation);
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidPassword)
        {
            await DemoteAsync(cancellation);
            return await OpenAsync(Administrator, "postgres", cancellation);
        }
    }

    private string CreateRole => $"create role {Name} login createrole {(mayCreateDatabases ? "createdb" : "nocreatedb")} {Password}";

    private string Password => server.Password is { Length: > 0 } password ? $"password '{password.Replace("'", "''")}'" : "";

    /// <summary>
    /// Earlier versions worked as the superuser that initdb creates, which cannot be made an ordinary role: so it is
    /// renamed to the administrator, and its old name and everything it owns go to a new role. All or nothing.
    /// </summary>
    private async Task DemoteAsync(CancellationToken cancellation)
    {
        await using (var superuser = await OpenAsync(Name, "postgres", cancellation))
        {
            if (await AskAsync(superuser, $"select 1 from pg_roles where rolname = '{Passing}'", cancellation) is null)
                await ExecuteAsync(superuser, $"create role {Passing} login superuser {Password}", cancellation);
            if (await AskAsync(superuser, $"select 1 from pg_database where datname = '{Name}'", cancellation) is null)
                await ExecuteAsync(superuser, $"create database {Name}", cancellation);
        }
        // No role can rename itself, and a database's objects can be reassigned only from inside it.
        await using var passing = await OpenAsync(Passing, Name, cancellation);
        await ExecuteAsync(passing,
            $"""
            begin;
            alter role {Name} rename to {Administrator};
            {CreateRole};
            alter database {Name} owner to {Name};
            do $$ declare change text; begin
                for change in
                    select format('alter schema %I owner to {Name}', n.nspname) from pg_namespace n
                    where n.nspowner = '{Administrator}'::regrole and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                    union all
                    select format('alter %s %s owner to {Name}',
                        case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' else 'table' end, c.oid::regclass)
                    from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where c.relowner = '{Administrator}'::regrole and c.relkind in ('r', 'p', 'v', 'm', 'S')
                      and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i') and c.relkind = 'S')
                    union all
                    select format('alter routine %s owner to {Name}', p.oid::regprocedure)
                    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                    where p.proowner = '{Administrator}'::regrole and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                loop execute change; end loop;
            end $$;
            commit;
            """, cancellation);
    }

    private async Task<NpgsqlConnection> OpenAsync(string user, string database, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = user, Database = database, Pooling = false, Timeout = 5 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
