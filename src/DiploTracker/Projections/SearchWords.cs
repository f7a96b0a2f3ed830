using System.Globalization;
using System.Text;

namespace DiploTracker.Projections;

/// <summary>
/// Divides a folded text into words. Where a script written without spaces, or one written from right to left, meets
/// Latin letters, digits or emoji, a new word begins: G20峰会 is two words.
/// </summary>
internal static class SearchWords
{
    private enum Kind { None, Letter, RightToLeft, Digit, Unspaced, Sign }

    /// <summary>The words in order, and whether each is written without spaces between words.</summary>
    public static IEnumerable<(int Start, int Length, bool IsUnspaced)> In(string folded)
    {
        var (start, word) = (0, Kind.None);
        for (var index = 0; index < folded.Length;)
        {
            var (kind, length) = Next(folded, index, word);
            if (!Joins(word, kind) && word != Kind.None)
            {
                yield return (start, index - start, word is Kind.Unspaced or Kind.Sign);
                word = Kind.None;
            }
            if (word == Kind.None)
                start = index;
            word = kind is Kind.Digit && word is not Kind.None ? word : kind;
            index += length;
        }
        if (word != Kind.None)
            yield return (start, folded.Length - start, word is Kind.Unspaced or Kind.Sign);
    }

    /// <summary>Whether the word has letters of a script without spaces, or is a sign such as an emoji.</summary>
    public static bool IsUnspaced(ReadOnlySpan<char> word)
    {
        foreach (var rune in word.EnumerateRunes())
            if (KindOf(rune) is Kind.Unspaced or Kind.Sign)
                return true;
        return false;
    }

    private static (Kind Kind, int Length) Next(string folded, int index, Kind word)
    {
        var letter = folded[index];
        if (letter is (>= 'a' and <= 'z'))
            return (Kind.Letter, 1);
        if (letter == SearchFold.Apostrophe)
            // Inside a word only, where letters stand on both sides.
            return (IsInside(word, folded, index) ? word : Kind.None, 1);
        return letter < '\u0080'
            ? (char.IsAsciiDigit(letter) ? Kind.Digit : Kind.None, 1)
            : (KindAt(folded, index), char.IsSurrogatePair(folded, index) ? 2 : 1);
    }

    private static bool Joins(Kind word, Kind next) => next switch
    {
        Kind.None or Kind.Sign => false, // each emoji is a word
        Kind.Digit => word is Kind.Digit or Kind.Letter,
        Kind.Letter => word is Kind.Letter or Kind.Digit,
        _ => word == next,
    };

    private static bool IsInside(Kind word, string folded, int index) =>
        word is Kind.Letter or Kind.RightToLeft && index + 1 < folded.Length && KindAt(folded, index + 1) == word;

    private static Kind KindAt(string folded, int index) =>
        Rune.TryGetRuneAt(folded, index, out var rune) ? KindOf(rune) : Kind.None;

    private static Kind KindOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.DecimalDigitNumber => Kind.Digit,
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
            or UnicodeCategory.OtherNumber or UnicodeCategory.SpacingCombiningMark =>
            IsOfUnspaced(rune.Value) ? Kind.Unspaced : IsRightToLeft(rune.Value) ? Kind.RightToLeft : Kind.Letter,
        UnicodeCategory.OtherSymbol when IsEmoji(rune.Value) => Kind.Sign,
        _ => Kind.None,
    };

    private static bool IsEmoji(int sign) => sign is > 0xFFFF or (>= 0x2600 and <= 0x27BF) or (>= 0x2B00 and <= 0x2BFF);

    private static bool IsRightToLeft(int letter) => letter is >= 0x0590 and <= 0x08FF;

    // Han, Hiragana, Katakana, Hangul, Thai, Lao, Myanmar, Khmer; and rare scripts.
    private static bool IsOfUnspaced(int letter) => letter is > 0xFFFF
        or (>= 0x2E80 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x0E00 and <= 0x0EFF)
        or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF);
}
