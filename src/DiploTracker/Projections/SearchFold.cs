using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DiploTracker.Kernel;

namespace DiploTracker.Projections;

/// <summary>
/// Texts folded for search, so that one word is one however it is spelt: lower case, without diacritics, Arabic vowel
/// signs, tatweel and letters that are not seen; the Arabic, Persian and Urdu forms of a letter, the digits of all
/// scripts and apostrophes of all kinds are one each; acronyms lose their points.
/// </summary>
internal static partial class SearchFold
{
    /// <summary>Apostrophes of all kinds become this one; the division into words knows it.</summary>
    public const char Apostrophe = '\'';

    /// <summary>
    /// Maximum number of characters indexed per row: the database stores at most a megabyte of words.
    /// </summary>
    private const int Longest = 50_000;

    private const char Acute = '\u00B4', ShortU = '\u0438', ShortI = '\u0439', Breve = '\u0306';

    public static string Of(string text)
    {
        // An acute accent alone would decompose into a blank and a mark.
        text = Characters.Mended(Shortened(text)).Replace(Acute, Apostrophe);
        var decomposed = Ascii.IsValid(text) ? text : text.Normalize(NormalizationForm.FormKD);
        var folded = new StringBuilder(decomposed.Length);
        for (var index = 0; index < decomposed.Length; index++)
        {
            var letter = decomposed[index];
            if (letter < '\u0080')
                folded.Append(letter == '`' || (letter == '"' && IsInHebrew(folded, decomposed, index))
                    ? Apostrophe
                    : char.ToLowerInvariant(letter));
            else if (letter is >= '\u0410' and <= '\u044F') // most of Cyrillic
                folded.Append(char.ToLowerInvariant(letter));
            else if (char.IsSurrogate(letter))
                index += AddRare(folded, decomposed, index);
            else
                Add(folded, decomposed, index);
        }
        var composed = folded.ToString();
        if (!Ascii.IsValid(composed))
            composed = composed.Normalize(NormalizationForm.FormC);
        return WithoutPoints(Shortened(composed));
    }

    private static void Add(StringBuilder folded, string text, int index)
    {
        var letter = text[index];
        if (letter == Breve && folded.Length > 0 && folded[^1] == ShortU)
            folded[^1] = ShortI; // short i is a letter of its own in Cyrillic: without it endings are not known
        else if (Of(letter) is { } other)
            folded.Append(other);
        else if (letter is '\u05F4' or '\u201C' or '\u201D' or '\u201E' && IsInHebrew(folded, text, index))
            folded.Append(Apostrophe);
        else
            switch (CharUnicodeInfo.GetUnicodeCategory(letter))
            {
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark:
                case UnicodeCategory.Format:
                    break;
                case UnicodeCategory.DecimalDigitNumber:
                    folded.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(letter)));
                    break;
                default:
                    if (!Characters.IsInvisible(new Rune(letter)))
                        folded.Append(char.ToLowerInvariant(letter));
                    break;
            }
    }

    /// <summary>Adds a character of two code units; 1 if there is one.</summary>
    private static int AddRare(StringBuilder folded, string text, int index)
    {
        if (!Rune.TryGetRuneAt(text, index, out var rune))
            return 0;
        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
            folded.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
        else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            && !Characters.IsInvisible(rune) && rune.Value is not (>= 0x1F3FB and <= 0x1F3FF)) // tones of skin
            folded.Append(Rune.ToLowerInvariant(rune));
        return 1;
    }

    /// <summary>What a letter is folded to; null if nothing is said of it here.</summary>
    private static string? Of(char letter) => letter switch
    {
        // Arabic, Persian, Urdu. The hamza of alef, waw and yeh goes with the diacritics.
        '\u0640' or '\u0674' => "", // tatweel only stretches a word; high hamza
        '\u0671' or '\u0672' or '\u0673' => "\u0627",
        '\u0649' or '\u06CC' or '\u06D2' or '\u06D0' or '\u0620' => "\u064A",
        '\u06A9' or '\u06AA' or '\u063B' => "\u0643",
        '\u0629' or '\u06C1' or '\u06BE' or '\u06C3' or '\u06D5' => "\u0647",
        '\u06BA' => "\u0646",
        // Apostrophes, primes and modifier letters used as such, geresh.
        (>= '\u2018' and <= '\u201B') or '\u02B9' or (>= '\u02BB' and <= '\u02BF') or '\u02C8'
            or '\u2032' or '\u055A' or '\u05F3' or '\uA78B' or '\uA78C' => "'",
        // Latin letters that do not decompose.
        'ß' or 'ẞ' => "ss",
        'æ' or 'Æ' => "ae",
        'œ' or 'Œ' => "oe",
        'þ' or 'Þ' => "th",
        'ø' or 'Ø' or 'ɵ' or 'Ɵ' => "o",
        'đ' or 'Đ' or 'ð' or 'Ð' or 'ɖ' or 'Ɖ' or 'ɗ' or 'Ɗ' => "d",
        'ł' or 'Ł' or 'ƚ' or 'Ƚ' => "l",
        'ħ' or 'Ħ' => "h",
        'ŧ' or 'Ŧ' => "t",
        'ı' or 'ɨ' or 'Ɨ' => "i",
        'ŋ' or 'Ŋ' => "n",
        'ƀ' or 'Ƀ' or 'ɓ' or 'Ɓ' => "b",
        'ǥ' or 'Ǥ' => "g",
        'ɍ' or 'Ɍ' => "r",
        'ƶ' or 'Ƶ' => "z",
        'ɏ' or 'Ɏ' => "y",
        'ς' => "σ",
        _ => null,
    };

    // Gershayim in an acronym are often typed as quotation marks.
    private static bool IsInHebrew(StringBuilder folded, string text, int index) =>
        folded.Length > 0 && IsHebrew(folded[^1]) && index + 1 < text.Length && IsHebrew(text[index + 1]);

    private static bool IsHebrew(char letter) => letter is >= '\u05D0' and <= '\u05EA';

    private static string WithoutPoints(string folded) =>
        folded.Contains('.') ? Acronyms().Replace(folded, acronym => acronym.Value.Replace(".", "")) : folded;

    private static string Shortened(string text) =>
        text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];

    // U.N., с.ш.а: single letters with points between them.
    [GeneratedRegex(@"(?<![\p{L}\p{N}.])\p{L}(?:\.\p{L})+\.?(?![\p{L}\p{N}])")]
    private static partial Regex Acronyms();
}
