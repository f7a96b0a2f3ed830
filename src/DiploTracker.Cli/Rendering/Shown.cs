using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DiploTracker.Cli.Rendering;

/// <summary>
/// What a person is shown: no character that acts on the terminal instead of being shown. Data comes from whoever could
/// record it; all that this tool writes for people passes through here (<see cref="Terminal"/>).
/// </summary>
internal static class Shown
{
    /// <summary>
    /// Sets a text apart from the direction of the writing around it; only <see cref="Bidi"/> writes these.
    /// </summary>
    public const char FirstStrongIsolate = '\u2068', PopDirectionalIsolate = '\u2069';

    /// <summary>
    /// Control characters, ends of lines and paragraphs of Unicode, and what overrides or isolates the direction of
    /// writing.
    /// </summary>
    public static bool IsHidden(char letter) =>
        char.IsControl(letter) || letter is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>The text without them, ends of lines as they are.</summary>
    public static string Of(string text) => Without(text, letter => IsHidden(letter) && letter is not ('\n' or FirstStrongIsolate or PopDirectionalIsolate));

    /// <summary>The text without any of them: a word in a sentence, a cell, a line.</summary>
    public static string Word(string text) => Without(text, letter => IsHidden(letter) && letter != '\n');

    private static string Without(string text, Func<char, bool> isLeftOut) =>
        text.Any(isLeftOut) ? string.Concat(text.Where(letter => !isLeftOut(letter))) : text;

    /// <summary>Writes plain text so.</summary>
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

    /// <summary>Tables and coloured text so; the escapes for colours are written after.</summary>
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
