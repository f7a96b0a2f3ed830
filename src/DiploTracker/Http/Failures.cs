using DiploTracker.Database;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HostFiltering;
using Npgsql;

namespace DiploTracker.Http;

/// <summary>
/// Turns every failure other than a refusal into a problem document: never a stack trace, never an empty body.
/// </summary>
internal static partial class Failures
{
    public static void UseProblems(this WebApplication app)
    {
        var outage = app.Services.GetRequiredService<Outage>();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context =>
            {
                var failure = context.Features.Get<IExceptionHandlerFeature>()!.Error;
                outage.Report(failure, requests: 1);
                return new ProblemResult(Of(failure, IsRead(context))).ExecuteAsync(context);
            },
            // Failures of the database are logged once, by the outage, not with a stack trace for each request.
            SuppressDiagnosticsCallback = failure =>
                failure.Exception is BadHttpRequestException or RecordingUnavailableException || DatabaseFailure.Of(failure.Exception) is not null,
        });
        app.UseBrokenAnswers(outage);
        app.Use((context, next) => (Unreadable(context.Request.Query) ?? EntityTags.Wrong(context.Request)) is { } wrong
            ? new ProblemResult(wrong).ExecuteAsync(context)
            : next(context));
    }

    /// <summary>A request that records nothing, though it is no GET: its failures leave nothing in doubt.</summary>
    internal static void RecordsNothing(HttpContext context) => context.Items[typeof(Failures)] = true;

    private static bool IsRead(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) || context.Items.ContainsKey(typeof(Failures));

    /// <summary>A parameter with a character that no text can hold.</summary>
    private static Refusal? Unreadable(IQueryCollection query)
    {
        foreach (var (name, values) in query)
            if (Characters.WhyNot(values.ToString()) is { } why)
                return Refusals.Malformed(name, why);
        return null;
    }

    /// <summary>
    /// An answer that has begun cannot become a problem: it is aborted, so that nobody takes it for complete.
    /// </summary>
    private static void UseBrokenAnswers(this WebApplication app, Outage outage)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("DiploTracker.Answers");
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception failure) when (context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
            {
                if (!outage.Report(failure, requests: 1))
                    LogBroken(log, failure, context.Request.Path);
                context.Abort();
            }
        });
    }

    [LoggerMessage(LogLevel.Error, "An answer of {Path} was broken off")]
    private static partial void LogBroken(ILogger log, Exception failure, PathString path);

    /// <summary>
    /// Turns answers without a body into problems; added before everything else, to include a refused host.
    /// </summary>
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

    /// <param name="isRead">The request was not to record anything.</param>
    internal static Refusal Of(Exception failure, bool isRead = false) => failure switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.Malformed.Because(
            "The body is larger than is accepted here: 1 MB for a command, 4 MB for a batch, 8 MB for a report. Send many commands as NDJSON to /api/commands.")
            with { Status = StatusCodes.Status413PayloadTooLarge },
        BadHttpRequestException bad => Problems.Malformed.Because(bad.Message) with { Status = bad.StatusCode },
        _ when DatabaseFailure.Of(failure) is { } known => known.Refusal(isRead),
        PostgresException => Problems.Internal.Because("The database refused what the tracker asked of it."),
        RecordingUnavailableException { InnerException: { } cause } => Of(cause, isRead),
        RecordingUnavailableException unavailable => Problems.Unavailable.Because(
            $"{unavailable.Message} Whether a command landed is not known; sent again with the same idempotency key it is not recorded twice."),
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
