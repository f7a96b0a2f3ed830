using System.Globalization;

namespace DiploTracker.Kernel;

/// <summary>
/// Texts of a length that can be answered and read: a request can be a megabyte long, and what is wrong with it is no
/// reason to send all of it back. Whatever a problem says passes through here.
/// </summary>
public static class Shortened
{
    /// <summary>The longest text that a problem holds, in characters (UTF-16 code units).</summary>
    public const int Longest = 1_000;

    /// <summary>The most members or items of a hint that are texts.</summary>
    public const int Most = 100;

    // What is wrong stands after what is quoted, so more is kept of the end.
    private const int Head = 300, Tail = 600;

    /// <summary>
    /// The text; of a long one the beginning and the end, and how many characters were left out between them.
    /// </summary>
    public static string Text(string text)
    {
        if (text.Length <= Longest)
            return text;
        var head = char.IsHighSurrogate(text[Head - 1]) ? Head - 1 : Head;
        var tail = char.IsLowSurrogate(text[^Tail]) ? Tail - 1 : Tail;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, head)}… ({text.Length - head - tail:N0} characters) …{text.AsSpan(text.Length - tail)}");
    }

    /// <summary>The value of a hint, its texts shortened.</summary>
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
