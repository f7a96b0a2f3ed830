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

    private static async Task<IResult> Choose(
        HttpContext context, string field, string cookie, Predicate<string> isKnown)
    {
        var (form, refusal) = await DeskForm.Read(context);
        if (form is null)
            return DeskResult.Problem(context, refusal!);
        var chosen = form[field].ToString();
        if (!isKnown(chosen))
            return DeskResult.Problem(context, Refusals.Malformed(field, $"'{chosen}' is not known here"));
        context.Response.Cookies.Append(cookie, chosen, Visitor.CookieOptions(context.Request));
        return Results.LocalRedirect(IsHere(form["back"].ToString()) ? form["back"].ToString() : "/");
    }

    /// <summary>A path of this tracker, never an address elsewhere.</summary>
    private static bool IsHere(string path) => path.StartsWith('/')
        && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\');
}
