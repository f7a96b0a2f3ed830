using DiploTracker.Hosting.OpenApi;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using Microsoft.AspNetCore.Mvc;

namespace DiploTracker.Hosting.Pages;

/// <summary>A kind of problem, to which <c>type</c> of a problem document leads.</summary>
/// <param name="Type">The address of its page.</param>
/// <param name="Status">The usual HTTP status.</param>
/// <param name="Mend">How to fix it.</param>
/// <param name="Operations">The operations that can be answered with it, by their ids in the API description.</param>
public sealed record ProblemPage(string Type, string Code, int Status, string Title, string Mend, IReadOnlyList<string> Operations)
{
    internal static ProblemPage Of(Problem problem, ApiOperations api) =>
        new($"/problems/{problem.Code}", problem.Code, problem.Status, problem.Title, problem.Mend, api.With(problem.Code));
}

/// <summary>All problems by code.</summary>
public sealed record ProblemPageList(IEnumerable<ProblemPage> Items);

internal static class ProblemPages
{
    public static void MapProblemPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/problems", List);
        routes.MapGet("/problems/{code}", Get);
    }

    /// <summary>Every problem that a request can be answered with.</summary>
    [EndpointName("listProblems")]
    [ProducesResponseType<ProblemPageList>(StatusCodes.Status200OK, "application/json", "text/html")]
    public static IResult List(HttpContext context, ApiOperations api)
    {
        var problems = Problems.Catalogue.Values
            .OrderBy(problem => problem.Code, StringComparer.Ordinal)
            .Select(problem => ProblemPage.Of(problem, api))
            .ToList();
        var lines = problems.Select(problem =>
            $"<li>{Html.Link(problem.Type, Html.Code(problem.Code))} ({problem.Status}): {Html.Text(problem.Title)}</li>");
        return Html.Page(context, "Problems", $"""
            <p>Every refusal has one of these codes.</p>
            <ul>
            {string.Join('\n', lines)}
            </ul>
            {Footer}
            """, new ProblemPageList(problems));
    }

    /// <summary>
    /// The meaning of a problem and how to fix it; the <c>type</c> of every problem document leads here.
    /// </summary>
    [EndpointName("getProblem")]
    [ProducesResponseType<ProblemPage>(StatusCodes.Status200OK, "application/json", "text/html")]
    [Refuses("not-found", Status = StatusCodes.Status404NotFound)]
    public static IResult Get(string code, HttpContext context, ApiOperations api)
    {
        if (!Problems.Catalogue.TryGetValue(code, out var problem))
            return new ProblemResult(Problems.NotFound.Because($"No problem has the code '{code}'; /problems lists all."));

        var page = ProblemPage.Of(problem, api);
        return Html.Page(context, problem.Title, $"""
            <dl>
            <dt>Code</dt><dd>{Html.Code(problem.Code)}</dd>
            <dt>HTTP status</dt><dd>{problem.Status}: {Html.Text(Meaning(problem.Status))}</dd>
            <dt>How to mend it</dt><dd>{Html.Text(problem.Mend)}</dd>
            <dt>Where it comes from</dt><dd>{(page.Operations is [] ? "Any request." : string.Join(", ", page.Operations.Select(Html.Code)))}</dd>
            </dl>
            {Footer}
            """, page);
    }

    private static string Footer => $"<footer>{Html.Link("/problems", "All problems")} · {Html.Link("/docs", "The API")}</footer>";

    private static string Meaning(int status) => status switch
    {
        StatusCodes.Status404NotFound => "the request names something that is not known.",
        StatusCodes.Status409Conflict => "the request is well formed, but it does not fit what is recorded.",
        StatusCodes.Status412PreconditionFailed => "the negotiation is no longer as the caller saw it.",
        StatusCodes.Status422UnprocessableEntity => "the request is wrong in itself, whatever is recorded.",
        StatusCodes.Status403Forbidden => "the caller may not do this.",
        >= 500 => "the fault is with the tracker, not with the request.",
        _ => "the request could not be answered.",
    };
}
