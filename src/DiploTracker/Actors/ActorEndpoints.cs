using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using DiploTracker.Recording;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Wolverine.Http;

namespace DiploTracker.Actors;

/// <summary>The description of an actor; every member is optional.</summary>
public sealed record DescribeActor(
    IReadOnlyDictionary<string, string>? Names = null, EquatableArray<DatedRole> Roles = default, string? Iso = null, string? Wikidata = null);

/// <summary>A page of the actors.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
public sealed record ActorPage(IReadOnlyList<Actor> Items, string? Next);

public static class ActorEndpoints
{
    /// <summary>Describes an actor; replaces an earlier description.</summary>
    [WolverinePut("/api/actors/{slug}")]
    [EndpointName("describeActor")]
    [TakesBody(typeof(DescribeActor))]
    [Refuses("edtf-invalid", "recording-stopped")]
    [ProducesResponseType<Actor>(StatusCodes.Status200OK)]
    public static async Task<IResult> Put(string slug, HttpRequest request, ActorBook actors, RecordingGate gate)
    {
        if (await gate.Ask(request.HttpContext.RequestAborted) is { } stop)
            return new ProblemResult(stop.Refusal);
        if (slug.Length > 64 || slug.Any(letter => !char.IsLetterOrDigit(letter) && letter is not ('-' or '_')))
            return new ProblemResult(Refusals.Malformed("slug", $"'{slug}' is not the slug of an actor: up to 64 letters, digits and hyphens"));
        var (body, unread) = await RequestBody.Read(request, RequestBody.Command);
        if (body is null)
            return new ProblemResult(unread!);
        var (described, malformed) = WireJson.Read<DescribeActor>(body);
        if (described is null)
            return new ProblemResult(malformed!);
        if (described.Roles.FirstOrDefault(role => role.When is { Error: not null }) is { When: { } date })
            return new ProblemResult(Refusals.EdtfInvalid("roles.when", date));

        if (described.Names?.FirstOrDefault(name => name.Value is null || !IsLanguage(name.Key)) is { Key: { } language })
            return new ProblemResult(Refusals.Malformed("names", $"a name stands under its language, a BCP 47 tag, as in \"ar\": \"…\"; '{language}' is none or holds no name"));

        var actor = new Actor(slug, described.Names ?? new Dictionary<string, string>(), described.Roles, described.Iso, described.Wikidata);
        await actors.Describe(actor);
        return Results.Json(actor, Json.Options);
    }

    private static bool IsLanguage(string tag) => tag.Length is >= 2 and <= 35 && tag.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    /// <summary>An actor with its description.</summary>
    [WolverineGet("/api/actors/{slug}")]
    [EndpointName("getActor")]
    [Refuses("actor-unknown")]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Read))]
    [ProducesResponseType<Actor>(StatusCodes.Status200OK)]
    public static async Task<IResult> Get(string slug, HttpContext context, ProjectionReader views, Commits commits)
    {
        var (answer, refusal) = await views.Read<Mentioned, Actor>(
            context, mentions => ActorBook.Seen(mentions, "a.id = $1"), [Text(slug)], row => ActorBook.Read(row.GetString(ProjectionAnswer.Columns)));
        await commits.ConfirmAll(context.RequestAborted); // descriptions are written beside the views
        return answer is null ? new ProblemResult(refusal!)
            : answer.Rows is [var actor] ? Results.Json(actor, Json.Options)
            : new ProblemResult(Problems.ActorUnknown.Because($"Nobody has mentioned '{slug}' yet."));
    }

    /// <summary>All actors by slug; <c>q</c> searches slugs and names in any language.</summary>
    [WolverineGet("/api/actors")]
    [EndpointName("listActors")]
    [Through(typeof(PageQuery))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Read))]
    [TakesQuery("q", "Words of slugs and of names in any language.")]
    [ProducesResponseType<ActorPage>(StatusCodes.Status200OK)]
    public static async Task<IResult> List(HttpContext context, ProjectionReader views, Commits commits)
    {
        var (page, malformed) = PageQuery.Read(context.Request.Query);
        if (page is null)
            return new ProblemResult(malformed!);

        const string Wanted =
            """
            a.id collate "C" > $1 and ($2 = '' or strpos(lower(a.id || ' ' || (a.data ->> 'names')), lower($2)) > 0)
            order by a.id collate "C" limit $3
            """;
        var (answer, refusal) = await views.Read<Mentioned, Actor>(
            context, mentions => ActorBook.Seen(mentions, Wanted),
            [Text(page.After ?? ""), Text(context.Request.Query["q"].ToString()), new NpgsqlParameter<int> { TypedValue = page.Limit + 1 }],
            row => ActorBook.Read(row.GetString(ProjectionAnswer.Columns)));
        await commits.ConfirmAll(context.RequestAborted);
        if (answer is null)
            return new ProblemResult(refusal!);
        var items = answer.Rows.Take(page.Limit).ToList();
        return Results.Json(new ActorPage(items, answer.Rows.Count > page.Limit ? items[^1].Id : null), Json.Options);
    }

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };
}
