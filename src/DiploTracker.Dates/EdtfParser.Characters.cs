using System.Globalization;

namespace DiploTracker.Kernel;

/// <summary>The characters, and the only place where parsing fails: the first error is kept.</summary>
internal ref partial struct EdtfParser
{
    private const char MinusSign = '\u2212';

    private readonly bool AtEnd => _at == _text.Length;

    /// <summary>The next character; NUL, which no date contains, at the end.</summary>
    private readonly char Next => AtEnd ? '\0' : _text[_at];

    private bool Takes(char expected)
    {
        if (Next != expected) return false;
        _at++;
        return true;
    }

    private bool Takes(string expected)
    {
        if (!_text[_at..].StartsWith(expected)) return false;
        _at += expected.Length;
        return true;
    }

    private bool TryTwoDigits(string expected, out int value)
    {
        value = 0;
        for (var end = _at + 2; _at < end; _at++)
        {
            if (!char.IsAsciiDigit(Next)) return Fail(expected);
            value = value * 10 + Next - '0';
        }

        return true;
    }

    private bool Fail(string expected, int? at = null)
    {
        var position = at ?? _at;
        Error ??= new(position, Mistyped(position) ?? expected);
        return false;
    }

    private bool Fail<T>(out T value, string expected, int? at = null)
    {
        value = default!;
        return Fail(expected, at);
    }

    private static bool Stop<T>(out T value)
    {
        value = default!;
        return false;
    }

    private static bool Read<T>(out T value, T read)
    {
        value = read;
        return true;
    }

    // A word such as "tomorrow" is not a mistyped date.
    private readonly string? Mistyped(int position) =>
        position == _text.Length || position == 0 && char.IsAsciiLetter(_text[0]) ? null : Foreign(_text[position]);

    /// <summary>The error of a character that belongs in no date but looks as if it did.</summary>
    private static string? Foreign(char character) => character switch
    {
        'x' or 't' or 'z' => $"write a capital {char.ToUpperInvariant(character)}",
        _ when char.IsWhiteSpace(character) => "a date holds no white space; leave it out",
        _ when char.IsAscii(character) => null,
        _ when char.IsDigit(character) => $"use the digits 0-9; {character} is of another script",
        _ when IsDash(character) => "use the plain hyphen - between year, month and day",
        _ => null,
    };

    private static bool IsDash(char character) =>
        character == MinusSign || char.GetUnicodeCategory(character) == UnicodeCategory.DashPunctuation;
}
