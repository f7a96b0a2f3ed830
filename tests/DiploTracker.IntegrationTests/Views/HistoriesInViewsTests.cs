using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using DiploTracker.IntegrationTests.Histories;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Views;

/// <summary>What really happened, in every view: each filter gives the rows, of all, that have what is asked for.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HistoriesInViewsTests(ViewsFixture server)
{
    /// <summary>By route: each filter, and the member of a row that it asks about (in a list: any of it; a flag: whether there is one).</summary>
    private static readonly Dictionary<string, string[]> Filters = new()
    {
        ["/api/meetings"] =
        [
            "negotiation", "status", "kind", "outcome", "level", "track", "party:participants", "tentative", "blocked:blockedBy", "calendar:calendarStatus",
        ],
        ["/api/proposals"] =
        [
            "negotiation", "status", "formality", "about", "by", "to", "party:by+to", "owedBy:owed/by", "owed", "silence:owed/silence",
        ],
        ["/api/positions"] = ["negotiation", "kind", "status", "by", "to", "party:by+to", "standing", "blocks:chains/"],
        ["/api/agreements"] = ["negotiation", "type", "stage", "party:by", "contingentOn", "blocked:blockedBy"],
        ["/api/deadlines"] = ["negotiation", "status", "overdue", "extended:before"],
        ["/api/statements"] = ["negotiation", "speaker", "party", "language", "stance", "about", "kind", "likelihood"],
        ["/api/forecasts"] = ["negotiation", "speaker", "party", "meeting", "likelihood", "result", "scored:brier"],
        ["/api/activity"] = ["negotiation", "week", "party:one+other"],
        ["/api/actors/USA/diary"] = ["negotiation", "with", "withParty", "level", "kind", "status", "presence", "directness", "held"],
    };

    [Fact]
    public async Task every_filter_of_every_view_gives_what_it_says()
    {
        await using var node = await server.StartAsync();
        foreach (var name in History.Names)
            await node.RecordAsync([.. History.Of(name).Where(step => step.Lands).Select(step => Line(step, name))]);

        foreach (var (route, filters) in Filters)
        {
            var all = await AllAsync(node, $"{route}?limit=1000");
            all.ShouldNotBeEmpty(route);
            foreach (var filter in filters)
            {
                var (name, member) = filter.Split(':') is [var one, var other] ? (one, other) : (filter, filter);
                var isFlag = all[0][member] is JsonValue value && value.TryGetValue<bool>(out _) || name is "blocked" or "calendar" or "owed" or "extended" or "scored";
                string[] asked = isFlag ? ["true", "false"] : [.. all.SelectMany(row => Texts(row, member)).Distinct()];
                foreach (var text in asked)
                    Ids(await AllAsync(node, $"{route}?limit=1000&{name}={Uri.EscapeDataString(text)}"))
                        .ShouldBe(Ids([.. all.Where(row => isFlag ? IsSo(row, member) == (text == "true") : Texts(row, member).Contains(text))]), $"{route}?{name}={text}");
            }
        }
    }

    /// <summary>The rows of all pages.</summary>
    private static async Task<List<JsonNode>> AllAsync(ViewsNode node, string path)
    {
        var page = await node.ReadAsync(path);
        var rows = page.Items;
        while (page.Next is { } next)
        {
            page = await node.ReadAsync($"{path}&after={next}");
            rows.AddRange(page.Items);
        }
        return rows;
    }

    private static string Ids(List<JsonNode> rows) => string.Join(", ", rows.Select(row => $"{row["negotiation"]}/{row["id"]}"));

    private static bool IsSo(JsonNode row, string member) => row[member] switch
    {
        null => false,
        JsonArray list => list.Count > 0,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => true,
    };

    private static IEnumerable<string> Texts(JsonNode row, string member) => member switch
    {
        _ when member.Split('+') is [var one, var other] => Texts(row, one).Concat(Texts(row, other)),
        _ when member.Split('/') is [var list, var inner] => row[list]!.AsArray().SelectMany(item => inner.Length > 0 ? Texts(item!, inner) : Of(item)),
        _ => Of(row[member]),
    };

    private static IEnumerable<string> Of(JsonNode? value) => value switch
    {
        null => [],
        JsonArray list => list.SelectMany(Of),
        _ => [value.ToString()],
    };

    private static string Line(Step step, string history)
    {
        var key = history.Replace('_', '-');
        var line = step.Named(key);
        line["negotiation"] = key;
        return line.ToJsonString();
    }
}
