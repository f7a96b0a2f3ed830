using System.Globalization;
using Spectre.Console;

namespace DiploTracker.Cli.Rendering;

/// <summary>The form of what people read: the width of its tables and the zone of its times.</summary>
internal sealed record Output(Terminal Terminal, bool Json, bool Wide, TimeZoneInfo Zone)
{
    private IAnsiConsole? _console;

    public IAnsiConsole Console => _console ??= Terminal.Tables(Wide);

    public void Line(string text = "") => Console.WriteLine(text);

    public void Table(string title, string[] columns, IEnumerable<string?[]> rows) =>
        Grid.Write(Console, Terminal, title, columns, rows);

    /// <summary>Text of somebody, isolated from the writing direction around it.</summary>
    public string Words(string? text) => Bidi.Isolate((text ?? "").ReplaceLineEndings(" "), Terminal.OutIsTerminal);

    /// <summary>A recorded or published time to the minute, in the zone of the output.</summary>
    public string Minute(DateTimeOffset? time)
    {
        if (time is not { } given)
            return "";
        var local = TimeZoneInfo.ConvertTime(given, Zone);
        return local.Offset == TimeSpan.Zero
            ? local.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)
            : local.ToString("yyyy-MM-dd HH:mmzzz", CultureInfo.InvariantCulture);
    }
}
