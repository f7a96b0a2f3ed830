using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs;

/// <summary>The documentation says what is there: its tables hold the language, its code is of the sources, its links lead somewhere.</summary>
public sealed partial class DocsSpecs
{
    internal static readonly string Root = RootFrom(AppContext.BaseDirectory);

    public static TheoryData<string> Pages =>
    [
        .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Root, "README.md"))
            .Select(page => Path.GetRelativePath(Root, page)),
    ];

    [Fact]
    public void every_command_is_described_with_its_event_and_its_fields() =>
        CommandRow().Matches(Section("Commands and events"))
            .Select(row => $"{row.Groups["command"]} gives {row.Groups["event"]}: {row.Groups["fields"].Value.Replace("`", "")}")
            .ShouldBe(Language.Commands.Values.Select(type => $"{type.Name} gives {EventOf(type)}: {Fields(type)}"), ignoreOrder: true);

    [Fact]
    public void an_event_holds_the_fields_of_its_command()
    {
        foreach (var (name, type) in Language.Events)
            Own(type, typeof(DomainEvent), EventJson.Options).Select(field => field.Name).Where(field => (type, field) != (typeof(MeetingProposed), "given"))
                .ShouldBe(Own(CommandOf(type), typeof(Command), CommandJson.Options).Select(field => field.Name), ignoreOrder: true, name);
    }

    [Fact]
    public void every_problem_is_described_with_its_status() =>
        Code().Matches(Section("Rules and codes")).Select(row => $"{row.Groups["code"]} {row.Groups["status"]}")
            .ShouldBe(Problems.Catalogue.Values.Select(problem => $"{problem.Code} {problem.Status}"), ignoreOrder: true);

    [Fact]
    public void and_whether_it_may_wait() =>
        Code().Matches(Section("Rules and codes")).Where(row => row.Groups["waits"].Success)
            .ShouldAllBe(row => Problems.Catalogue[row.Groups["code"].Value].MayPass == (row.Groups["waits"].Value == "yes"));

    [Theory]
    [MemberData(nameof(Pages))]
    public void its_links_lead_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Root, page))!;
        foreach (Match link in Link().Matches(File.ReadAllText(Path.Combine(Root, page))))
            Path.Exists(Path.Combine(folder, link.Groups[1].Value)).ShouldBeTrue($"{page} links to {link.Groups[1].Value}");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void its_code_stands_in_the_sources(string page)
    {
        var text = File.ReadAllText(Path.Combine(Root, page));
        var snippets = Snippet().Matches(text);

        Regex.Count(text, "^```csharp", RegexOptions.Multiline)
            .ShouldBe(snippets.Count(snippet => snippet.Groups["language"].Value == "csharp"), $"in {page} a snippet does not name its file");
        foreach (Match snippet in snippets)
            Flat(File.ReadAllText(Path.Combine(Root, snippet.Groups["file"].Value)))
                .ShouldContain(Flat(snippet.Groups["code"].Value));
    }

    private static string EventOf(Type command) =>
        Language.Events.Single(pair => CommandOf(pair.Value) == (command == typeof(ProposeSummit) ? typeof(ProposeMeeting) : command)).Key;

    // Which command an event came from is asked of an event without values.
    private static Type CommandOf(Type @event) => ((DomainEvent)RuntimeHelpers.GetUninitializedObject(@event)).ToCommand().GetType();

    private static string Fields(Type command) => Own(command, typeof(Command), CommandJson.Options)
        .Select(field => field.Name + (IsList(field.PropertyType) ? "[]" : "") + (field.IsRequired ? "" : "?")).ToList() is { Count: > 0 } fields
            ? string.Join(", ", fields)
            : "none";

    private static IEnumerable<JsonPropertyInfo> Own(Type type, Type common, JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options.GetTypeInfo(type).Properties
            .Where(field => common.GetProperties().All(shared => JsonNamingPolicy.CamelCase.ConvertName(shared.Name) != field.Name));
    }

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>);

    private static string Section(string heading) =>
        Regex.Split(File.ReadAllText(Path.Combine(Root, "docs", "domain.md")), "^## ", RegexOptions.Multiline)
            .Single(section => section.StartsWith(heading, StringComparison.Ordinal));

    private static string Flat(string code) => string.Join(' ', code.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private static string RootFrom(string folder) => File.Exists(Path.Combine(folder, "DiploTracker.sln"))
        ? folder
        : RootFrom(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!);

    [GeneratedRegex(@"^\| `(?<command>[A-Za-z]+)` \| `(?<event>[a-z.\d-]+)` \| (?<fields>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex CommandRow();

    [GeneratedRegex(@"^\| `(?<code>[a-z-]+)` \| (?<status>\d+) \| ((?<waits>yes|no) \| )?", RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"<!-- (?<file>\S+) -->\s*```(?<language>csharp|sql)\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
