using System.Globalization;
using System.Text.RegularExpressions;
using System.Text;

namespace DiploTracker.Projections;

/// <summary>
/// Texts folded for search in any script: lower case, without diacritics (Latin accents, Arabic vowel signs) and
/// tatweel, with the written forms of one Arabic letter unified.
/// </summary>
/// <param name="Words">The words written with spaces between them, each in its forms.</param>
/// <param name="Unspaced">The texts, if any of them is written partly without spaces; else empty.</param>
/// <param name="Grams">
/// The letters and letter pairs of the words written without spaces: those of any part of a word are among those of the
/// word. Without them every text would have to be scanned.
/// </param>
internal sealed partial record SearchText(string[] Words, string Unspaced, string[] Grams)
{
    /// <summary>Scripts up to this letter are written with spaces, so most texts need no scan for others.</summary>
    private const char LastSpaced = '\u0DFF';

    /// <summary>
    /// Maximum number of characters indexed per row: the database stores at most a megabyte of words.
    /// </summary>
    private const int Longest = 50_000;

    // Each row needs a set, only while it is built.
    [ThreadStatic]
    private static HashSet<string>? _words;

    public static SearchText Of(IEnumerable<string?> texts)
    {
        var folded = Fold(string.Join('\n', texts.OfType<string>().Distinct()));
        var hasUnspaced = folded.AsSpan().ContainsAnyExceptInRange('\0', LastSpaced);
        var words = _words ??= [];
        List<string> unspaced = [];
        foreach (var found in EachWord().EnumerateMatches(folded))
        {
            var word = folded.AsSpan(found.Index, found.Length);
            if (hasUnspaced && IsUnspaced(word))
                unspaced.Add(word.ToString());
            else
                foreach (var form in WordForms.Of(word))
                    words.Add(form);
        }
        string[] forms = [.. words];
        words.Clear(); // nothing that may be erased stays in a static
        return new SearchText(forms, unspaced is [] ? "" : folded, [.. unspaced.SelectMany(GramsOf).Distinct()]);
    }

    public static string Fold(string text)
    {
        if (text.Length > Longest)
            text = text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormKD))
        {
            if (letter == '\u0306' && folded.Length > 0 && folded[^1] == '\u0438')
                folded[^1] = '\u0439'; // short i is a letter of its own in Cyrillic: without it endings are not known
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

    /// <summary>The words of a query, folded: letters and digits only, so none of them is database syntax.</summary>
    public static IReadOnlyList<string> WordsOf(string question) => [.. EachWord().Matches(Fold(question)).Select(word => word.Value).Distinct()];

    /// <summary>
    /// Whether the word is written without spaces between words; it may then occur anywhere in a text.
    /// </summary>
    public static bool IsUnspaced(ReadOnlySpan<char> word) => OfUnspaced().IsMatch(word);

    public static IEnumerable<string> GramsOf(string word)
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

    // Surrogates are letters of rare scripts, and signs that do no harm.
    [GeneratedRegex(@"[\p{L}\p{N}\p{Mc}\uD800-\uDFFF]+")]
    private static partial Regex EachWord();

    // Han, Hiragana, Katakana, Hangul, Thai, Lao, Myanmar, Khmer; and rare scripts
    [GeneratedRegex(@"[\uD800-\uDFFF\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF]")]
    private static partial Regex OfUnspaced();
}
