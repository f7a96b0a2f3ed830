using System.Text;

namespace DiploTracker.Briefs;

/// <summary>A briefing as Markdown (CommonMark, without tables or HTML).</summary>
internal static class MarkdownPage
{
    public static string Of(Briefing briefing)
    {
        var page = new StringBuilder();
        var isAlone = briefing.Negotiations.Count == 1;
        page.Append($"# {Markdown.Of(Headings.Title(briefing))}\n\n");
        page.Append($"{Markdown.Of(Headings.Moment(briefing))}\n");
        foreach (var notice in Headings.Notices(briefing))
            page.Append($"\n**{Markdown.Of(notice)}**\n");
        if (!isAlone)
            Together(page, briefing);
        foreach (var brief in briefing.Negotiations)
            One(page, brief, isAlone ? "##" : "###", isAlone);
        page.Append("\n## Sources\n\n");
        foreach (var source in briefing.Sources)
            page.Append($"{source.Number}. {Markdown.Of(source.Text)}\n");
        page.Append("\n## Proof\n\n");
        foreach (var line in Headings.Proof(briefing))
            page.Append($"{Markdown.Of(line)}\n\n");
        if (briefing.Seal is { } seal)
            page.Append($"    {seal.Command}\n");
        return page.ToString();
    }

    private static void Together(StringBuilder page, Briefing briefing)
    {
        Section(page, "##", Headings.NextOfAll, Headings.AllNext(briefing), one =>
            $"- **{Markdown.Of(one.Line.Date)}** {Markdown.Of(one.Of.Title)}: {Said(one.Line)}\n");
        Section(page, "##", Headings.OwedOfAll, Headings.AllOwed(briefing), one =>
            $"- {Markdown.Of(one.Of.Title)}: {Said(one.Line)}\n");
    }

    private static void One(StringBuilder page, Brief brief, string level, bool isAlone)
    {
        if (!isAlone)
            page.Append($"\n## {Markdown.Of(brief.Title)}\n");
        if (brief.Subject is { } subject)
            page.Append($"\n{Markdown.Of(subject)}\n");
        Section(page, level, Headings.Stands, brief.Stands, line => $"- {Said(line)}\n");
        Section(page, level, Headings.Next, brief.Next, line => $"- **{Markdown.Of(line.Date)}** {Said(line)}\n");
        Section(page, level, Headings.Owed, brief.Owed, line => $"- {Said(line)}\n");
        Section(page, level, Headings.Blocks, brief.Blocks, line => Tree(line, ""));
        Section(page, level, Headings.Contested, brief.Contested, line =>
            $"- {Markdown.Of(line.Text)} {Markdown.Of(Headings.Word(line.Independent))}{Refs(line.Sources)} "
            + $"{Markdown.Of(line.Dissent)} {Markdown.Of(Headings.Word(line.DissentIndependent))}"
            + $"{Refs(line.DissentSources)}{Id(line)}\n");
        if (brief.Changed is { } changed)
            Changes(page, level, changed);
        Section(page, level, Headings.Over, brief.Over, line => $"- {Said(line)}\n");
        if (brief.MoreOver > 0)
            page.Append($"- {Markdown.Of(Headings.More(brief))}\n");
    }

    private static void Changes(StringBuilder page, string level, BriefChanges changed)
    {
        page.Append($"\n{level} {Markdown.Of(Headings.Changed(changed))}\n\n");
        if (Headings.NoChange(changed) is { } none)
            page.Append($"{none}\n");
        foreach (var cause in changed.Lines.GroupBy(line => line.Cause))
        {
            page.Append($"{(cause.Key == changed.Lines[0].Cause ? "" : "\n")}{Headings.Of(cause.Key)}:\n\n");
            foreach (var line in cause)
                page.Append($"- {Said(line)}\n");
        }
    }

    private static string Tree(BlockLine line, string indent) =>
        $"{indent}- {Said(line)}\n{string.Concat(line.By.Select(inner => Tree(inner, indent + "  ")))}";

    private static void Section<T>(
        StringBuilder page, string level, string heading, IEnumerable<T> lines, Func<T, string> line)
    {
        List<T> all = [.. lines];
        page.Append($"\n{level} {heading}\n\n");
        foreach (var one in all)
            page.Append(line(one));
        if (all is [])
            page.Append($"{Headings.Nothing(heading)}\n");
    }

    private static string Said(BriefLine line) => $"{Markdown.Of(line.Text)}{Refs(line.Sources)}{Id(line)}";

    private static string Refs(IReadOnlyList<int> sources) =>
        sources is [] ? "" : $" \\[{string.Join(", ", sources)}\\]";

    private static string Id(BriefLine line) =>
        line.About is { } about ? $" {Markdown.Id(about[(about.IndexOf('/') + 1)..])}" : "";
}
