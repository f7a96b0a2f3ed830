using System.Security.Cryptography;
using System.Text;

namespace DiploTracker.Briefs;

/// <summary>The style of the page: on a screen in both colour schemes, on paper in A4.</summary>
internal static class BriefStyle
{
    public static readonly string Css = Read();

    /// <summary>Its hash, for a Content-Security-Policy.</summary>
    public static readonly string Hash =
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'";

    private static string Read()
    {
        using var file = typeof(BriefStyle).Assembly.GetManifestResourceStream("DiploTracker.Briefs.brief.css")!;
        using var text = new StreamReader(file);
        return text.ReadToEnd();
    }
}
