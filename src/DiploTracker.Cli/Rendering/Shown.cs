using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DiploTracker.Cli.Rendering;

/// <summary>
/// Output for people, without characters that control the terminal. Data comes from anybody who could record it; all
/// output for people passes through here (<see cref="Terminal"/>).
/// </summary>
internal static class Shown
{
    /// <summary>Isolates a text from the writing direction around it; only <see cref="Bidi"/> writes these.</summary>
    public const char FirstStrongIsolate = '\u2068', PopDirectionalIsolate = '\u2069';

    /// <summary>
    /// Control characters, the line and paragraph separators of Unicode, and overrides or isolates of the writing
    /// direction.
    /// </summary>
    public static bool IsHidden(char letter) =>
        char.IsControl(letter) || letter is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>The text without them; line ends and isolates stay.</summary>
    public static string Of(string text) => Without(text, letter => IsHidden(letter) && letter is not ('\n' or FirstStrongIsolate or PopDirectionalIsolate));

    /// <summary>The text without any of them: a word in a sentence, a cell, a line.</summary>
    public static string Word(string text) => Without(text, letter => IsHidden(letter) && letter != '\n');

    private static string Without(string text, Func<char, bool> isLeftOut) =>
        text.Any(isLeftOut) ? string.Concat(text.Where(letter => !isLeftOut(letter))) : text;

    /// <summary>Filters plain text.</summary>
    public sealed class Writer(TextWriter to) : TextWriter
    {
        public override Encoding Encoding => to.Encoding;

        public override void Write(char value)
        {
            if (value == '\n' || !IsHidden(value))
                to.Write(value);
        }

        public override void Write(string? value) => to.Write(Of(value ?? ""));

        public override void WriteLine() => to.WriteLine();

        public override void WriteLine(string? value) => to.WriteLine(Of(value ?? ""));

        public override Task WriteLineAsync(string? value) => to.WriteLineAsync(Of(value ?? ""));

        public override void Flush() => to.Flush();

        public override Task FlushAsync() => to.FlushAsync();
    }

    /// <summary>Filters tables and coloured text, before the escapes for colours are written.</summary>
    public sealed class Hook : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(renderable => new Cleaned(renderable));

        private sealed class Cleaned(IRenderable renderable) : IRenderable
        {
            public Measurement Measure(RenderOptions options, int maxWidth) => renderable.Measure(options, maxWidth);

            public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => renderable.Render(options, maxWidth)
                .Select(segment => segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(Of(segment.Text), segment.Style));
        }
    }
}
