namespace DiploTracker.Desk;

/// <summary>The person in front of the page, as far as the desk remembers one.</summary>
/// <param name="Zone">The time zone in which days and hours are shown.</param>
internal sealed record Visitor(TimeZoneInfo Zone)
{
    public const string ZoneCookie = "desk-zone";

    public static Visitor Of(HttpRequest request) => new(
        request.Cookies[ZoneCookie] is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone : TimeZoneInfo.Local);

    public DateOnly Today() =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), Zone).Date);

    public DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Zone);

    public static CookieOptions CookieOptions(HttpRequest request) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
        MaxAge = TimeSpan.FromDays(365),
        IsEssential = true,
    };
}
