using System.Globalization;
using DiploTracker.Briefs;
using DiploTracker.Http;

namespace DiploTracker.Desk.Changes;

/// <summary>What changed since the reader last looked: the world, what we know of it, or the record.</summary>
internal static class ChangesScreen
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/negotiations/{key}/changes", Get).ExcludeFromDescription();
        routes.MapPost("/negotiations/{key}/seen", Seen).ExcludeFromDescription().DisableAntiforgery();
    }

    [Through(typeof(BriefReader), nameof(BriefReader.Find))]
    public static async Task<IResult> Get(string key, HttpContext context, BriefReader briefs)
    {
        if (!context.Request.Query.ContainsKey("since"))
            return Results.LocalRedirect($"/negotiations/{Uri.EscapeDataString(key)}/changes"
                + QueryString.Create("since", LastSeen(context.Request, key)));
        var (briefing, _, refusal) = await briefs.Find(context, [key]);
        return briefing is null
            ? DeskResult.Problem(context, refusal!)
            : DeskResult.Page<Changes>(context, briefing.Negotiations[0].Title.Text, new ChangesModel(
                briefing, briefing.Negotiations[0], context.Request.Query["since"].ToString()));
    }

    /// <summary>The reader has seen all that was recorded until a moment.</summary>
    public static async Task<IResult> Seen(string key, HttpContext context)
    {
        var (form, refusal) = await DeskForm.Read(context);
        if (form is null)
            return DeskResult.Problem(context, refusal!);
        if (MomentQuery.Time("until", form["until"].ToString()) is { Refusal: { } malformed })
            return DeskResult.Problem(context, malformed);
        context.Response.Cookies.Append(Cookie(key), form["until"].ToString(), Visitor.CookieOptions(context.Request));
        return Results.LocalRedirect($"/negotiations/{Uri.EscapeDataString(key)}");
    }

    // Who never looked is shown the last day.
    private static string LastSeen(HttpRequest request, string key) => request.Cookies[Cookie(key)]
        ?? TimeProvider.System.GetUtcNow().AddDays(-1)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Cookie(string key) => $"desk-seen-{key}";
}

/// <param name="Since">The moment as it was asked for.</param>
public sealed record ChangesModel(Briefing Briefing, Brief Brief, string Since);
