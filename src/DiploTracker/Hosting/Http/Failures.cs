using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HostFiltering;
using Npgsql;

namespace DiploTracker.Hosting.Http;

/// <summary>Whatever was not answered as a refusal, as a problem document: never a stack trace, never an empty body.</summary>
internal static class Failures
{
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => new ProblemResult(Of(context.Features.Get<IExceptionHandlerFeature>()!.Error)).ExecuteAsync(context),
            SuppressDiagnosticsCallback = failure => failure.Exception is BadHttpRequestException,
        });
        app.Use((context, next) => context.Request.Query.FirstOrDefault(value => value.Value.ToString().Contains('\0')) is { Key: { } unstorable }
            ? new ProblemResult(Refusals.Malformed(unstorable, "a text cannot hold the character U+0000")).ExecuteAsync(context)
            : next(context));
    }

    /// <summary>Answers without a body become problems: before everything else, so that this holds for a refused host too.</summary>
    public static void AddProblems(this IServiceCollection services)
    {
        services.Configure<HostFilteringOptions>(hosts => hosts.IncludeFailureMessage = false);
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, ProblemPages>());
    }

    private sealed class ProblemPages : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseStatusCodePages(pages => new ProblemResult(Of(pages.HttpContext)).ExecuteAsync(pages.HttpContext));
            next(app);
        };
    }

    internal static Refusal Of(Exception failure) => failure switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.Malformed.Because(
            "The body is larger than is accepted here: 1 MB for a command, 8 MB for a batch. Send many commands as NDJSON to /api/commands.")
            with { Status = StatusCodes.Status413PayloadTooLarge },
        BadHttpRequestException bad => Problems.Malformed.Because(bad.Message) with { Status = bad.StatusCode },
        PostgresException { IsTransient: false } => Problems.Internal.Because("The database refused what the tracker asked of it."),
        RecordingUnavailableException { InnerException: { } cause } => Of(cause),
        RecordingUnavailableException or NpgsqlException or TimeoutException => Problems.Unavailable.Because(
            "The database does not answer. Whether a command landed is not known; sent again with the same Idempotency-Key it is not recorded twice."),
        UnreadableFactException unreadable => Problems.Internal.Because(
            $"The log of the negotiation cannot be read as a whole: {unreadable.Message} Until it can, the negotiation is not shown at all rather than in part."),
        _ => Problems.Internal.Because("The tracker could not answer this request."),
    };

    private static Refusal Of(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => Problems.NotFound.Because($"There is nothing at {context.Request.Path}; /docs lists every route."),
        StatusCodes.Status405MethodNotAllowed => Problems.NotFound.Because(
            $"{context.Request.Method} is not possible at {context.Request.Path}; see the header Allow.") with { Status = 405 },
        StatusCodes.Status400BadRequest => Problems.Malformed.Because(
            $"The header Host says '{context.Request.Host}'; the tracker answers only to the names in its setting AllowedHosts.") with { Status = 400 },
        var status => Problems.Malformed.Because($"The request could not be read ({status}).") with { Status = status },
    };
}
