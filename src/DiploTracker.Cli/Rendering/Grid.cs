using Spectre.Console;

namespace DiploTracker.Cli.Rendering;

/// <summary>A titled table of plain text.</summary>
internal static class Grid
{
    public static void Write(
        IAnsiConsole console, Terminal terminal, string title, string[] columns, IEnumerable<string?[]> rows)
    {
        var table = new Table { Border = terminal.OutIsTerminal ? TableBorder.Rounded : TableBorder.Ascii };
        foreach (var column in columns)
            table.AddColumn(Markup.Escape(column));
        foreach (var row in rows)
            table.AddRow([.. row.Select(cell => Markup.Escape(Bidi.Isolate(cell ?? "", terminal.OutIsTerminal)))]);
        if (table.Rows.Count == 0)
            return;

        if (title.Length > 0)
            console.MarkupLineInterpolated($"[bold]{title}[/]");
        console.Write(table);
    }
}
