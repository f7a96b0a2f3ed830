using DiploTracker.Audit;
using DiploTracker.Forgetting;
using DiploTracker.Hosting.Http;
using DiploTracker.Negotiations;
using Marten;
using Npgsql;

namespace DiploTracker.Hosting;

/// <summary>
/// Brings the schema up to date before the first request where the database answers; where it does not, again and again
/// until it does, while requests are answered 503.
/// </summary>
public sealed partial class SchemaReady(IDocumentStore store, NpgsqlDataSource database, Keys keys, ILogger<SchemaReady> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>Any number that nothing else in the database locks by.</summary>
    private const long Lock = 7_220_250_807;

    public bool IsReady { get; private set; }

    public override async Task StartAsync(CancellationToken cancellation)
    {
        await TryApply();
        await base.StartAsync(cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Between);
        while (!IsReady && await timer.WaitForNextTickAsync(stopping))
            await TryApply();
    }

    private async Task TryApply()
    {
        try
        {
            // One node at a time: two that begin together would both make what is missing, and one would fail.
            await using var connection = await database.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var alone = new NpgsqlCommand($"select pg_advisory_xact_lock({Lock})", connection, transaction);
            await alone.ExecuteNonQueryAsync();
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
            await Erasures.DestroyAgain(connection, keys);
            await RestoredViews.WriteWhereMissing(connection, keys);
            await transaction.CommitAsync();
            IsReady = true;
        }
        catch (Exception failure) when (IsPassing(failure))
        {
            LogWaiting(failure.GetBaseException().Message);
        }
    }

    private static bool IsPassing(Exception failure) => failure is NpgsqlException { IsTransient: true } or TimeoutException
        || failure.InnerException is { } inner && IsPassing(inner);

    [LoggerMessage(LogLevel.Warning, "The database does not answer ({Reason}); trying again")]
    private partial void LogWaiting(string reason);
}

internal static class SchemaGate
{
    /// <summary>Until the schema is there nothing that needs the database can be answered.</summary>
    public static void UseSchemaGate(this WebApplication app)
    {
        var schema = app.Services.GetRequiredService<SchemaReady>();
        app.Use((context, next) => schema.IsReady || !context.Request.Path.StartsWithSegments("/api")
            ? next(context)
            : new ProblemResult(Problems.Unavailable.Because("The database does not answer yet.")).ExecuteAsync(context));
    }
}
