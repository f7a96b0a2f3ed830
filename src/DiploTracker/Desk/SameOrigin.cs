namespace DiploTracker.Desk;

/// <summary>
/// Forms are taken from pages of this tracker only. Every current browser says where a request comes from
/// (<c>Sec-Fetch-Site</c>), older ones name the page's origin.
/// </summary>
internal static class SameOrigin
{
    public static bool IsKept(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => true,
        "" => request.Headers.Origin.ToString() is var origin
            && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}"),
        _ => false,
    };
}
