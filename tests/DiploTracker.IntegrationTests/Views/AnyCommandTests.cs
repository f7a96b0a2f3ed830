using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DiploTracker.IntegrationTests.Audit;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Views;

/// <summary>
/// No accepted command can stop a view or spoil an export: any command, with each of its members, at each limit. A new
/// command or member takes part without being named here.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class AnyCommandTests(ViewsFixture server)
{
    private const int Negotiations = 6;
    private const int Steps = 60;

    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("DIPLO_LAWS_SEED"), out var seed) ? seed : 17;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("DIPLO_LAWS_SECONDS"), out var seconds) ? seconds : 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task any_accepted_command_leaves_every_view_healthy_and_every_export_verifiable()
    {
        var clock = Stopwatch.StartNew();
        var round = Seed;
        do
        {
            TestContext.Current.SendDiagnosticMessage($"DIPLO_LAWS_SEED={round}");
            await HoldsAsync(round);
            round++;
        }
        while (clock.Elapsed < Long);
    }

    private async Task HoldsAsync(int seed)
    {
        using var tracker = new AuditedTracker(await server.NewDatabaseAsync());
        HashSet<string> covered = [];
        List<AnyCourse> courses = [];
        for (var number = 0; number < Negotiations || (number < 6 * Negotiations && !AnyCourse.Members(naming: false).All(covered.Contains)); number++)
        {
            courses.Add(new AnyCourse($"n-{number}", (1000 * seed) + number, covered));
            courses[^1].Open();
            courses[^1].GoOn(Steps, naming: false);
        }
        Dictionary<string, string> ids = [];
        await RecordAsync(tracker, seed, courses, course => course.Recorded, ids);
        var first = courses.ToDictionary(course => course, course => course.Recorded.Keys.ToHashSet());
        foreach (var course in courses)
            course.GoOn(Steps / 3, naming: true);
        await RecordAsync(tracker, seed, courses, course => course.Recorded.Where(one => !first[course].Contains(one.Key)), ids);
        AnyCourse.Members(naming: false).Concat(AnyCourse.Members(naming: true)).Except(covered).ShouldBeEmpty($"these were in no accepted command (seed {seed})");
        await DescribeAsync(tracker, seed);

        await tracker.Settled();
        await AreWellAsync(tracker, seed);
        foreach (var view in tracker.Services.GetRequiredService<ProjectionCatalogue>().All)
            (await ViewsNode.RunAsync(tracker.Services, ViewsAction.rebuild, view.Name)).ShouldSatisfyAllConditions(
                rebuilt => rebuilt.Done.ShouldBeTrue(rebuilt.Output), rebuilt => rebuilt.Output.ShouldContain("rows agree"));
        await IsHealthyAsync(tracker, seed);
    }

    /// <summary>Sends the commands in one request; each must be accepted, as it was here.</summary>
    /// <param name="ids">The ids of the facts, by those that they have here.</param>
    private static async Task RecordAsync(
        AuditedTracker tracker, int seed, List<AnyCourse> courses, Func<AnyCourse, IEnumerable<KeyValuePair<Guid, Accepted>>> of, Dictionary<string, string> ids)
    {
        List<(Guid Id, string Line)> sent = [.. courses.SelectMany(of).Select(one =>
            (one.Key, FactId().Replace(one.Value.Line, id => ids.GetValueOrDefault(id.Value, id.Value))))];
        var lines = string.Concat(sent.Select(one => one.Line + "\n"));
        using var response = await tracker.Http.PostAsync("/api/commands", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"), Cancellation);
        var answers = (await response.Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        answers.Length.ShouldBe(sent.Count, $"{answers[^1]} (seed {seed})");
        foreach (var ((id, line), answer) in sent.Zip(answers))
            ids[id.ToString()] = (string?)JsonNode.Parse(answer)!["events"]?[0]?["id"]
                ?? throw new ShouldAssertException($"{answer} to {(line.Length > 2_000 ? line[..2_000] : line)} (seed {seed})");
    }

    /// <summary>Reports and actors, which are beside the log.</summary>
    private static async Task DescribeAsync(AuditedTracker tracker, int seed)
    {
        foreach (var (index, text) in HostileTexts.Long.Concat(HostileTexts.Short).Index())
        {
            using var report = await tracker.Http.PostAsJsonAsync("/api/reports", new { text, title = text, url = text, publisher = text, language = "ar", publishedAt = "9999-12-31T23:59:59.9999999Z" }, Cancellation);
            ((int)report.StatusCode).ShouldBe(201, $"{index}: {await report.Content.ReadAsStringAsync(Cancellation)} (seed {seed})");
            using var actor = await tracker.Http.PutAsJsonAsync($"/api/actors/USA{index}", new
            {
                names = new Dictionary<string, string> { ["ar"] = text, ["zh-Hant-TW"] = text },
                roles = new[] { new { title = text, party = "USA", when = "../9999-12-31" } }, iso = text, wikidata = text,
            }, Cancellation);
            ((int)actor.StatusCode).ShouldBe(200, $"{index}: {await actor.Content.ReadAsStringAsync(Cancellation)} (seed {seed})");
        }
    }

    private static async Task IsHealthyAsync(AuditedTracker tracker, int seed)
    {
        var health = await tracker.Get("/health/ready");
        ((string)health["status"]!).ShouldBe("Healthy", $"{health.ToJsonString()} (seed {seed})");
    }

    private static async Task AreWellAsync(AuditedTracker tracker, int seed)
    {
        await IsHealthyAsync(tracker, seed);
        var drift = await tracker.Get("/api/audit/drift");
        ((bool)drift["agrees"]!).ShouldBeTrue($"{drift.ToJsonString()} (seed {seed})");

        string[] searched = ["negotiations", "meetings", "proposals", "positions", "agreements", "deadlines", "statements", "actors"];
        List<string> paths = ["/api/forecasts", "/api/forecasts/calibration", "/api/activity", "/calendar.ics", "/metrics"];
        paths.AddRange(searched.Select(view => $"/api/{view}?limit=1000"));
        foreach (var (index, text) in HostileTexts.Long.Concat(HostileTexts.Short).Index())
            if (HostileTexts.Cut(text, 40) is var question && SearchText.WordsOf(question).Count is > 0 and <= 20)
                paths.Add($"/api/{searched[index % searched.Length]}?q={Uri.EscapeDataString(question)}");
        paths.AddRange(AnyMembers.Parties.Select(party => $"/api/actors/{Uri.EscapeDataString(party)}/diary"));
        foreach (var key in Enumerable.Range(0, Negotiations).Select(number => $"n-{number}"))
        {
            paths.AddRange(new[] { "?explain=true", "/history?order=occurred", "/meetings/x-1/event.jsonld", "/parked", "/diff?axis=occurred&from=2025-01-01&to=2025-12-31" }
                .Select(read => $"/api/negotiations/{key}{read}"));
            paths.Add($"/api/audit/negotiations/{key}/replay");
        }
        foreach (var path in paths)
        {
            using var answer = await tracker.Http.GetAsync(path, Cancellation);
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            var mayBeNone = path.Contains("/meetings/x-1/", StringComparison.Ordinal) && (int)answer.StatusCode == 404;
            if ((int)answer.StatusCode != 200 && !mayBeNone)
                throw new ShouldAssertException($"{path}: {(int)answer.StatusCode} {text} (seed {seed})");
            text.ShouldNotContain("\"missing\":[", customMessage: $"{path} (seed {seed})");
        }

        var export = await tracker.Export();
        tracker.Verify(export).ShouldSatisfyAllConditions(verdict => verdict.Valid.ShouldBeTrue($"{verdict.Problem} (seed {seed})"));
        var python = await AuditTests.Python(export, tracker.Checkpoints);
        python.Code.ShouldBe(0, $"{python.Said} (seed {seed})");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex FactId();
}
