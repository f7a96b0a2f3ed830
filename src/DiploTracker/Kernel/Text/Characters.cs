using System.Buffers;
using System.Globalization;
using System.Text;

namespace DiploTracker.Kernel;

/// <summary>
/// The characters that a text may contain: those that can be stored, folded for search, shown and exported. NUL, the
/// noncharacters of Unicode and halves of characters (unpaired surrogates) cannot.
/// </summary>
public static class Characters
{
    /// <summary>
    /// Why a text cannot be taken: its first such character, with its place; null if there is none. The place counts
    /// characters, from 1.
    /// </summary>
    public static string? WhyNot(string text)
    {
        if (IsPlain(text))
            return null;
        var place = 1;
        for (var index = 0; index < text.Length; place++)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out var length) != OperationStatus.Done)
                return Half(text[index], place);
            if (IsNone(rune.Value))
                return $"a text cannot hold the character U+{rune.Value:X4}"
                    + $"{(rune.Value == 0 ? "" : ", which Unicode reserves")}; it is character {place} here";
            index += length;
        }
        return null;
    }

    /// <summary>
    /// The text with U+FFFD in place of each such character: facts recorded before these were refused are still folded
    /// and searched.
    /// </summary>
    public static string Mended(string text)
    {
        if (IsPlain(text))
            return text;
        var mended = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // gives U+FFFD for half a character
            mended.Append(IsNone(rune.Value) ? Rune.ReplacementChar : rune);
        return mended.ToString();
    }

    /// <summary>
    /// Why the content of a JSON string, still escaped, is no text: an escape of half a character, with its place; null
    /// if there is none.
    /// </summary>
    public static string? WhyNotEscaped(ReadOnlySpan<byte> json)
    {
        var place = 1;
        for (var index = 0; index < json.Length; place++)
        {
            var unit = Escape(json[index..]);
            if (unit is { } half && char.IsSurrogate(half))
            {
                if (!char.IsHighSurrogate(half) || Escape(json[(index + EscapeLength)..]) is not { } next
                    || !char.IsLowSurrogate(next))
                    return Half(half, place);
                index += 2 * EscapeLength;
            }
            else if (unit is not null)
                index += EscapeLength;
            else if (json[index] == '\\')
                index += 2;
            else
            {
                Rune.DecodeFromUtf8(json[index..], out _, out var length);
                index += length;
            }
        }
        return null;
    }

    /// <summary>
    /// Letters that are not seen: format characters (joiners, direction marks, the soft hyphen), variation selectors
    /// and fillers.
    /// </summary>
    public static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x3164 or 0xFFA0
        or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private const int EscapeLength = 6; // \ud83d

    // All that cannot be taken, NUL apart, lies from here on.
    private static bool IsPlain(string text) =>
        !text.AsSpan().ContainsAnyInRange('\uD800', '\uFFFF') && !text.Contains('\0');

    private static bool IsNone(int value) =>
        value == 0 || value is >= 0xFDD0 and <= 0xFDEF || (value & 0xFFFE) == 0xFFFE;

    private static string Half(char half, int place) =>
        $"a text cannot hold half a character (the unpaired surrogate U+{(int)half:X4}); it is character {place} here";

    private static char? Escape(ReadOnlySpan<byte> json) =>
        json is [(byte)'\\', (byte)'u', ..] && json.Length >= EscapeLength
        && ushort.TryParse(
            json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
