using System.Globalization;

namespace DiploTracker.Desk;

/// <summary>The languages of the desk; the one chosen, else the first that the browser accepts.</summary>
internal static class DeskLanguage
{
    public const string Cookie = "desk-language";

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static readonly IReadOnlyList<CultureInfo> All = [English, CultureInfo.GetCultureInfo("ar")];

    public static CultureInfo Of(HttpRequest request) => Named(request.Cookies[Cookie])
        ?? request.GetTypedHeaders().AcceptLanguage.OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(accepted => Named(accepted.Value.ToString().Split('-')[0]))
            .FirstOrDefault(known => known is not null)
        ?? English;

    public static CultureInfo? Named(string? name) =>
        All.FirstOrDefault(language => language.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
