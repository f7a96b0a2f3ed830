using System.Text.RegularExpressions;
using DiploTracker.Hosting;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs;

/// <summary>
/// The rooms of the tracker, the folders of <c>src/DiploTracker</c>, and the doors between them: docs/architecture.md lists both, from
/// the bottom up. A room uses only rooms that come before it.
/// </summary>
public sealed partial class RoomsSpecs
{
    /// <summary>The room on top, which puts the others together.</summary>
    private const string Composition = nameof(Hosting);

    private static readonly string Sources = Path.Combine(DocsSpecs.Root, "src", "DiploTracker");

    private static readonly string[] Rooms =
    [
        .. Directory.GetDirectories(Sources).Select(folder => Path.GetFileName(folder)!)
            .Where(room => room is not ("bin" or "obj") && Files(room).Any()).Order(StringComparer.Ordinal),
    ];

    private static readonly ILookup<string, string> Types = typeof(Tracker).Assembly.GetTypes()
        .Concat(typeof(Edtf).Assembly.GetTypes()) // the dates of the kernel
        .Where(type => !type.IsNested && type.Namespace?.StartsWith("DiploTracker.", StringComparison.Ordinal) == true)
        .ToLookup(type => type.Namespace!.Split('.')[1], type => type.Name.Split('`')[0]);

    [Fact]
    public void the_page_lists_every_room_and_what_it_uses()
    {
        var listed = Listed().Where(row => row.Room != Composition).ToDictionary(row => row.Room, row => row.Uses);
        listed.Keys.Append(Composition).ShouldBe(Rooms, ignoreOrder: true);
        foreach (var (room, uses) in listed)
            Used(room).ShouldBe(uses, ignoreOrder: true, $"docs/architecture.md: {room} uses {string.Join(", ", Used(room).Select(used => $"`{used}`"))}");
    }

    [Fact]
    public void doors_open_one_way()
    {
        List<string> before = [];
        foreach (var (room, _) in Listed())
        {
            Used(room).Except(before).ShouldBeEmpty($"{room} uses a room that the page lists after it");
            before.Add(room);
        }
        before[^1].ShouldBe(Composition);
    }

    private static List<(string Room, string[] Uses)> Listed() =>
    [
        .. Row().Matches(File.ReadAllText(Path.Combine(DocsSpecs.Root, "docs", "architecture.md")))
            .Select(row => (row.Groups["room"].Value, Name().Matches(row.Groups["uses"].Value).Select(name => name.Groups[1].Value).ToArray())),
    ];

    /// <summary>By a directive, or by a name with that of the room in front. A directive that is not needed does not compile.</summary>
    private static string[] Used(string room) =>
    [
        .. Files(room).Select(File.ReadAllText).SelectMany(text => Rooms.Where(other => other != room
            && (Regex.IsMatch(text, $@"^using (static )?DiploTracker\.{other}\b", RegexOptions.Multiline)
                || Regex.IsMatch(text, $@"(?<![\w.""])(DiploTracker\.)?{other}\.({string.Join('|', Types[other])})\b")))).Distinct().Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Files(string room) => Directory.GetFiles(Path.Combine(Sources, room), "*.cs", SearchOption.AllDirectories);

    [GeneratedRegex(@"^\| `(?<room>\w+)` \|[^|]*\|(?<uses>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
