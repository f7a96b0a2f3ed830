using System.Globalization;

namespace DiploTracker.Kernel;

/// <summary>
/// Shortens texts for answers: a request can be a megabyte long, and an error in it is no reason to send all of it
/// back. Every text of a problem passes through here.
/// </summary>
public static class Shortened
{
    /// <summary>Maximum length of a text in a problem, in characters (UTF-16 code units).</summary>
    public const int Longest = 1_000;

    /// <summary>Maximum number of members or text items in a hint.</summary>
    public const int Most = 100;

    // The error follows the quoted text, so more of the end is kept.
    private const int Head = 300, Tail = 600;

    /// <summary>
    /// The text; if it is long, its beginning and end with the number of characters left out between them.
    /// </summary>
    public static string Text(string text)
    {
        if (text.Length <= Longest)
            return text;
        var head = char.IsHighSurrogate(text[Head - 1]) ? Head - 1 : Head;
        var tail = char.IsLowSurrogate(text[^Tail]) ? Tail - 1 : Tail;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, head)}… ({text.Length - head - tail:N0} characters) …{text.AsSpan(text.Length - tail)}");
    }

    /// <summary>The value of a hint, with its texts shortened.</summary>
    internal static object Value(object value) => value switch
    {
        string text => Text(text),
        IReadOnlyDictionary<string, string[]> errors => errors.Take(Most)
            .Select(error => KeyValuePair.Create(Text(error.Key), error.Value.Take(Most).Select(Text).ToArray()))
            .DistinctBy(error => error.Key).ToDictionary(),
        IEnumerable<string> texts => texts.Take(Most).Select(Text).ToList(),
        _ => value,
    };
}
