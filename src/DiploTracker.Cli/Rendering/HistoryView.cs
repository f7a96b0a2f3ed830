using System.Globalization;
using DiploTracker.Client;
using Spectre.Console;

namespace DiploTracker.Cli.Rendering;

/// <summary>The facts of a negotiation; corrected ones are struck through and also marked in words.</summary>
internal static class HistoryView
{
    public static void Write(Output output, IReadOnlyList<HistoryItem> items)
    {
        var names = ShortId.Of(items.Select(item => item.Id));
        var table = new Table { Border = output.Terminal.OutIsTerminal ? TableBorder.Rounded : TableBorder.Ascii };
        foreach (var column in (string[])["#", "fact", "occurred", "what", "source, recorded"])
            table.AddColumn(column);
        foreach (var item in items)
        {
            table.AddRow(
                item.Version.ToString(CultureInfo.InvariantCulture),
                output.Wide ? item.Id : names[item.Id],
                Markup.Escape(item.Occurred),
                Fact(item, output),
                Markup.Escape(string.Join('\n',
                    [.. item.Basis.Select(Source), $"{output.Minute(item.RecordedAt)} {item.RecordedBy}"])));
        }
        if (items.Count == 0)
            output.Line("No facts.");
        else
            output.Console.Write(table);
    }

    /// <summary>The sentence of a fact in plain text, with what is true of it now.</summary>
    public static string Words(HistoryItem item, Output output) => item.Correction switch
    {
        null => output.Words(item.Text),
        { Text: { } now } => output.Words(now),
        var correction => $"{output.Words(item.Text)} ({correction.Mode}: {correction.Reason})",
    };

    private static string Fact(HistoryItem item, Output output)
    {
        var text = Markup.Escape(output.Words(item.Text));
        if (item.Correction is { } correction)
            text = $"[strikethrough]{text}[/] {Markup.Escape($"({correction.Mode}: {correction.Reason})")}";
        if (item.Phrase is { } phrase)
            text += "\n" + Markup.Escape($"\"{output.Words(phrase.Text)}\" ({phrase.Language})");
        return text;
    }

    private static string Source(Basis basis)
    {
        var via = basis.Via is { Count: > 0 } publishers ? $"via {string.Join(", ", publishers)}" : null;
        return string.Join(" ", new[] { basis.Speaker, via, basis.Reliability + basis.Credibility }
            .Where(part => !string.IsNullOrEmpty(part)));
    }
}
