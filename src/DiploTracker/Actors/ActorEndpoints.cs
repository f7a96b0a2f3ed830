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

        if (described.Names?.FirstOrDefault(name => name.Value is null || !LanguageTag.IsOne(name.Key))
            is { Key: { } language })
            return new ProblemResult(Refusals.Malformed("names", $"a name stands under its language, a BCP 47 tag, as in \"ar\": \"…\"; '{language}' is none or holds no name"));

        var actor = new Actor(slug, described.Names ?? new Dictionary<string, string>(), described.Roles, described.Iso, described.Wikidata);
        await actors.Describe(actor);
        return Results.Json(actor, Json.Options);
    }

    /// <summary>An actor with its description.</summary>
    [WolverineGet("/api/actors/{slug}")]
    [EndpointName("getActor")]
    [Refuses("actor-unknown", "malformed")]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Read))]
    [ProducesResponseType<Actor>(StatusCodes.Status200OK)]
    public static async Task<IResult> Get(string slug, HttpContext context, ProjectionReader views, ActorBook actors)
    {
        if (Slugs.Read(slug) is not { } name)
            return new ProblemResult(Refusals.Malformed("slug", "it names nobody"));
        var (answer, refusal) = await views.Read<Mentioned, string>(
            context, mentions => $"select m.id from {mentions} m where m.id = $1 limit 1", [Text(name)], IdOf);
        if (answer is null)
            return new ProblemResult(refusal!);
        return await actors.Find(name, context.RequestAborted) is { } described ? Results.Json(described, Json.Options)
            : answer.Rows is [var mentioned] ? Results.Json(Actor.Undescribed(mentioned), Json.Options)
            : new ProblemResult(Problems.ActorUnknown.Because($"Nobody has mentioned '{name}' yet."));
    }

    /// <summary>All actors by slug; <c>q</c> searches slugs and names in any language.</summary>
    [WolverineGet("/api/actors")]
    [EndpointName("listActors")]
    [Through(typeof(PageQuery))]
    [Through(typeof(ProjectionReader), nameof(ProjectionReader.Read))]
    [TakesQuery("q", "Words of slugs and of names in any language.")]
    [ProducesResponseType<ActorPage>(StatusCodes.Status200OK)]
    public static async Task<IResult> List(HttpContext context, ProjectionReader views, ActorBook actors)
    {
        var (page, malformed) = PageQuery.Read(context.Request.Query);
        if (page is null)
            return new ProblemResult(malformed!);

        var question = context.Request.Query["q"].ToString();
        var words = SearchText.WordsOf(question);
        if (words.Count == 0 && question.Length > 0)
            return new ProblemResult(Refusals.Malformed("q", "there is no word in it"));
        var described = await actors.All(context.RequestAborted);
        var found = described.Values.Where(actor => SearchText.Has(actor.Spellings, words)).Select(actor => actor.Id);
        var (answer, refusal) = await views.Read<Mentioned, string>(
            context, Page,
            [
                Text(page.After ?? ""), new NpgsqlParameter<string[]> { TypedValue = [.. words] },
                new NpgsqlParameter<string[]> { TypedValue = [.. found] },
                new NpgsqlParameter<int> { TypedValue = page.Limit + 1 },
            ], IdOf);
        if (answer is null)
            return new ProblemResult(refusal!);
        var items = answer.Rows.Take(page.Limit)
            .Select(slug => described.GetValueOrDefault(slug) ?? Actor.Undescribed(slug)).ToList();
        return Results.Json(new ActorPage(items, answer.Rows.Count > page.Limit ? items[^1].Id : null), Json.Options);
    }

    /// <summary>The slugs of a page: of actors that were mentioned, and of described ones that were found.</summary>
    private static string Page(string mentions) =>
        $"""
        select a.id from (
            (select distinct m.id from {mentions} m
             where m.id > $1 and not exists (select from unnest($2) w (word) where strpos(m.folded, w.word) = 0)
             order by m.id limit $4)
            union
            select d.id collate "C" from unnest($3) d (id) where d.id collate "C" > $1) a
        order by a.id limit $4
        """;

    private static string IdOf(NpgsqlDataReader row) => row.GetString(ProjectionAnswer.Columns);

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };
}
