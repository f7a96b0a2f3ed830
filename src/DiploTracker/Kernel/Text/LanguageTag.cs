using System.Text.RegularExpressions;

namespace DiploTracker.Kernel;

/// <summary>Language tags, as BCP 47 (RFC 5646) writes them: <c>ar</c>, <c>zh-Hant-TW</c>, <c>es-419</c>.</summary>
public static partial class LanguageTag
{
    /// <summary>Maximum number of characters: enough for every registered subtag and a few variants.</summary>
    public const int Longest = 100;

    /// <summary>
    /// Whether the text is a well-formed tag. No language is registered under four letters or more, so a name such as
    /// "Arabic" is none.
    /// </summary>
    public static bool IsOne(string text) =>
        text.Length <= Longest && System.Text.Ascii.IsValid(text) && Tag().IsMatch(text);

    [GeneratedRegex(
        """
        \A(?:
            [a-z]{2,3} (?:-[a-z]{3}){0,3}        # language, extended languages
            (?:-[a-z]{4})?                       # script
            (?:-(?:[a-z]{2}|[0-9]{3}))?          # region
            (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*   # variants
            (?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)* # extensions
            (?:-x(?:-[a-z0-9]{1,8})+)?           # private use
          | x(?:-[a-z0-9]{1,8})+
          | en-gb-oed | sgn-be-fr | sgn-be-nl | sgn-ch-de
          | i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)
        )\z
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Tag();
}
