using System.Text;

namespace DiploTracker.Cli.Rendering;

/// <summary>Keeps right-to-left words from rearranging the table around them.</summary>
internal static class Bidi
{
    /// <summary>Isolates text with right-to-left letters, on a terminal only; elsewhere it stays as it is.</summary>
    public static string Isolate(string text, bool terminal) =>
        Shown.Word(text) is var word && terminal && word.EnumerateRunes().Any(IsRightToLeft)
            ? $"{Shown.FirstStrongIsolate}{word}{Shown.PopDirectionalIsolate}"
            : word;

    private static bool IsRightToLeft(Rune rune) =>
        rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF)
            or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
