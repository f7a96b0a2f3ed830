using System.Text;
using DiploTracker.Cli.Rendering;
using Spectre.Console;

namespace DiploTracker.Cli;

/// <summary>The input and output of the tool; tests pass their own.</summary>
public sealed record Terminal(
    TextReader In,
    TextWriter Out,
    TextWriter Error,
    bool OutIsTerminal,
    bool ErrorIsTerminal,
    Func<string, string?> Variable)
{
    private const int PlainWidth = 100;
    private const int WideWidth = 240;

    /// <summary>Plain text on standard output, for people and as JSON; see <see cref="Shown"/>.</summary>
    public TextWriter Out { get; init; } = new Shown.Writer(Out);

    /// <summary>The same on standard error.</summary>
    public TextWriter Error { get; init; } = new Shown.Writer(Error);

    /// <summary>The clock by which "now" and "yesterday" are meant.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Data in a form of its own on standard output: unchanged, except on a terminal.</summary>
    public TextWriter Data => OutIsTerminal ? Out : _out;

    private readonly TextWriter _out = Out, _error = Error;

    /// <summary>The console of this process, in UTF-8.</summary>
    public static Terminal OfThisProcess()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Terminal(
            Console.In,
            Console.Out,
            Console.Error,
            !Console.IsOutputRedirected,
            !Console.IsErrorRedirected,
            Environment.GetEnvironmentVariable);
    }

    /// <summary>Tables for people on standard output: a fixed width and no colour when it is not a terminal.</summary>
    public IAnsiConsole Tables(bool wide = false)
    {
        var console = Over(_out, OutIsTerminal);
        if (wide)
            console.Profile.Width = Math.Max(console.Profile.Width, WideWidth);
        return console;
    }

    /// <summary>Progress and errors.</summary>
    public IAnsiConsole Messages() => Over(_error, ErrorIsTerminal);

    private IAnsiConsole Over(TextWriter writer, bool terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal && string.IsNullOrEmpty(Variable("NO_COLOR"))
                ? ColorSystemSupport.Detect
                : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        console.Pipeline.Attach(new Shown.Hook());
        if (!terminal)
            console.Profile.Width = PlainWidth;
        return console;
    }
}
