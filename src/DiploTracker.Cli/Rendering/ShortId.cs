namespace DiploTracker.Cli.Rendering;

/// <summary>
/// Facts as people name them: <c>#3f9a</c>, how the random end of the event's id begins. Event ids begin with the
/// time, which neighbours share.
/// </summary>
internal static class ShortId
{
    public const int Shortest = 4;

    private const int Random = 12;

    /// <summary>The random end of an id, with which places in the log end too.</summary>
    public static string End(string id) => id.Length > Random ? id[^Random..] : id;

    /// <summary>For each id the shortest name that none of the others has.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<string> ids)
    {
        var sorted = ids.Distinct().OrderBy(End, StringComparer.Ordinal).ToList();
        var names = new Dictionary<string, string>();
        for (var index = 0; index < sorted.Count; index++)
        {
            var end = End(sorted[index]);
            var length = Math.Max(
                index > 0 ? Common(end, End(sorted[index - 1])) : 0,
                index < sorted.Count - 1 ? Common(end, End(sorted[index + 1])) : 0);
            names[sorted[index]] = $"#{end[..Math.Min(end.Length, Math.Max(Shortest, length + 1))]}";
        }
        return names;
    }

    /// <summary>Whether an id is named so: by how its random end begins, or by how it begins itself.</summary>
    public static bool IsNamed(string id, string name) =>
        End(id).StartsWith(name, StringComparison.OrdinalIgnoreCase)
        || id.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        || id.Replace("-", "", StringComparison.Ordinal).StartsWith(name, StringComparison.OrdinalIgnoreCase);

    private static int Common(string one, string other)
    {
        var length = 0;
        while (length < one.Length && length < other.Length && one[length] == other[length])
            length++;
        return length;
    }
}
