using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace DiploTracker.Desk;

/// <summary>
/// Style and script of the desk, from the assembly itself: the same files in a build, a test and a publish. An address
/// carries the hash of its file, so a browser keeps it for ever.
/// </summary>
internal static class DeskAssets
{
    private const string Folder = "/desk";

    private static readonly EmbeddedFileProvider Files = new(typeof(DeskAssets).Assembly, "desk");

    public static string Style { get; } = Address("desk.css");

    public static string Script { get; } = Address("desk.js");

    public static void UseDeskAssets(this IApplicationBuilder app) => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = Files,
        RequestPath = Folder,
        OnPrepareResponse = answer =>
            answer.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable",
    });

    private static string Address(string name)
    {
        using var content = Files.GetFileInfo(name).CreateReadStream();
        return $"{Folder}/{name}?v={Convert.ToHexStringLower(SHA256.HashData(content))[..12]}";
    }
}
