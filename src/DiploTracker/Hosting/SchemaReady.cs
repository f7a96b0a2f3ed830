using DiploTracker.Audit;
using DiploTracker.Forgetting;
using DiploTracker.Hosting.Http;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using DiploTracker.Views;
using Marten;
using Npgsql;

namespace DiploTracker.Hosting;

/// <summary>
/// Brings the schema up to date before the first request where the database answers; where it does not, again and again
/// until it does, while requests are answered 503. A schema that this very build has brought up to date is not compared
/// again: that takes longer than all the rest of a start.
/// </summary>
public sealed class SchemaReady(IServiceProvider services, NpgsqlDataSource database, Keys keys, Outage outage) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>Any number that nothing else in the database locks by.</summary>
    private const long Lock = 7_220_250_807;

    /// <summary>
    /// Of the code that says what the schema is. It stands in the database as the comment on the schema of the views, which a
    /// backup leaves out, so that what is restored from one is compared.
    /// </summary>
    private static readonly string Build =
        $"{typeof(SchemaReady).Module.ModuleVersionId:N}{typeof(IDocumentStore).Module.ModuleVersionId:N}";

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
            await using var connection = await database.OpenConnectionAsync();
            // One node at a time: two that begin together would both make what is missing, and one would fail.
            await using var transaction = await connection.BeginTransactionAsync();
            await Execute(connection, $"select pg_advisory_xact_lock({Lock})");
            if (await AppliedBy(connection) != Build)
            {
                await services.GetRequiredService<IDocumentStore>().Storage.ApplyAllConfiguredChangesToDatabaseAsync();
                await Execute(connection, $"comment on schema {ViewSchema.Tables} is '{Build}'");
            }
            await Incarnation.Settle(connection);
            await ErasureNotes.DestroyAgain(connection, keys);
            await RestoredViews.WriteWhereMissing(connection, keys);
            await transaction.CommitAsync();
            await services.GetRequiredService<LogLoss>().Check(connection);
            await services.GetRequiredService<RecordingGate>().Ask(CancellationToken.None);
            IsReady = true;
        }
        catch (Exception failure) when (DatabaseFailure.Of(failure) is not null)
        {
            outage.Report(failure); // said once, and tried again
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string?> AppliedBy(NpgsqlConnection connection)
    {
        await using var ask = new NpgsqlCommand($"select obj_description(to_regnamespace('{ViewSchema.Tables}'), 'pg_namespace')", connection);
        return await ask.ExecuteScalarAsync() as string;
    }

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
