using System.Text;

namespace DiploTracker.Briefs;

/// <summary>The direction of scripts.</summary>
internal static class Scripts
{
    /// <summary>Letters and digits of the blocks of Unicode that are written from right to left.</summary>
    public static bool IsRightToLeft(Rune rune) =>
        rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF)
            or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
