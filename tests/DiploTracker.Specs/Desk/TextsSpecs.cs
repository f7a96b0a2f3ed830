using System.Text.RegularExpressions;
using System.Xml.Linq;
using DiploTracker.Desk.Entry;
using DiploTracker.Diffs;
using DiploTracker.ProposalBoard;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Desk;

/// <summary>Every text of the desk is there, in every language.</summary>
public sealed partial class TextsSpecs
{
    private static readonly string Folder = Path.Combine(DocsSpecs.Root, "src", "DiploTracker", "Desk");

    private static readonly HashSet<string> English = Names("Texts.resx");

    [Fact]
    public void each_language_has_the_same_texts()
    {
        foreach (var file in Directory.GetFiles(Folder, "Texts.*.resx"))
            Names(Path.GetFileName(file)).ShouldBe(English, ignoreOrder: true, file);
    }

    [Fact]
    public void the_texts_are_those_that_the_pages_name()
    {
        var pages = string.Join('\n', Directory.GetFiles(Folder, "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        string[] named =
        [
            .. Literal().Matches(pages).Select(text => text.Groups[1].Value),
            .. Of<MeetingStatus>("status"), .. Of<Phase>("phase"), .. Of<Silence>("silence"), .. Of<Cause>("cause"),
            .. Of<CorrectionMode>("correction"),
            .. CommandForm.All.Values.SelectMany(form => form.Fields.Select(field => $"field-{field.Name}")
                .Append($"verb-{form.Route}").Append($"area-{form.Area}")),
            .. Circumstance.Fields.Select(field => $"field-{field.Name}"),
        ];
        named.Except(English).ShouldBeEmpty("they are named, and not there");
        English.Except(named).Where(text => !IsQuoted(text) && !IsQuoted(text[(text.IndexOf('-') + 1)..]))
            .ShouldBeEmpty("nothing names them");

        bool IsQuoted(string name) => pages.Contains($"\"{name}\"", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Of<T>(string kind) where T : struct, Enum =>
        Enum.GetNames<T>().Select(name => $"{kind}-{name}");

    private static HashSet<string> Names(string file) =>
        [.. XDocument.Load(Path.Combine(Folder, file)).Root!.Elements("data").Select(text => text.Attribute("name")!.Value)];

    [GeneratedRegex("""T\["([a-z][A-Za-z-]*)"[\],]""")]
    private static partial Regex Literal();
}
