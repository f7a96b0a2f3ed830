using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Negotiations;

/// <summary>Every list, text and date of every command has a limit, whoever adds the command.</summary>
public sealed partial class LimitSpecs
{
    public static TheoryData<string> Commands => [.. Language.Commands.Keys];

    [Theory]
    [MemberData(nameof(Commands))]
    public void each_list_of_a_command_takes_as_many_items_as_its_limit_and_no_more(string command)
    {
        foreach (var (path, member) in MembersOf(command).Where(found => IsList(found.Member)))
        {
            var (most, item) = (Limits.Of(member.Name), ItemOf(member.PropertyType.GetGenericArguments()[0]));
            ErrorOf(command, path, Many(item, most)).ShouldBeNull(path);
            ErrorOf(command, path, Many(item, most + 1)).ShouldNotBeNull(path).ShouldContain($"at most {most:N0} items");
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void each_text_takes_as_many_characters_as_its_limit_and_no_more(string command)
    {
        foreach (var (path, member) in MembersOf(command).Where(found => found.Member.PropertyType == typeof(string)))
        {
            var form = TextForms.Of(member.Name, isList: false);
            var most = TextForms.Longest(form);
            ErrorOf(command, path, new string('a', most + 1)).ShouldNotBeNull(path).ShouldContain(form == TextForm.Language ? "BCP 47" : $"at most {most:N0} characters");
            if (form != TextForm.Language)
                ErrorOf(command, path, new string('a', most)).ShouldBeNull(path);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void so_does_each_text_of_a_list(string command)
    {
        foreach (var (path, member) in MembersOf(command).Where(found => found.Member.PropertyType == typeof(EquatableArray<string>)))
        {
            var most = TextForms.Longest(TextForms.Of(member.Name, isList: true));
            ErrorOf(command, path, new JsonArray("a", new string('a', most + 1))).ShouldNotBeNull(path).ShouldContain($"at most {most:N0} characters");
            ErrorOf(command, path, new JsonArray("a", new string('a', most))).ShouldBeNull(path);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void no_text_holds_what_cannot_be_stored_searched_and_shown(string command)
    {
        foreach (var (path, member) in MembersOf(command).Where(found => found.Member.PropertyType == typeof(string) || IsList(found.Member)))
            foreach (var (text, named) in new[] { ("a\ufffe", "U+FFFE"), ("\ufdd0", "U+FDD0"), ("a\U0001ffff", "U+1FFFF"), ("a\0", "U+0000") })
                if (!IsList(member) || ItemOf(member.PropertyType.GetGenericArguments()[0])(0) is JsonValue)
                    ErrorOf(command, path, IsList(member) ? new JsonArray(text) : text).ShouldNotBeNull(path).ShouldContain(named, customMessage: path);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void each_date_takes_as_many_dates_as_its_limit_and_no_more(string command)
    {
        foreach (var (path, _) in MembersOf(command).Where(found => found.Member.PropertyType == typeof(Edtf)))
        {
            ErrorOf(command, path, Set(Limits.DatesInSet)).ShouldBeNull(path);
            ErrorOf(command, path, Set(Limits.DatesInSet + 1)).ShouldNotBeNull(path).ShouldContain($"at most {Limits.DatesInSet} dates");
            ErrorOf(command, path, new string('2', Limits.DateText + 1)).ShouldNotBeNull(path).ShouldContain($"at most {Limits.DateText:N0} characters");
        }
    }

    [Fact]
    public void what_was_recorded_beyond_the_limits_is_read_folded_and_amended_as_ever()
    {
        var wide = Opened with { Occurred = Date("2025-08-01"), Parties = [.. Enumerable.Range(0, 2 * Limits.List).Select(number => new PartyInRole($"P{number}"))] };
        EventJson.Read("negotiation-opened.v1", EventJson.Write(wide)).ShouldBe(wide);
        var often = SummitNextWeek with { Occurred = Date("2025-08-03"), When = Date(Set(2 * Limits.DatesInSet)) };
        EventJson.Read("meeting-scheduled.v1", EventJson.Write(often)).ShouldBe(often);

        Given(wide).When(new Correct(Fact(1), CorrectionMode.Amended, "a misprint", new Replacement { Json = """{"title":"The talks"}""" }))
            .Then(new RecordCorrected(Fact(1), CorrectionMode.Amended, wide with { Title = "The talks" }, "a misprint"));
        CommandJson.Read(typeof(OpenNegotiation), CommandJson.Write(wide.AsSent(), values: null!), values: null).ShouldBe(wide.AsSent());
        var strange = new RecordStatement("s", new string('s', 2_700), StatementKind.Claim, "a\ufffe", "Arabic (Egypt)", Stance: new string('s', 300)) { Occurred = Date("2025-08-01") };
        CommandJson.Read(typeof(RecordStatement), CommandJson.Write(strange, values: null!), values: null).ShouldBe(strange);
    }

    [Fact]
    public void the_documentation_names_them_all()
    {
        var page = File.ReadAllText(Path.Combine(DocsSpecs.Root, "docs/http-api.md"));
        var section = page.Split("\n## Limits\n")[1].Split("\n## ")[0];
        Row().Matches(section).Select(row => (row.Groups["name"].Value, row.Groups["most"].Value))
            .ShouldBe(typeof(Limits).GetFields().Select(limit => (limit.Name, $"{limit.GetRawConstantValue():N0}")), ignoreOrder: true);
    }

    private static string Set(int dates) =>
        $"[{string.Join(',', Enumerable.Range(0, dates).Select(day => new DateOnly(2025, 1, 1).AddDays(day).ToString("O")))}]";

    private static JsonArray Many(Func<int, JsonNode> item, int count) => [.. Enumerable.Range(0, count).Select(item)];

    private static Func<int, JsonNode> ItemOf(Type type) =>
        type == typeof(string) || type == typeof(PartyInRole) || type == typeof(Link) ? number => JsonValue.Create($"a{number}") : _ => new JsonObject();

    private static bool IsList(JsonPropertyInfo member) =>
        member.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(EquatableArray<>);

    /// <summary>The members of a command and of the objects in it, by path: <c>basis.via</c>.</summary>
    private static IEnumerable<(string Path, JsonPropertyInfo Member)> MembersOf(string command) => MembersOf(Language.Commands[command], "");

    private static IEnumerable<(string Path, JsonPropertyInfo Member)> MembersOf(Type type, string under)
    {
        foreach (var member in CommandJson.Options.GetTypeInfo(type).Properties)
        {
            yield return (under + member.Name, member);
            if (member.PropertyType == typeof(Phrase) || member.PropertyType == typeof(EquatableArray<Basis>))
                foreach (var inner in MembersOf(member.PropertyType == typeof(Phrase) ? typeof(Phrase) : typeof(Basis), $"{under}{member.Name}."))
                    yield return inner;
        }
    }

    /// <summary>What is wrong with a member when a command is sent with this in it; null when that is taken.</summary>
    private static string? ErrorOf(string command, string path, JsonNode value)
    {
        var (outer, inner) = path.Split('.') is [var first, var second] ? (first, second) : (path, null);
        var held = inner is null ? value : new JsonObject { [inner] = value };
        if (inner is not null && outer == "phrase")
            held[inner == "text" ? "language" : "text"] = "en";
        var (_, refusal) = CommandJson.Read(Language.Commands[command], Encoding.UTF8.GetBytes(new JsonObject { [outer] = held }.ToJsonString()));
        return refusal?.Hints.FirstOrDefault(hint => hint.Name == "errors")?.Value is Dictionary<string, string[]> errors
            ? errors.GetValueOrDefault(outer)?[0] : null;
    }

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<most>[0-9,]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
