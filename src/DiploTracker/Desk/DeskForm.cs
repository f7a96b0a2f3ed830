using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Desk;

/// <summary>
/// Forms are taken from pages of this tracker only. Every current browser says where a request comes from
/// (<c>Sec-Fetch-Site</c>), older ones name the page's origin.
/// </summary>
internal static class DeskForm
{
    public static async Task<(IFormCollection? Form, Refusal? Refusal)> Read(HttpContext context) =>
        IsOfThisTracker(context.Request) && context.Request.HasFormContentType
            ? (await context.Request.ReadFormAsync(context.RequestAborted), null)
            : (null, Refusals.Malformed("form", "it is taken from a form of this tracker only"));

    private static bool IsOfThisTracker(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => true,
        "" => request.Headers.Origin.ToString() is var origin
            && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}"),
        _ => false,
    };
}
