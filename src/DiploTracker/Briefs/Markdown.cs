using System.Text;

namespace DiploTracker.Briefs;

/// <summary>
/// Passages as Markdown. Data cannot become markup: what CommonMark or GitHub would take for it is escaped. Words in
/// right-to-left scripts are isolated from the sentence around them.
/// </summary>
internal static class Markdown
{
    private const char FirstStrongIsolate = '\u2068', PopDirectionalIsolate = '\u2069';

    public static string Of(Passage passage) => string.Concat(passage.Runs.Select(Of));

    public static string Of(string data) => Of(Run.Data(data));

    private static string Of(Run run) => run.Kind switch
    {
        RunKind.Words => Escaped(run.Text),
        RunKind.Quote => $"“{Isolated(run.Text)}”",
        RunKind.Id when IsPlain(run.Text) => $"`{run.Text}`",
        _ => Isolated(run.Text),
    };

    public static string Id(string id) => Of(Run.Data(id, RunKind.Id));

    private static bool IsPlain(string id) =>
        id.Length > 0 && id.All(letter => char.IsAscii(letter) && letter is not ('`' or ' '));

    private static string Isolated(string data) => data.EnumerateRunes().Any(Scripts.IsRightToLeft)
        ? $"{FirstStrongIsolate}{Escaped(data)}{PopDirectionalIsolate}"
        : Escaped(data);

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (IsMarkup(text, index))
                escaped.Append('\\');
            escaped.Append(text[index]);
        }
        return escaped.ToString();
    }

    // A backslash may stand before any ASCII punctuation (CommonMark 0.31, 2.4). A colon before slashes and the full
    // stop after www would become a link on GitHub; a mark of a list or a rule counts where a line may begin.
    private static bool IsMarkup(string text, int index) => text[index] switch
    {
        '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '&' or '|' or '~' or '#' or '!' or '$' or '^' => true,
        ':' => text.AsSpan(index + 1).StartsWith("/") || IsRepeated(text, index),
        '.' or ')' => index > 0 && text[..index].All(char.IsAsciiDigit)
            || text[..index].EndsWith("www", StringComparison.OrdinalIgnoreCase),
        '-' or '+' or '=' or '"' => index == 0 || IsRepeated(text, index),
        '{' or '}' => true,
        _ => false,
    };

    // Marks and containers of other dialects are made of two or more.
    private static bool IsRepeated(string text, int index) =>
        index > 0 && text[index - 1] == text[index] || index + 1 < text.Length && text[index + 1] == text[index];
}
