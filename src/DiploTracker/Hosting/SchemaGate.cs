using DiploTracker.Database;
using DiploTracker.Http;
using DiploTracker.Negotiations;

namespace DiploTracker.Hosting;

internal static class SchemaGate
{
    /// <summary>Until the schema is ready, requests that need the database are refused.</summary>
    public static void UseSchemaGate(this WebApplication app)
    {
        var schema = app.Services.GetRequiredService<SchemaReady>();
        app.Use((context, next) => schema.IsReady || !context.Request.Path.StartsWithSegments("/api")
            ? next(context)
            : new ProblemResult(Problems.Unavailable.Because("The database does not answer yet.")).ExecuteAsync(context));
    }
}
