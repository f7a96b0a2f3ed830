using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using DiploTracker.IntegrationTests.Histories;
using DiploTracker.IntegrationTests.Views;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Calendar;

/// <summary>The calendar, read by two parsers of other makers: icalendar and vobject of Python.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OtherMakersTests(ViewsFixture server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_summit_of_singapore_is_read_alike_from_its_invitation_over_cancellation_and_reinstatement_to_the_day_it_was_held()
    {
        await using var node = await server.StartAsync();
        using var folder = new Files();
        foreach (var step in History.Of("b_us_dprk_2018_2019").Where(step => step.Lands))
        {
            var line = step.Named("us-dprk");
            line["negotiation"] = "us-dprk";
            await node.RecordAsync(line.ToJsonString());
            folder.Add((await node.CalendarAsync("/calendar.ics?negotiation=us-dprk")).Text);
        }

        var read = await Read(folder.Paths);
        foreach (var parser in new[] { "by_icalendar", "by_vobject" })
        {
            var story = read.Where(seen => (string)seen["parser"]! == parser && (string)seen["uid"]! == "m-singapore.us-dprk@diplotracker")
                .Select(seen => $"{seen["status"]} {seen["sequence"]} {seen["start"]} {seen["end"]} {seen["transparency"]} {seen["location"] ?? "-"}");
            story.Distinct().ShouldBe(
            [
                "TENTATIVE 1 2018-03-09 2018-06-01 TRANSPARENT -",
                "TENTATIVE 2 2018-05-01 2018-07-01 TRANSPARENT -",
                "CONFIRMED 3 2018-06-12 2018-06-13 OPAQUE -",
                "CONFIRMED 4 2018-06-12 2018-06-13 OPAQUE Singapore",
                "CANCELLED 5 2018-06-12 2018-06-13 TRANSPARENT Singapore",
                "CONFIRMED 6 2018-06-12 2018-06-13 OPAQUE Singapore",
                "CONFIRMED 7 2018-06-12 2018-06-13 OPAQUE Capella, Sentosa, SG",
                "CONFIRMED 8 2018-06-12 2018-06-13 OPAQUE Capella, Sentosa, SG",
            ], parser);
        }
        Alike(read);
    }

    [Fact]
    public async Task words_in_any_script_and_times_with_their_offset_are_read_alike()
    {
        const string phrase = "الأسبوع المقبل، 会談; \\\\ 😀, ";
        var words = string.Concat(Enumerable.Repeat(phrase, 20));
        await using var node = await server.StartAsync();
        using var folder = new Files();
        await node.RecordAsync(
            ViewsNode.Opening("n-one", "Переговоры, \\\"quoted\\\"; 😀"),
            $$"""{"negotiation":"n-one","command":"ProposeSummit","id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-02","phrase":{"language":"ar","text":"{{words}}"} }""",
            """{"negotiation":"n-one","command":"ScheduleMeeting","meeting":"m-summit","when":"2025-08-15T11:30-08:00/2025-08-15T14:00-08:00","tentative":true,"occurred":"2025-08-08"}""",
            """{"negotiation":"n-one","command":"ProposeMeeting","id":"m-call","by":["USA"],"to":["RUS"],"kind":"Call","occurred":"2025-08-02"}""",
            """{"negotiation":"n-one","command":"ScheduleMeeting","meeting":"m-call","when":"2025-08-14T09:00Z","tentative":true,"occurred":"2025-08-08"}""");
        folder.Add((await node.CalendarAsync("/calendar.ics")).Text);

        var read = await Read(folder.Paths);
        read.Count.ShouldBe(4);
        foreach (var summit in read.Where(seen => (string)seen["uid"]! == "m-summit.n-one@diplotracker"))
        {
            ((string?)summit["start"], (string?)summit["end"]).ShouldBe(("2025-08-15T11:30:00-08:00", "2025-08-15T14:00:00-08:00"));
            ((string?)summit["summary"]).ShouldBe("Summit USA – RUS (Переговоры, \"quoted\"; 😀)");
            ((string?)summit["description"]).ShouldNotBeNull().ShouldContain(words.Replace("\\\\", "\\").Trim());
        }
        foreach (var call in read.Where(seen => (string)seen["uid"]! == "m-call.n-one@diplotracker"))
            ((string?)call["start"], (string?)call["end"]).ShouldBe(("2025-08-14T09:00:00+00:00", null));
        Alike(read);
    }

    /// <summary>Both parsers say the same of every event of every file.</summary>
    private static void Alike(List<JsonNode> read)
    {
        read.ShouldNotBeEmpty();
        var (one, other) = (Of("by_icalendar"), Of("by_vobject"));
        one.ShouldBe(other);

        List<string> Of(string parser) => read.Where(seen => (string)seen["parser"]! == parser).Select(seen =>
        {
            seen.AsObject().Remove("parser");
            return seen.ToJsonString();
        }).ToList();
    }

    private static async Task<List<JsonNode>> Read(IEnumerable<string> files)
    {
        var start = await TestTools.PythonWithParsersAsync([Script(), .. files]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var python = Process.Start(start)!;
        var (said, wrong) = (python.StandardOutput.ReadToEndAsync(Cancellation), python.StandardError.ReadToEndAsync(Cancellation));
        await python.WaitForExitAsync(Cancellation);
        python.ExitCode.ShouldBe(0, await wrong);
        return (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
    }

    private static string Script([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "read_calendars.py");

    private sealed class Files : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("diplo-calendar-");

        public List<string> Paths { get; } = [];

        public void Add(string text)
        {
            Paths.Add(Path.Combine(_folder.FullName, $"{Paths.Count:D3}.ics"));
            File.WriteAllText(Paths[^1], text);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
