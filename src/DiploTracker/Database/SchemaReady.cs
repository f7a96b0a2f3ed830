using System.Reflection;
using System.Security.Cryptography;
using Marten;
using Npgsql;

namespace DiploTracker.Database;

/// <summary>
/// Brings the schema up to date before the first request if the database answers; if not, retries until it does, while
/// requests are answered 503. A schema already brought up to date by this very build is not compared again: that takes
/// longer than the rest of a start. Missing objects are looked for every few seconds: a database that is restored under
/// a running tracker, or incompletely by hand, is repaired.
/// </summary>
public sealed partial class SchemaReady(
    IDocumentStore store, IEnumerable<ISchemaStep> steps, NpgsqlDataSource database, Outage outage, ILogger<SchemaReady> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1), BetweenLooks = TimeSpan.FromSeconds(3);

    private MissingObjects? _missing;

    /// <summary>
    /// Identifies the code that defines the schema: the tracker's, Marten's, and that of the libraries with which
    /// Marten writes DDL. It is stored as the comment on the schema of the views, which a backup leaves out, so that a
    /// restored database is compared.
    /// </summary>
    internal static string Build { get; } = Convert.ToHexString(SHA256.HashData(
        [.. Makers.SelectMany(maker => maker.ManifestModule.ModuleVersionId.ToByteArray())]));

    internal static IEnumerable<Assembly> Makers =>
    [
        typeof(SchemaReady).Assembly,
        typeof(IDocumentStore).Assembly,
        .. typeof(IDocumentStore).Assembly.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("Weasel.", StringComparison.Ordinal) || name.Name.StartsWith("JasperFx", StringComparison.Ordinal))
            .OrderBy(name => name.Name, StringComparer.Ordinal)
            .Select(Assembly.Load),
    ];

    /// <summary>If two nodes create it at once, the second one finds it.</summary>
    private const string MakeSchema =
        $"""
        do $$ begin
            if to_regnamespace('{Schemas.Log}') is null then
                create schema {Schemas.Log};
            end if;
        exception when unique_violation or duplicate_schema then null;
        end $$
        """;

    /// <summary>
    /// A comment on a schema locks it against another comment, and nothing else, until the transaction ends; only its
    /// owner can make one. If a node freezes meanwhile, others wait no longer than the timeout.
    /// </summary>
    private const string LockSchema =
        $"set local idle_in_transaction_session_timeout = '5min'; comment on schema {Schemas.Log} is 'The log of DiploTracker, and what belongs to it.'";

    public bool IsReady { get; private set; }

    public override async Task StartAsync(CancellationToken cancellation)
    {
        await TryApply();
        await base.StartAsync(cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Between);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            timer.Period = IsReady ? BetweenLooks : Between;
            if (!IsReady || await Lacks(stopping))
                await TryApply();
        }
    }

    /// <summary>Brings the schema up to date, creates missing objects, and fills data derived from the log.</summary>
    public async Task Apply()
    {
        await using var connection = await database.OpenConnectionAsync();
        if (await MayOnlyRead(connection))
        {
            // A standby has what its primary has created; the loop returns here until that is complete.
            IsReady = await Missing.In(connection, CancellationToken.None) is [];
            return;
        }
        await Execute(connection, MakeSchema);
        // One node at a time: two that start together would both create missing objects, and one would fail.
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, LockSchema);
        var missing = await Missing.In(connection, CancellationToken.None);
        if (missing is not [] || await AppliedBy(connection) != Build)
        {
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
            await Execute(connection, $"create schema if not exists {Schemas.Views}; comment on schema {Schemas.Views} is '{Build}'");
        }
        foreach (var step in steps)
            await step.Fill(connection, wasIncomplete: missing is not []);
        await transaction.CommitAsync();
        foreach (var step in steps)
            await step.Check(connection);
        IsReady = true;
    }

    private MissingObjects Missing => _missing ??= new MissingObjects(store.Storage);

    private async Task TryApply()
    {
        try
        {
            await Apply();
        }
        catch (Exception failure) when (DatabaseFailure.Of(failure) is not null)
        {
            outage.Report(failure); // logged once; try again
        }
    }

    private async Task<bool> Lacks(CancellationToken stopping)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(stopping);
            if (await Missing.In(connection, stopping) is not { Length: > 0 } missing)
                return false;
            LogMissing(string.Join(", ", missing));
            IsReady = false;
            return true;
        }
        catch (Exception failure) when (DatabaseFailure.Of(failure) is not null)
        {
            outage.Report(failure);
            return false;
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<bool> MayOnlyRead(NpgsqlConnection connection)
    {
        await using var ask = new NpgsqlCommand("select current_setting('transaction_read_only')::boolean", connection);
        return await ask.ExecuteScalarAsync() is true;
    }

    private static async Task<string?> AppliedBy(NpgsqlConnection connection)
    {
        // Not to_regnamespace: this transaction would remember that the schema was missing after Marten has created it
        // on another connection.
        await using var ask = new NpgsqlCommand($"select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = '{Schemas.Views}'", connection);
        return await ask.ExecuteScalarAsync() as string;
    }

    [LoggerMessage(LogLevel.Warning, "The database lacks {Missing}; they are made again")]
    private partial void LogMissing(string missing);
}
