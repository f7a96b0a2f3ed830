using JasperFx;
using JasperFx.CodeGeneration;

namespace DiploTracker.Hosting;

/// <summary>
/// Wolverine's code around the endpoints: generated and compiled on first use, or compiled in if the tracker was
/// published (Publish.targets). A published tracker that lacks some of it does not start.
/// </summary>
internal static class GeneratedCode
{
    private static bool IsCompiledIn =>
        AppContext.TryGetSwitch("DiploTracker.GeneratedAheadOfTime", out var compiledIn) && compiledIn;

    public static void AddGeneratedCode(this WebApplicationBuilder builder) => builder.Services.CritterStackDefaults(store =>
    {
        foreach (var profile in new[] { store.Development, store.Production })
        {
            profile.GeneratedCodeMode = IsCompiledIn ? TypeLoadMode.Static : TypeLoadMode.Dynamic;
            profile.AssertAllPreGeneratedTypesExist = IsCompiledIn;
            profile.SourceCodeWritingEnabled = false;
        }
    });
}
