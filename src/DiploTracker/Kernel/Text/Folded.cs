using System.Text;

namespace DiploTracker.Kernel;

/// <summary>
/// Labels as they are compared: the name of a track, of an agency, of a speaker. Case, width, normal form, blanks and
/// letters that are not seen make no difference.
/// </summary>
public static class Folded
{
    public static string Of(string label)
    {
        var folded = new StringBuilder(label.Length);
        foreach (var rune in Characters.Mended(label).Normalize(NormalizationForm.FormKC).EnumerateRunes())
            if (Rune.IsWhiteSpace(rune))
                folded.Append(folded.Length > 0 && folded[^1] != ' ' ? " " : "");
            else if (!Characters.IsInvisible(rune))
                folded.Append(Rune.ToLowerInvariant(rune));
        return folded.ToString().TrimEnd(' ');
    }
}
