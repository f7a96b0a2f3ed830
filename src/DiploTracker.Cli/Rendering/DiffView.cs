using System.Globalization;
using DiploTracker.Client;
using Spectre.Console;

namespace DiploTracker.Cli.Rendering;

/// <summary>The changes, a sentence each, with its cause and the facts behind it.</summary>
internal static class DiffView
{
    public static void Write(Terminal terminal, NegotiationDiff diff)
    {
        var console = terminal.Tables();
        if (diff.Changes.Count == 0)
            console.WriteLine($"Nothing changed between {diff.From} and {diff.To}.");
        foreach (var change in diff.Changes)
        {
            console.MarkupLine($"{Cause(change.Cause)}  {Markup.Escape(Bidi.Isolate(change.Text.ReplaceLineEndings(" "), terminal.OutIsTerminal))}");
            foreach (var fact in change.Facts)
                console.WriteLine($"    {Behind(fact)}");
        }
    }

    private static string Cause(string cause) => cause switch
    {
        Causes.WorldChanged => "[green]the world changed[/]",
        Causes.Learned => "[yellow]we learned[/]",
        Causes.Corrected => "[red]we were corrected[/]",
        _ => Markup.Escape(cause),
    };

    private static string Behind(FactBehind fact)
    {
        var recorded = fact.RecordedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
        var speakers = fact.Speakers.Count == 0 ? "" : $", {string.Join(", ", fact.Speakers)}";
        return $"#{fact.Version} {fact.Type} {fact.Id}: occurred {fact.Occurred}, recorded {recorded}{speakers}";
    }
}
