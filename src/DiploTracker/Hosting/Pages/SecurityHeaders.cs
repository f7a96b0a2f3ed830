using DiploTracker.Briefs;
using Scalar.AspNetCore;

namespace DiploTracker.Hosting.Pages;

/// <summary>
/// Limits what a browser may do with an answer: little with a page, and nothing but read it otherwise.
/// </summary>
internal static class SecurityHeaders
{
    private static readonly string Pages =
        $"default-src 'none'; style-src {Html.StyleHash} {BriefStyle.Hash}; img-src data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
            {
                if (headers.ContentSecurityPolicy.Count == 0)
                    headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments(Docs.Path) ? ForDocs(context) : Pages;
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers.XFrameOptions = "DENY";
            }
            return Task.CompletedTask;
        });
        return next(context);
    });

    // The page builds its styles as it runs, so they cannot be listed beforehand; its scripts can, and it connects to
    // this tracker alone.
    private static string ForDocs(HttpContext context) =>
        $"default-src 'none'; script-src 'self' 'nonce-{context.Items[ScalarOptions.NonceHttpContextItemKey]}'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
