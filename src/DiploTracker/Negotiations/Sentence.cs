using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>The small words with which facts describe themselves.</summary>
internal static class Sentence
{
    /// <summary>"USA and RUS", "USA, RUS and UKR"; "somebody" when nobody is named.</summary>
    public static string Names(this IReadOnlyCollection<string> names) => names.Count switch
    {
        0 => "somebody",
        1 => names.First(),
        _ => $"{string.Join(", ", names.SkipLast(1))} and {names.Last()}",
    };

    /// <summary>"USA proposes", "USA and RUS propose".</summary>
    /// <param name="verb">In the plural, regular in the singular.</param>
    public static string Do(this EquatableArray<string> names, string verb) =>
        $"{names.Names()} {(names.Count > 1 ? verb : $"{verb}s")}";

    /// <summary>" to RUS", or nothing when nobody is named.</summary>
    public static string To(this EquatableArray<string> names) => names.IsEmpty ? "" : $" to {names.Names()}";

    /// <summary>" through OMN", or nothing when nobody carried it.</summary>
    public static string Through(this EquatableArray<string> names) => names.IsEmpty ? "" : $" through {names.Names()}";

    /// <summary>", concerning a-truce (ratifies)", or nothing when it concerns nothing else.</summary>
    public static string Concerning(this EquatableArray<Link> links) =>
        links.IsEmpty ? "" : $", concerning {links.Select(link => link.ToString()).ToList().Names()}";

    /// <summary>"quote AMBER and place RED", or "no part marked".</summary>
    public static string Described(this MarkedParts marked) => marked.Parts.IsEmpty
        ? "no part marked"
        : marked.Parts.Select(part => $"{part.Part} {part.Marking}").ToList().Names();

    /// <summary>" (withdrawal)", or nothing when no reason was given.</summary>
    public static string Because(this string? reason) => reason is null ? "" : $" ({reason})";

    /// <summary>" in Geneva", or nothing while the place is not known.</summary>
    public static string At(this string? place) => place is null ? "" : $" in {place}";

    /// <summary>": text", or nothing; the sentence around it has the full stop.</summary>
    public static string Quoting(this string? text) => text is null ? "" : $": {text.TrimEnd('.')}";
}
