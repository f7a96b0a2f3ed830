namespace DiploTracker.Kernel;

/// <summary>
/// Characters that no name and no id holds, because they act on whatever shows them instead of being shown.
/// </summary>
public static class Controls
{
    /// <summary>
    /// Control characters (ESC, CR, LF, those of ISO 6429), marks that end a line or paragraph, and those that override
    /// or isolate the direction of writing. Marks that only join letters or give a direction are none.
    /// </summary>
    public static bool IsOne(char letter) =>
        char.IsControl(letter) || letter is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    public static bool In(string? text) => text is not null && text.Any(IsOne);
}
