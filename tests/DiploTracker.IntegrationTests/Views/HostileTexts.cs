using System.Text;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.IntegrationTests.Views;

/// <summary>Texts that have stopped a program before.</summary>
internal static class HostileTexts
{
    private static readonly Random Chance = new(20250815);

    /// <summary>As long as the longest text may be; cut to what a member takes.</summary>
    public static readonly string[] Long =
    [
        Letters('a', 'z' + 1),
        Cut(string.Join(' ', Enumerable.Range(0, Limits.Text).Select(number => $"w{number:x}")), Limits.Text),
        Letters(0x4E00, 0x9FFF),
        Letters(0x0621, 0x06D3),
        Letters(0xFBD3, 0xFD3D), // ligatures, which grow when folded
        string.Concat(Enumerable.Range(0, Limits.Text / 2).Select(_ => char.ConvertFromUtf32(Chance.Next(0x1F300, 0x1F64F)))),
        Cut(string.Concat(Enumerable.Range(0, Limits.Text).Select(_ => AnyRune())), Limits.Text),
        "a" + new string('\u0301', Limits.Text - 1),
        "x" + new string(' ', Limits.Text - 1),
    ];

    public static readonly string[] Short =
    [
        "\u0001\u001b[2J\u009b31m\r\n\u2028\u202E\u2066\t\\ \\u0000 \u007f",
        "'; drop table mt_events; -- {\"a\":[NULL,\"\\\"]} $1 {0} %s <b>&amp;</b> \u00A0",
        "BEGIN:VEVENT\r\nEND:VCALENDAR\r\nUID:x\n",
        "~0", "[erased]", "NULL", "null", "\u2067", "\uFEFF", ".", ",", "\"", "''", "[\"", "erased-", "withheld",
        "e\u0301\u0323\u0489", "👨‍👩‍👧‍👦🏳️‍🌈", "السَّلَام عليكم", "שלום־עליכם", "一二三", "ﷺ", "İstanbul ıI ß ς", "a/b?c#d&e=f",
        .. new[] { "peace a\ufffe", "\ufffe", "a\ufdd0", "\U0001ffff", "a\0" }.Where(text => Characters.WhyNot(text) is null), // were it to change
    ];

    public static string Cut(string text, int length) => text.Length <= length
        ? text
        : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string Letters(int from, int to) =>
        string.Concat(Enumerable.Range(0, Limits.Text).Select(_ => (char)Chance.Next(from, to)));

    private static string AnyRune()
    {
        while (true)
            if (Rune.TryCreate(Chance.Next(1, 0x110000), out var rune) && Characters.WhyNot(rune.ToString()) is null)
                return rune.ToString();
    }
}
