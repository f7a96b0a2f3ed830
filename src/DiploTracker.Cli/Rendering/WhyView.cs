using DiploTracker.Client;
using static DiploTracker.Cli.Rendering.ListView;

namespace DiploTracker.Cli.Rendering;

/// <summary>An explained status: for each thing, the facts that its values rest on, and on whose word.</summary>
internal static class WhyView
{
    public static void Write(Output output, IReadOnlyDictionary<string, Explanation> values)
    {
        var names = ShortId.Of(values.Values.Select(value => value.Fact));
        output.Table(
            "Because",
            ["of", "values", "fact", "on whose word"],
            values
                .GroupBy(value => (Of: Thing(value.Key), value.Value.Fact))
                .OrderBy(rows => rows.Key.Of, StringComparer.Ordinal)
                .ThenBy(rows => rows.First().Value.Version)
                .Select(rows => Row(output, names[rows.Key.Fact], rows.Key.Of, [.. rows.Select(row => Value(row.Key))],
                    rows.First().Value)));
    }

    private static string?[] Row(Output output, string name, string of, IReadOnlyList<string> values,
        Explanation why) =>
    [
        of, Listed(values.Where(value => value.Length > 0)),
        $"{name} {output.Words(why.Text)}\noccurred {why.Occurred}{(why.Phrase is { } phrase
            ? $"\n\"{output.Words(phrase.Text)}\" ({phrase.Language})" : "")}",
        string.Join('\n', new[]
        {
            Who(why),
            why.PublishedAt is null ? "" : $"published {output.Minute(why.PublishedAt)}",
            $"recorded {output.Minute(why.RecordedAt)} by {why.RecordedBy}",
            why.IndependentSources == 1 ? "1 source" : $"{why.IndependentSources} independent sources",
        }.Where(line => line.Length > 0)),
    ];

    private static string Who(Explanation why) => why.Via.Count == 0
        ? Listed(why.Speakers)
        : $"{Listed(why.Speakers)} via {Listed(why.Via)}".Trim();

    // meetings/m-summit/venue/place is the venue place of meetings/m-summit; title is a thing by itself.
    public static string Thing(string path) => string.Join('/', path.Split('/').Take(2));

    private static string Value(string path) => string.Join(' ', path.Split('/').Skip(2));
}
