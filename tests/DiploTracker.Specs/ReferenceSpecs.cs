using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DiploTracker.Hosting;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs;

/// <summary>The reference pages name every route, every setting and every metric.</summary>
public sealed partial class ReferenceSpecs
{
    private static readonly string Sources = string.Join('\n', Directory
        .GetFiles(Path.Combine(DocsSpecs.Root, "src", "DiploTracker"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(File.ReadAllText));

    [Fact]
    public void every_route_is_named()
    {
        var page = Page("http-api.md");
        var paths = JsonNode.Parse(Page("openapi.json"))!["paths"]!.AsObject();
        foreach (var (path, operations) in paths)
            if (!Language.Routes.Keys.Any(command => path == $"/api/negotiations/{{key}}/{command}"
                || path == $"/api/negotiations/{{key}}/{command}/preview"))
                foreach (var verb in operations!.AsObject().Select(operation => operation.Key.ToUpperInvariant()))
                    Regex.IsMatch(page, $@"`{verb} {Regex.Escape(path)}[`?]").ShouldBeTrue($"docs/http-api.md does not name `{verb} {path}`");
    }

    [Fact]
    public void every_setting_is_named()
    {
        var types = typeof(Tracker).Assembly.GetTypes().ToLookup(type => type.Name);
        var sections = Section().Matches(Sources).SelectMany(match => types[match.Groups["type"].Value].Single().GetProperties()
            .Where(property => property.SetMethod is not null)
            .Select(property => $"{match.Groups["section"].Value}__{property.Name}")).ToList();
        sections.Count.ShouldBeGreaterThan(5);
        var others = Setting().Matches(Sources).Select(match => match.Groups[1].Value.Replace(":", "__")).ToList();
        others.ShouldContain("DIPLO_DATA");
        foreach (var name in sections.Concat(others).Distinct())
            Page("operations.md").ShouldContain($"`{name}`", customMessage: $"docs/operations.md does not name {name}");
    }

    [Fact]
    public void every_metric_is_named()
    {
        var metrics = Metric().Matches(Sources).Select(match => match.Groups[1].Value).Distinct().ToList();
        metrics.ShouldContain("diplo.recording.stopped");
        foreach (var metric in metrics)
            Page("operations.md").ShouldContain($"`{metric.Replace('.', '_')}`", customMessage: $"docs/operations.md does not name {metric}");
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(DocsSpecs.Root, "docs", name));

    [GeneratedRegex(@"GetSection\(""(?<section>\w+)""\)\.Get<(?<type>\w+)>")]
    private static partial Regex Section();

    [GeneratedRegex(@"""(DIPLO_[A-Z_]+|Database:\w+|Listen:\w+)""")]
    private static partial Regex Setting();

    [GeneratedRegex(@"Create\w+(?:<\w+>)?\(\s*""(diplo\.[a-z.]+)""")]
    private static partial Regex Metric();
}
