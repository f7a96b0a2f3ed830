using System.Text.Json;
using DiploTracker.Client;
using Spectre.Console;

namespace DiploTracker.Cli.Rendering;

/// <summary>What commands would do, in words: their places, what would change, and what to look at twice.</summary>
internal static class PreviewView
{
    public static void Write(Session session, Read<Preview> preview)
    {
        if (session.Json)
            session.Terminal.Out.WriteLine(JsonText.Pretty(preview.Json));
        else
            Write(session.Output, preview.Value, "");
    }

    /// <param name="where">Before the first line.</param>
    public static void Write(Output output, Preview preview, string where)
    {
        output.Line(where + Outcome(preview));
        foreach (var line in Lines(output, preview))
            output.Console.MarkupLine($"  {line}");
    }

    private static IEnumerable<string> Lines(Output output, Preview preview)
    {
        foreach (var line in preview.Facts.SelectMany(fact => Fact(output, fact)))
            yield return line;
        foreach (var change in preview.Changes)
            yield return $"{DiffView.Cause(change.Cause)}  {Text(output, Change(change))}";
        foreach (var block in preview.Unblocks)
            yield return $"[green]unblocks[/]  {Text(output, $"{Path(block.Path)}: {string.Join(", ", block.By)}")}";
        foreach (var block in preview.Blocks)
            yield return $"[red]blocks[/]  {Text(output, $"{Path(block.Path)}: {string.Join(", ", block.By)}")}";
        foreach (var unparked in preview.Unparks)
        {
            yield return $"[green]unparks[/]  {Text(output, $"{unparked.Command} {unparked.Parked}")}"
                + (unparked.Fact is null ? ", recorded already" : "");
            foreach (var line in unparked.Fact is { } fact ? Fact(output, fact) : [])
                yield return $"  {line}";
        }
        foreach (var altered in preview.Alters)
            yield return $"[yellow]alters[/]  {Text(output, Altered(altered))}";
        foreach (var warning in preview.Warnings)
            yield return $"[yellow]mind[/]  {Text(output, $"{warning.Text} [{warning.Code}]")}";
    }

    private static IEnumerable<string> Fact(Output output, PreviewedFact fact)
    {
        yield return Text(output, fact.Text);
        if (Where(fact) is { } where)
            yield return $"  {Text(output, where)}";
        foreach (var (name, field) in fact.Corrected?.Fields ?? new Dictionary<string, CorrectedField>())
            if (Value(field.Before) != Value(field.After))
                yield return $"  {Text(output, $"{name}: {Value(field.Before)} → {Value(field.After)}")}";
    }

    private static string Text(Output output, string text) => Markup.Escape(output.Words(text));

    private static string Outcome(Preview preview) => preview.Outcome switch
    {
        PreviewOutcomes.WouldPark when preview.WaitsFor is { } wait => $"Would be parked: {wait.Detail} [{wait.Code}]",
        PreviewOutcomes.WouldPark => "Would be parked, and placed at once.",
        PreviewOutcomes.AlreadyRecorded =>
            $"Already recorded; {preview.Negotiation} would stay at version {preview.Version}.",
        _ => $"Would be recorded: {preview.Negotiation} version {preview.Version} → {preview.NextVersion}. "
            + "Nothing is recorded yet.",
    };

    private static string? Where(PreviewedFact fact) => (fact.Place, fact.Was) switch
    {
        ({ } place, null) => $"{fact.Occurred}, {Place(place)}",
        ({ } place, { } was) => $"moves from {Place(was)}; to {Place(place)}",
        (null, { } was) => $"takes out what stands {Place(was)}",
        _ when fact.About is { } about => $"about {Named(about)}",
        _ => null,
    };

    private static string Place(FactPlace place) =>
        $"as fact {place.Number} of {place.Of}{(place.Late ? ", late" : "")}"
        + (place.Behind is { } behind ? $", after {Named(behind)}" : "")
        + (place.Ahead is { } ahead ? $" and before {Named(ahead)}" : "");

    // A fact of the preview itself has no name yet.
    private static string Named(PreviewFact fact) =>
        (fact.Id is { } id ? $"{ShortId.Of([id])[id]} " : "") + $"({fact.Occurred}) {fact.Text}";

    private static string Altered(AlteredFact altered) => Named(altered.Fact)
        + (altered.NoLonger.Count == 0 ? "" : $" It no longer sets {string.Join(", ", altered.NoLonger.Select(Path))}.")
        + (altered.Now.Count == 0 ? "" : $" It sets {string.Join(", ", altered.Now.Select(Path))}.");

    // meetings/m-summit/venue/place is meeting m-summit, venue place: an invitation has the id of its meeting.
    private static string Path(string path) => path.Split('/') switch
    {
        ["parties", var code, .. var rest] => string.Join(", ", [$"party {code}", .. Words(rest)]),
        [var kind, var id, .. var rest] => string.Join(", ", [$"{kind.TrimEnd('s')} {id}", .. Words(rest)]),
        _ => path,
    };

    private static string[] Words(string[] rest) => rest is [] ? [] : [string.Join(' ', rest)];

    private static string Change(PreviewedChange change) => (Members(change.Before), Members(change.After)) switch
    {
        (null, { } members) => $"{Path(change.Path)} is new: {members}",
        ({ }, null) => $"{Path(change.Path)} is gone",
        _ => $"{Path(change.Path)}: {Value(change.Before)} → {Value(change.After)}",
    };

    /// <summary>Of a thing that comes or goes, the members that have a value; null for a single value.</summary>
    private static string? Members(JsonElement? thing) => thing is not { ValueKind: JsonValueKind.Object } members
        ? null
        : string.Join(", ", members.EnumerateObject()
            .Where(member => member.Name is not ("id" or "code"))
            .Select(member => (member.Name, Value: Members(member.Value) is { } inner ? $"({inner})" : Value(member.Value)))
            .Where(member => member.Value is not ("nothing" or "false" or "0" or "()"))
            .Select(member => $"{member.Name}: {member.Value}"));

    private static string Value(JsonElement? value) =>
        value is not { } some || JsonView.Cell(some) is not { Length: > 0 } words ? "nothing" : words;
}
