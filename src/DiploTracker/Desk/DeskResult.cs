using System.Globalization;
using DiploTracker.Desk.Frame;
using DiploTracker.Http;
using DiploTracker.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DiploTracker.Desk;

/// <summary>A page of the desk: a component rendered here, under a policy that lets nothing else run or load.</summary>
internal sealed class DeskResult : IResult
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    private readonly IReadOnlyDictionary<string, object?> _parameters;
    private readonly int _status;

    private DeskResult(IReadOnlyDictionary<string, object?> parameters, int status) =>
        (_parameters, _status) = (parameters, status);

    /// <param name="title">In the words of the data, or a name in <c>Texts.resx</c>.</param>
    public static IResult Page<TScreen>(
        HttpContext context, string title, object model, int status = StatusCodes.Status200OK)
        where TScreen : IComponent => new DeskResult(
            new Dictionary<string, object?>
            {
                [nameof(Frame.Frame.Title)] = title,
                [nameof(Frame.Frame.Path)] = context.Request.Path.Value,
                [nameof(Frame.Frame.Screen)] = typeof(TScreen),
                [nameof(Frame.Frame.Model)] = model,
            },
            status);

    /// <summary>A refusal in its own words, as a page.</summary>
    public static IResult Problem(HttpContext context, Refusal refusal) =>
        Page<ProblemScreen>(context, refusal.Problem.Title, refusal, refusal.Status);

    public Task ExecuteAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ETag = default; // that of the record is not that of a page
        context.Response.Headers.Vary = "Accept-Language, Cookie";
        CultureInfo.CurrentUICulture = DeskLanguage.Of(context.Request);
        return new RazorComponentResult<Frame.Frame>(_parameters) { StatusCode = _status }.ExecuteAsync(context);
    }
}

internal static class DeskResults
{
    /// <summary>The result of a read, its problems as pages.</summary>
    public static IResult OrProblem(this IResult result, HttpContext context) =>
        result is ProblemResult problem ? DeskResult.Problem(context, problem.Refusal) : result;
}
