using DiploTracker.Negotiations;

namespace DiploTracker.Desk;

/// <summary>The choices that a person makes for all pages.</summary>
internal static class DeskForms
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/language", (Delegate)Language).ExcludeFromDescription().DisableAntiforgery();
        routes.MapPost("/zone", (Delegate)Zone).ExcludeFromDescription().DisableAntiforgery();
    }

    public static async Task<IResult> Language(HttpContext context) => await Choose(
        context, "language", DeskLanguage.Cookie, name => DeskLanguage.Named(name) is not null);

    /// <summary>The page tells the zone of the browser once.</summary>
    public static async Task<IResult> Zone(HttpContext context) => await Choose(
        context, "zone", Visitor.ZoneCookie, name => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _));

    private static async Task<IResult> Choose(HttpContext context, string field, string cookie, Predicate<string> isKnown)
    {
        if (!SameOrigin.IsKept(context.Request) || !context.Request.HasFormContentType)
            return DeskResult.Problem(context, Refusals.Malformed(field, "it is taken from a form of this tracker only"));
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var chosen = form[field].ToString();
        if (!isKnown(chosen))
            return DeskResult.Problem(context, Refusals.Malformed(field, $"'{chosen}' is not known here"));
        context.Response.Cookies.Append(cookie, chosen, Visitor.CookieOptions(context.Request));
        // Only a path of this tracker, never an address elsewhere.
        var back = form["back"].ToString();
        return Results.LocalRedirect(back.StartsWith('/') && !back.StartsWith("//", StringComparison.Ordinal) && !back.Contains('\\') ? back : "/");
    }
}
