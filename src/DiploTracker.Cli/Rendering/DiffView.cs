using DiploTracker.Client;
using Spectre.Console;

namespace DiploTracker.Cli.Rendering;

/// <summary>The changes, a sentence each, with its cause and the facts behind it.</summary>
internal static class DiffView
{
    public static void Write(Output output, NegotiationDiff diff, string nothing)
    {
        if (diff.Changes.Count == 0)
            output.Line(nothing);
        var names = ShortId.Of(diff.Changes.SelectMany(change => change.Facts).Select(fact => fact.Id));
        foreach (var change in diff.Changes)
        {
            output.Console.MarkupLine($"{Cause(change.Cause)}  {Markup.Escape(output.Words(change.Text))}");
            foreach (var fact in change.Facts)
                output.Line($"    {Behind(output, names[fact.Id], fact)}");
        }
    }

    public static string Cause(string cause) => cause switch
    {
        Causes.WorldChanged => "[green]the world changed[/]",
        Causes.Learned => "[yellow]we learned[/]",
        Causes.Corrected => "[red]we were corrected[/]",
        _ => Markup.Escape(cause),
    };

    private static string Behind(Output output, string name, BehindIt fact)
    {
        var speakers = fact.Speakers.Count == 0 ? "" : $", {string.Join(", ", fact.Speakers)}";
        return $"{(output.Wide ? fact.Id
            : name)} {fact.Type}: occurred {fact.Occurred}, recorded {output.Minute(fact.RecordedAt)}{speakers}";
    }
}
