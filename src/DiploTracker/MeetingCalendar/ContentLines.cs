using System.Text;

namespace DiploTracker.MeetingCalendar;

/// <summary>Text handling that Ical.Net leaves to its caller.</summary>
internal static class ContentLines
{
    private const int Longest = 75;

    private const string Fold = "\r\n ";

    /// <summary>
    /// A text without control characters, which iCalendar does not allow, and with all line endings as line feeds.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var letter in text.ReplaceLineEndings("\n"))
            if (letter is '\n' or '\t' || !char.IsControl(letter))
                clean.Append(letter);
        return clean.ToString();
    }

    /// <summary>
    /// Lines folded between characters. Ical.Net folds between UTF-16 code units, which destroys a character made of
    /// two of them.
    /// </summary>
    public static string WholeCharacters(string text)
    {
        if (!text.Any(char.IsSurrogate))
            return text;

        var folded = new StringBuilder(text.Length);
        foreach (var line in text.Replace(Fold, "").Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var octets = 0;
            foreach (var rune in line.EnumerateRunes())
            {
                if (octets + rune.Utf8SequenceLength > Longest)
                {
                    folded.Append(Fold);
                    octets = 1;
                }
                folded.Append(rune);
                octets += rune.Utf8SequenceLength;
            }
            folded.Append("\r\n");
        }
        return folded.ToString();
    }
}
