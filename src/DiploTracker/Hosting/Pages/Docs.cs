using Scalar.AspNetCore;

namespace DiploTracker.Hosting.Pages;

/// <summary>
/// The documentation page: Scalar over the API description, served from here and loading nothing from elsewhere.
/// </summary>
internal static class Docs
{
    public const string Path = "/docs";

    public static void MapDocs(this IEndpointRouteBuilder routes) => routes.MapScalarApiReference(Path, scalar =>
    {
        scalar.Title = "DiploTracker";
        scalar.OpenApiRoutePattern = "/openapi/v1.json";
        scalar.DynamicNonce = true;
        scalar.Favicon = "data:,";
        scalar.DefaultFonts = false;
        scalar.Telemetry = false;
        scalar.ProxyUrl = null;
        scalar.Agent = new ScalarAgentOptions { Disabled = true };
        scalar.Mcp = new ScalarMcpOptions { Disabled = true };
        scalar.HideClientButton = true;
        scalar.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        scalar.DefaultHttpClient = new(ScalarTarget.Shell, ScalarClient.Curl);
    });
}
