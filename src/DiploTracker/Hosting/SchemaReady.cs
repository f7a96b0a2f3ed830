using DiploTracker.Hosting.Http;
using DiploTracker.Negotiations;
using Marten;
using Npgsql;

namespace DiploTracker.Hosting;

/// <summary>
/// Brings the schema up to date before the first request where the database answers; where it does not, again and again
/// until it does, while requests are answered 503.
/// </summary>
public sealed partial class SchemaReady(IDocumentStore store, ILogger<SchemaReady> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

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
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
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
