using System.Text.RegularExpressions;
using DiploTracker.Kernel;
using DiploTracker.Negotiations;

namespace DiploTracker.Briefs;

/// <summary>The small words of the sentences of a briefing.</summary>
internal static partial class Wording
{
    /// <summary>A word of a vocabulary as people write it: <c>JointStatement</c> is "joint statement".</summary>
    public static string Of<T>(T word) where T : struct, Enum => Plain(Vocabulary<T>.WordOf(word));

    /// <summary>The same for any text in the form of a word; other texts stay as they are.</summary>
    public static string Plain(string word) => Camel().IsMatch(word)
        ? Humps().Replace(word, " ").ToLowerInvariant()
        : word.Replace('-', ' ');

    public static string Count(int number, string one, string? several = null) =>
        $"{number} {(number == 1 ? one : several ?? one + "s")}";

    /// <summary>"3 days ago", "today"; null if the number is unknown.</summary>
    public static string? Ago(int? days) => days switch
    {
        null => null,
        <= 0 => "today",
        1 => "yesterday",
        _ => $"{days} days ago",
    };

    /// <summary>The day by which something that is dated so had certainly begun; null if that is open.</summary>
    public static DateOnly? Certain(Edtf date) => date.Error is not null ? null : date.Last.Date ?? date.First.Date;

    public static Passage Noun(Edtf date) => Passage.Of($"{DateWords.Noun(date):w}");

    public static Passage When(Edtf date) => Passage.Of($"{DateWords.When(date):w}");

    /// <summary>"USA.Trump" as "Trump (USA)".</summary>
    public static Passage Speaker(string speaker) => speaker.IndexOf('.') is > 0 and var dot && dot < speaker.Length - 1
        ? Passage.Of($"{speaker[(dot + 1)..]} ({speaker[..dot]})")
        : Passage.Of($"{speaker}");

    /// <summary>A text in words of the record, quoted in the language that it was said in.</summary>
    public static Passage Quoted(Phrase? phrase) => phrase is null
        ? Passage.Empty
        : new Passage([Run.Words(" ("), Run.Data(phrase.Text, RunKind.Quote, phrase.Language), Run.Words(")")]);

    /// <summary>The full stop after a text, unless it ends with a stop of its own inside a quotation.</summary>
    public static string Stop(string? text) =>
        text?.TrimEnd() is [.., '.' or '!' or '?' or '…', '"' or '”' or '’' or '»' or '“'] ? "" : ".";

    /// <summary>A clause after a colon, without its own full stop; nothing if there is none.</summary>
    public static Passage Clause(string? text, string before = ": ") => string.IsNullOrWhiteSpace(text)
        ? Passage.Empty
        : Passage.Of($"{before:w}{text.TrimEnd().TrimEnd('.')}");

    /// <summary>A reason in parentheses; nothing if there is none.</summary>
    public static Passage Reason(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? Passage.Empty : Passage.Of($" ({reason})");

    /// <summary>When something was done at one time, by a date that may be open at its beginning.</summary>
    public static Passage DoneOn(Edtf date) =>
        date.First == EdtfBound.Beginning && DateWords.Noun(date) is ['u', 'n', 't', 'i', 'l', ' ', .. var last]
            ? Passage.Of($"by {last:w} at the latest")
            : When(date);

    [GeneratedRegex("^[A-Z][a-z]+([A-Z][a-z]+)*$")]
    private static partial Regex Camel();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Humps();
}
