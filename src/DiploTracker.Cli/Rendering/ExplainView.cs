using System.Globalization;
using DiploTracker.Client;

namespace DiploTracker.Cli.Rendering;

/// <summary>An explained status: for each thing, the facts that its values rest on.</summary>
internal static class ExplainView
{
    public static void Write(Terminal terminal, IReadOnlyDictionary<string, Explanation> values) => Grid.Write(
        terminal.Tables(),
        terminal,
        "Because",
        ["of", "values", "#", "fact", "occurred", "published", "recorded", "who", "sources"],
        values
            .GroupBy(value => (Of: Thing(value.Key), value.Value.Fact))
            .OrderBy(rows => rows.Key.Of, StringComparer.Ordinal)
            .ThenBy(rows => rows.First().Value.Version)
            .Select(rows => Row(rows.Key.Of, [.. rows.Select(row => Value(row.Key))], rows.First().Value)));

    private static string?[] Row(string of, IReadOnlyList<string> values, Explanation why) =>
    [
        of, string.Join(", ", values.Where(value => value.Length > 0)), why.Version.ToString(CultureInfo.InvariantCulture),
        why.Phrase is { } phrase ? $"{why.Text} \"{phrase.Text}\" ({phrase.Language})" : why.Text,
        why.Occurred, Minute(why.PublishedAt), $"{Minute(why.RecordedAt)} {why.RecordedBy}", Who(why),
        why.IndependentSources.ToString(CultureInfo.InvariantCulture),
    ];

    private static string Who(Explanation why) => why.Via.Count == 0
        ? string.Join(", ", why.Speakers)
        : $"{string.Join(", ", why.Speakers)} via {string.Join(", ", why.Via)}".Trim();

    // meetings/m-summit/venue/place is the venue place of meetings/m-summit; title is a thing by itself.
    private static string Thing(string path) => string.Join('/', path.Split('/').Take(2));

    private static string Value(string path) => string.Join(' ', path.Split('/').Skip(2));

    private static string? Minute(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
