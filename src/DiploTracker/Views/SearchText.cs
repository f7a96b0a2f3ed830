using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DiploTracker.Views;

/// <summary>
/// Texts as words are looked for in them, in any script: lower case, without diacritics (Latin accents, Arabic vowel
/// signs), without tatweel, the written forms of one Arabic letter made one.
/// </summary>
internal static partial class SearchText
{
    /// <summary>
    /// The configuration of PostgreSQL by which words are stemmed: it takes those of ASCII letters for English and others for
    /// Russian. Arabic stems are found here, and words of other languages by how they begin.
    /// </summary>
    public const string Stemming = "russian";

    /// <summary>What is looked through of a very long text: the database indexes no more than a megabyte.</summary>
    private const int Longest = 50_000;

    public static string Fold(string text)
    {
        if (text.Length > Longest)
            text = text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark || letter == '\u0640')
                continue; // tatweel, U+0640, only stretches a word
            folded.Append(letter switch
            {
                '\u0671' => '\u0627', // alef wasla; the hamza of the other alefs went with the diacritics
                '\u0649' => '\u064A', // alef maqsura is written for yeh
                '\u0629' => '\u0647', // teh marbuta is written as heh
                _ => char.ToLowerInvariant(letter),
            });
        }
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>A folded text as it is indexed: after it stand the stems of its Arabic words.</summary>
    public static string Indexed(string folded)
    {
        if (!folded.AsSpan().ContainsAnyInRange('\u0620', '\u06FF'))
            return folded;
        var stems = Words().Matches(folded).SelectMany(word => ArabicStems(word.Value)).Distinct().ToList();
        return stems is [] ? folded : $"{folded}\n{string.Join(' ', stems)}";
    }

    /// <summary>
    /// The letters, and pairs of letters, of the words of a folded text that are written without spaces: all that are in a
    /// part of a word are in the word. Without them every text would have to be looked through.
    /// </summary>
    public static string[] Grams(string folded) => !folded.AsSpan().ContainsAnyExceptInRange('\0', LastSpaced) ? []
        : [.. Words().Matches(folded).Select(word => word.Value).Where(IsUnspaced).SelectMany(GramsOf).Distinct()];

    /// <summary>
    /// The light stems of a folded Arabic word (Larkey, Ballesteros, Connell 2007: light10): without article and ending. The
    /// stemmer of the database finds other stems with an article than without. A leading waw is either "and" or of the word:
    /// both are tried.
    /// </summary>
    public static IEnumerable<string> ArabicStems(string word)
    {
        if (word[0] is < '\u0620' or > '\u06FF')
            yield break;
        yield return WithoutEnding(WithoutArticle(word));
        if (word[0] == '\u0648' && word.Length > 3)
            yield return WithoutEnding(WithoutArticle(word[1..]));
    }

    private static IEnumerable<string> GramsOf(string word)
    {
        var before = "";
        foreach (var rune in word.EnumerateRunes())
        {
            var letter = rune.ToString();
            yield return letter;
            if (before.Length > 0)
                yield return before + letter;
            before = letter;
        }
    }

    private static string WithoutArticle(string word) =>
        Array.Find(Articles, article => word.StartsWith(article, StringComparison.Ordinal) && word.Length >= article.Length + 2) is { } found ? word[found.Length..] : word;

    private static string WithoutEnding(string word)
    {
        foreach (var ending in Endings)
            if (word.EndsWith(ending, StringComparison.Ordinal) && word.Length >= ending.Length + 2)
                word = word[..^ending.Length];
        return word;
    }

    /// <summary>The scripts up to here are written with spaces: most texts need not be looked through.</summary>
    private const char LastSpaced = '\u0DFF';

    private static readonly string[] Articles = ["بال", "كال", "فال", "لل", "ال"];

    private static readonly string[] Endings = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"];

    /// <summary>The words of a question, folded: letters and digits only, so nothing in them is syntax of the database.</summary>
    public static IReadOnlyList<string> WordsOf(string question) => [.. Words().Matches(Fold(question)).Select(word => word.Value).Distinct()];

    /// <summary>Is it written without spaces between words? Then it may stand anywhere in a text.</summary>
    public static bool IsUnspaced(string word) => Unspaced().IsMatch(word);

    // Surrogates are letters of rare scripts, and signs that do no harm.
    [GeneratedRegex(@"[\p{L}\p{N}\p{Mc}\uD800-\uDFFF]+")]
    private static partial Regex Words();

    // Han, Hiragana, Katakana, Hangul, Thai, Lao, Myanmar, Khmer; and what the database may not know to be letters
    [GeneratedRegex(@"[\uD800-\uDFFF\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF]")]
    private static partial Regex Unspaced();
}
