using DiploTracker.Kernel;

namespace DiploTracker.Http;

/// <summary>The slug of an actor in an address.</summary>
internal static class Slugs
{
    /// <summary>
    /// The name of a party or a person; null if it holds what no text may. A slash in a name comes as %2F, which the
    /// server does not decode, and no name has a percent sign.
    /// </summary>
    public static string? Read(string slug) =>
        Characters.WhyNot(slug) is null
            ? slug.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Trim().Normalize()
            : null;
}
