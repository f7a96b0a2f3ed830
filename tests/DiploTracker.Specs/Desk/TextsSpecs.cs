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
    public void each_text_that_a_page_names_is_there()
    {
        var pages = Directory.GetFiles(Folder, "*.razor", SearchOption.AllDirectories);
        pages.ShouldNotBeEmpty();
        foreach (var page in pages)
            Literal().Matches(File.ReadAllText(page)).Select(text => text.Groups[1].Value).Except(English).ShouldBeEmpty(page);
    }

    [Fact]
    public void each_word_of_the_language_has_a_text()
    {
        string[] expected =
        [
            .. Of<MeetingStatus>("status"), .. Of<Phase>("phase"), .. Of<Silence>("silence"), .. Of<Cause>("cause"),
            .. Of<CorrectionMode>("correction"),
            .. CommandForm.All.Values.SelectMany(form => form.Fields.Select(field => $"field-{field.Name}")
                .Append($"verb-{form.Route}").Append($"area-{form.Area}")),
            .. Circumstance.Fields.Select(field => $"field-{field.Name}"),
        ];
        expected.Distinct().Except(English).ShouldBeEmpty();
    }

    private static IEnumerable<string> Of<T>(string kind) where T : struct, Enum =>
        Enum.GetNames<T>().Select(name => $"{kind}-{name}");

    private static HashSet<string> Names(string file) =>
        [.. XDocument.Load(Path.Combine(Folder, file)).Root!.Elements("data").Select(text => text.Attribute("name")!.Value)];

    [GeneratedRegex("""T\["([a-z][A-Za-z-]*)"[\],]""")]
    private static partial Regex Literal();
}
