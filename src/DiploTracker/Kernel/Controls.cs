namespace DiploTracker.Kernel;

/// <summary>Characters not allowed in names and ids, because they affect the display instead of being shown.</summary>
public static class Controls
{
    /// <summary>
    /// Control characters (ESC, CR, LF, those of ISO 6429), line and paragraph separators, and characters that override
    /// or isolate the writing direction. Characters that only join letters or mark a direction do not count.
    /// </summary>
    public static bool IsOne(char letter) =>
        char.IsControl(letter) || letter is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    public static bool In(string? text) => text is not null && text.Any(IsOne);
}
