using System.Text;

namespace DiploTracker.MeetingCalendar;

/// <summary>What Ical.Net leaves to whoever gives it texts.</summary>
internal static class ContentLines
{
    private const int Longest = 75;

    private const string Fold = "\r\n ";

    /// <summary>
    /// A text without control characters, which iCalendar does not have; what ends a line anywhere ends a line.
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
    /// Lines folded between characters. Ical.Net folds between UTF-16 code units, and a character beyond the first
    /// 65,536 is two of them: cut apart it is lost.
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
