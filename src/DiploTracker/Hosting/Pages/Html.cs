using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace DiploTracker.Hosting.Pages;

/// <summary>Small pages that load nothing. Texts are escaped and keep the direction of their own script.</summary>
internal static class Html
{
    private const string Style =
        """
        :root { color-scheme: light dark; }
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin-inline: auto; padding: 2rem 1rem; }
        h1 { font-size: 1.5rem; line-height: 1.2; }
        dt { font-weight: 600; margin-block-start: 1rem; }
        dd { margin-inline-start: 0; }
        code { font-size: .9em; }
        li { margin-block: .35rem; }
        footer { margin-block-start: 2rem; opacity: .75; }
        """;

    /// <summary>The hash of the only style of the pages, for a Content-Security-Policy.</summary>
    public static readonly string StyleHash = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    public static string Text(string text) => $"""<span dir="auto">{HtmlEncoder.Default.Encode(text)}</span>""";

    public static string Code(string text) => $"""<code dir="ltr">{HtmlEncoder.Default.Encode(text)}</code>""";

    public static string Link(string href, string html) => $"""<a href="{HtmlEncoder.Default.Encode(href)}">{html}</a>""";

    /// <summary>A whole page if the client accepts HTML, otherwise the same as JSON.</summary>
    /// <param name="body">HTML with its texts already escaped.</param>
    public static IResult Page(HttpContext context, string title, string body, object json)
    {
        context.Response.Headers.Vary = "Accept";
        return IsWanted(context)
            ? Results.Content(Page(title, body), "text/html; charset=utf-8")
            : Results.Json(json, Http.Json.Options);
    }

    public static bool IsWanted(HttpContext context) => context.Request.GetTypedHeaders().Accept
        .Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    private static string Page(string title, string body) =>
        $"""
        <!doctype html>
        <html lang="en" dir="ltr">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{HtmlEncoder.Default.Encode(title)}</title>
        <link rel="icon" href="data:,">
        <style>{Style}</style>
        </head>
        <body>
        <h1>{Text(title)}</h1>
        {body}
        </body>
        </html>

        """;
}
