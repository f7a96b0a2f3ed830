using System.Text.RegularExpressions;

namespace DiploTracker.Kernel;

/// <summary>Names that people and URLs can carry: lower-case letters, digits and hyphens.</summary>
public static partial class Slug
{
    /// <summary>The key of a negotiation: 3 to 64 of <c>a-z 0-9 -</c>.</summary>
    public static bool IsKey(string? text) => text is not null && Key().IsMatch(text);

    /// <summary>The id of something inside a negotiation: 1 to 64 of <c>a-z 0-9 -</c>.</summary>
    public static bool IsId(string? text) => text is not null && Id().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9-]{3,64}\z")]
    private static partial Regex Key();

    [GeneratedRegex(@"\A[a-z0-9-]{1,64}\z")]
    private static partial Regex Id();
}
