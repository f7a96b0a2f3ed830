using System.Buffers;
using System.Globalization;
using System.Text;

namespace DiploTracker.Kernel;

/// <summary>
/// Names by which facts refer to parties and persons: <c>USA</c>, <c>RUS.Ushakov</c>. A name is read by people and
/// compared by its characters; so it has none that cannot be seen, and no word of letters that only look alike. Nor has
/// it a mark by which lists (,), roles (:), addresses (%) and markup (&lt; &gt;) are read.
/// </summary>
public static class Names
{
    /// <summary>Maximum number of characters of a name, on each side of the dot.</summary>
    public const int Longest = 64;

    private const string Separators = ",:%<>";

    private static readonly SearchValues<char> Usual = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -_+&/'()@#.");

    /// <summary>The name without blanks around it, in the normal form NFC; or why it is none.</summary>
    /// <param name="text">A text of whole characters.</param>
    public static (string Name, string? Why) Read(string text)
    {
        var name = text.Trim();
        if (!Ascii.IsValid(name))
            name = name.Normalize(NormalizationForm.FormC);
        var dot = name.IndexOf('.');
        var longer = Math.Max(dot < 0 ? name.Length : dot, name.Length - dot - 1);
        if (longer > Longest)
            return (name, $"a name has at most {Longest} characters; this one has {longer:N0}");
        return (name, name.AsSpan().ContainsAnyExcept(Usual) ? WhyNot(name) : null);
    }

    private static string? WhyNot(string name)
    {
        var (place, word) = (0, Script.None);
        foreach (var rune in name.EnumerateRunes())
        {
            place++;
            if (!IsOfNames(rune))
                return $"a name cannot hold {Shown(rune)}, character {place} here; "
                    + "it has no comma, colon, percent sign or angle bracket, and nothing that is not seen";
            if (!Rune.IsLetter(rune))
            {
                if (!IsMark(rune))
                    word = Script.None; // another word begins
                continue;
            }
            var script = ScriptOf(rune.Value);
            if (script != Script.None && word != Script.None && script != word)
                return $"a name cannot mix {word} and {script} letters in one word, as at character {place} here: "
                    + "they look alike";
            word = script == Script.None ? word : script;
        }
        return null;
    }

    private static bool IsOfNames(Rune rune) => !Characters.IsInvisible(rune)
        && !(rune.IsBmp && Separators.Contains((char)rune.Value))
        && (rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
            or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator));

    // A diacritic or a digit belongs to the word around it.
    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.LetterNumber;

    private static string Shown(Rune rune) =>
        Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || Characters.IsInvisible(rune) ? $"U+{rune.Value:X4}"
        : $"'{rune}' (U+{rune.Value:X4})";

    private enum Script { None, Latin, Greek, Cyrillic }

    private static Script ScriptOf(int letter) => letter switch
    {
        (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= 0xC0 and <= 0x24F)
            or (>= 0x1E00 and <= 0x1EFF) => Script.Latin,
        (>= 0x370 and <= 0x3FF) or (>= 0x1F00 and <= 0x1FFF) => Script.Greek,
        (>= 0x400 and <= 0x52F) or (>= 0xA640 and <= 0xA69F) => Script.Cyrillic,
        _ => Script.None,
    };
}
