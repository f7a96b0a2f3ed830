using System.Globalization;
using DiploTracker.Client;
using Spectre.Console;

namespace DiploTracker.Cli.Rendering;

/// <summary>The facts of a negotiation; corrected ones are struck through and also marked in words.</summary>
internal static class HistoryView
{
    public static void Write(Terminal terminal, IEnumerable<HistoryItem> items)
    {
        var table = new Table { Border = terminal.OutIsTerminal ? TableBorder.Rounded : TableBorder.Ascii };
        foreach (var column in (string[])["#", "occurred", "recorded", "fact", "source"])
            table.AddColumn(column);
        foreach (var item in items)
        {
            table.AddRow(
                item.Version.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(item.Occurred),
                item.RecordedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
                Fact(item, terminal.OutIsTerminal),
                Markup.Escape(string.Join("; ", item.Basis.Select(Source))));
        }
        terminal.Tables().Write(table);
    }

    private static string Fact(HistoryItem item, bool terminal)
    {
        var text = Markup.Escape(Bidi.Isolate(item.Text, terminal));
        if (item.Correction is { } correction)
            text = $"[strikethrough]{text}[/] {Markup.Escape($"({correction.Mode}: {correction.Reason})")}";
        if (item.Phrase is { } phrase)
            text += "\n" + Markup.Escape($"\"{Bidi.Isolate(phrase.Text, terminal)}\" ({phrase.Language})");
        return text;
    }

    private static string Source(Basis basis)
    {
        var via = basis.Via is { Count: > 0 } publishers ? $"via {string.Join(", ", publishers)}" : null;
        return string.Join(" ", new[] { basis.Speaker, via, basis.Reliability + basis.Credibility }
            .Where(part => !string.IsNullOrEmpty(part)));
    }
}
