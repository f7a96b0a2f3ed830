using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Forgetting;

/// <summary>Nothing that is answered to anybody holds what is under embargo, whichever way it came under it and whichever way it is asked for.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class WithheldEverywhereTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Until = "2099-01-01T00:00:00Z";

    /// <summary>In all persons and words that are under embargo, and nowhere else.</summary>
    private const string Secret = "Geheim";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task no_route_and_no_refusal_holds_it_and_then_all_show_it()
    {
        var clock = new MovedClock();
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync().WithClockAsync(), clock: clock);
        await Line(tracker, """{"command":"OpenNegotiation","negotiation":"talks","key":"talks","title":"Talks","parties":["USA","RUS"],"occurred":"2025-08-01"}""");
        await Line(tracker, """{"command":"ProposeSummit","negotiation":"talks","id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""");
        var answered = await Line(tracker, """{"command":"AnswerProposal","negotiation":"talks","id":"m-summit","by":"RUS","answer":"Accepted","occurred":"2025-08-03"}""");
        await Line(tracker, """{"command":"ScheduleMeeting","negotiation":"talks","meeting":"m-summit","when":"2025-08-15","occurred":"2025-08-04"}""");
        await Line(tracker, $$"""{"command":"RecordStatement","negotiation":"talks","id":"s-direct","speaker":"RUS.{{Secret}}eins","kind":"Claim","quote":"{{Secret}} one","occurred":"2025-08-07","embargoUntil":"{{Until}}"}""");
        var said = await Line(tracker, $$"""{"command":"RecordStatement","negotiation":"talks","id":"s-later","speaker":"RUS.{{Secret}}zwei","kind":"Claim","quote":"{{Secret}} two","about":["m-summit"],"occurred":"2025-08-07","basis":[{"speaker":"RUS.{{Secret}}zwei","via":["TASS"]}]}""");
        await Line(tracker, $$"""{"command":"PostponeMeeting","negotiation":"talks","meeting":"m-summit","by":"RUS.{{Secret}}drei","reason":"{{Secret}} reason","occurred":"2025-08-10"}""");
        await Line(tracker, $$"""{"command":"StatePosition","negotiation":"talks","id":"d-terms","by":"RUS","kind":"Demand","text":"terms","occurred":"2025-08-07"}""");
        // The very answer that a refusal was kept under quotes what is put under embargo afterwards.
        var (key, late) = (Guid.NewGuid().ToString(), """{"meeting":"m-summit","by":"RUS","occurred":"2025-08-05"}""");
        (await Send(tracker, "cancel-meeting", late, ("Idempotency-Key", key))).ShouldContain(Secret);
        // A reader is there before anything is closed, so that all of it lies in memory in clear.
        using var early = await Feed(tracker, "0");
        (await ReadThrough(early, "position-stated")).ShouldContain(Secret);

        await Line(tracker, $$"""{"command":"ChangeDisclosure","negotiation":"talks","ref":"{{said}}","marking":"RED","embargoUntil":"{{Until}}","basis":[{"speaker":"USA.{{Secret}}redakteur"}]}""");
        await Line(tracker, $$"""{"command":"ChangeDisclosure","negotiation":"talks","ref":"m-summit","marking":"RED","embargoUntil":"{{Until}}"}""");
        await Line(tracker, $$"""{"command":"Corroborate","negotiation":"talks","fact":"{{said}}","basis":[{"speaker":"RUS.{{Secret}}quelle","via":["{{Secret}} Times"]}]}""");
        await Line(tracker, $$$"""{"command":"Correct","negotiation":"talks","fact":"{{{said}}}","mode":"Amended","reason":"{{{Secret}}} misheard","replacement":{"speaker":"RUS.{{{Secret}}}vier","kind":"Claim","quote":"{{{Secret}}} three"}}""");
        await Line(tracker, $$$"""{"command":"Correct","negotiation":"talks","fact":"{{{answered}}}","mode":"Amended","reason":"who said so","replacement":{"by":"RUS.{{{Secret}}}fuenf","embargoUntil":"{{{Until}}}"}}""");
        var waiting = JsonNode.Parse(await Send(tracker, "record-statement",
            $$"""{"id":"s-waits","speaker":"{{Secret}}allein","kind":"Claim","quote":"{{Secret}} waits","about":["m-none"],"embargoUntil":"{{Until}}"}""", ("Prefer", "respond-async")))!["parked"]!.GetValue<string>();
        await Send(tracker, "corroborate", $$"""{"fact":"{{Guid.NewGuid()}}","embargoUntil":"{{Until}}","basis":[{"speaker":"RUS.{{Secret}}wartet"}]}""", ("Prefer", "respond-async"));

        var last = await Line(tracker, """{"command":"EnterPhase","negotiation":"talks","phase":"Agreement","occurred":"2025-08-20"}""");
        await tracker.Settled();
        (await ReadThrough(early, "phase-entered")).ShouldNotContain(Secret); // a corroboration and the corrections came to it as they are
        var routes = await Routes(tracker, new() { ["{key}"] = "talks", ["{slug}"] = $"{Secret}zwei", ["{code}"] = "malformed", ["{position}"] = "6", ["{sha256}"] = new string('0', 64) }, waiting);
        routes.Count.ShouldBeGreaterThan(25);
        foreach (var route in routes)
            Holds(await (await tracker.Http.GetAsync(route, Cancellation)).Content.ReadAsStringAsync(Cancellation), route).ShouldBeFalse(route);
        (await tracker.Http.GetAsync($"/api/actors/{Secret}zwei", Cancellation)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        foreach (var query in (string[])["", "&type=statement-recorded", "&negotiation=talks", "&party=RUS"])
        {
            using var feed = await Feed(tracker, "0", query);
            var read = await ReadThrough(feed, query.Contains("type") ? "s-later" : "phase-entered");
            Holds(read, $"the feed{query}").ShouldBeFalse(query);
            read.ShouldContain($"[under embargo until {Until}]");
        }
        // Whom a fact concerns is no way to ask who said it either.
        using (var byName = await Feed(tracker, "0", $"&party={Secret}zwei,USA"))
            Holds(await ReadThrough(byName, "phase-entered"), "a filter").ShouldBeFalse();

        // A right guess is answered as a wrong one, and a kept answer says no more than may be said now.
        var guess = $$"""{"id":"s-later","speaker":"RUS.{{Secret}}vier","kind":"Claim","quote":"{{Secret}} three","occurred":"2025-08-07","basis":[{"speaker":"RUS.{{Secret}}zwei","via":["TASS"]}]}""";
        (await Send(tracker, "record-statement", guess)).ShouldBe(await Send(tracker, "record-statement", guess.Replace("three", "nothing")));
        var again = await Send(tracker, "cancel-meeting", late, ("Idempotency-Key", key));
        (Holds(again, "a kept refusal"), again.Contains("\"code\":\"nothing-to-postpone\"", StringComparison.Ordinal)).ShouldBe((false, true));
        Holds(await Send(tracker, "cancel-meeting", late), "a refusal").ShouldBeFalse();
        Holds(await Send(tracker, "enter-phase", """{"phase":"Suspended"}""", ("If-Match", "\"1\"")), "what came since").ShouldBeFalse();
        Holds(await Send(tracker, "correct", $$"""{"fact":"{{answered}}","mode":"Retracted","reason":"why"}"""), "dependants").ShouldBeFalse();

        // Time passes. Who has read on finds it in the history; who reads the feed from before finds it there.
        var passes = new DateTimeOffset(2099, 1, 1, 0, 0, 1, TimeSpan.Zero) - clock.GetUtcNow();
        await DatabaseClock.SetAsync(tracker.Database, passes);
        clock.Pass(passes);
        (await tracker.Http.GetStringAsync("/api/negotiations/talks/history", Cancellation)).ShouldContain($"{Secret} three");
        await Folder.UntilAsync(async () =>
        {
            using var feed = await Feed(tracker, "0");
            return (await ReadThrough(feed, "phase-entered")).Contains($"{Secret} two", StringComparison.Ordinal);
        }, "the feed has opened it");
        await Folder.UntilAsync(async () => (await tracker.Http.GetAsync($"/api/actors/{Secret}quelle", Cancellation)).IsSuccessStatusCode, "the actor is there");
        last.ShouldNotBeNull();
    }

    private static bool Holds(string answer, string where)
    {
        TestContext.Current.SendDiagnosticMessage(where);
        return answer.Contains(Secret, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Every route that can be read, as the API description lists them, with something in the place of its parameters.</summary>
    private static async Task<List<string>> Routes(AuditedTracker tracker, Dictionary<string, string> parameters, string waiting)
    {
        var paths = (await tracker.Get("/openapi/v1.json"))["paths"]!.AsObject();
        List<string> routes = [];
        foreach (var (path, operations) in paths)
        {
            if (operations!["get"] is null || path == "/api/feed")
                continue;
            var route = path.Replace("parked/{id}", $"parked/{waiting}").Replace("{id}", "m-summit");
            foreach (var (name, value) in parameters)
                route = route.Replace(name, value);
            route.ShouldNotContain("{", customMessage: "give its parameter here");
            routes.Add(route);
        }
        return
        [
            .. routes.Where(route => !route.Contains(Secret)), "/api/negotiations/talks?explain=true", "/api/negotiations/talks?asOf=2025-08-08", $"/api/actors?q={Secret}", $"/api/statements?q={Secret}",
            $"/api/statements?speaker=RUS.{Secret}zwei", $"/api/negotiations?q={Secret}", "/api/negotiations/talks/history?order=occurred", "/api/actors/RUS/diary", "/api/actors/under-embargo/diary",
            "/api/negotiations/talks/diff?from=2000-01-01T00:00:00Z&to=2098-01-01T00:00:00Z", "/api/audit/negotiations/talks/replay?order=canonical",
        ];
    }

    private static async Task<Stream> Feed(AuditedTracker tracker, string after, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/feed?{query.TrimStart('&')}") { Headers = { { "Last-Event-ID", after } } };
        var response = await tracker.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        return await response.Content.ReadAsStreamAsync(Cancellation);
    }

    /// <summary>What a feed gives up to the end of the event that says something.</summary>
    private static async Task<string> ReadThrough(Stream feed, string words)
    {
        var (read, buffer) = (new StringBuilder(), new byte[4096]);
        while (read.ToString().IndexOf(words, StringComparison.Ordinal) is var found && (found < 0 || read.ToString().IndexOf("\n\n", found, StringComparison.Ordinal) < 0))
        {
            var count = await feed.ReadAsync(buffer, Cancellation);
            count.ShouldBeGreaterThan(0);
            read.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        return read.ToString();
    }

    private static async Task<string> Send(AuditedTracker tracker, string command, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/negotiations/talks/{command}")
        {
            Content = new StringContent(body, new MediaTypeHeaderValue("application/json")),
        };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await (await tracker.Http.SendAsync(request, Cancellation)).Content.ReadAsStringAsync(Cancellation);
    }

    /// <summary>Records a line; gives the id of its fact.</summary>
    private static async Task<string> Line(AuditedTracker tracker, string line)
    {
        var answer = await tracker.Http.PostAsync("/api/commands", new StringContent(line, Encoding.UTF8, "application/x-ndjson"), Cancellation);
        var recorded = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
        ((bool)recorded["ok"]!).ShouldBeTrue(recorded.ToJsonString());
        return recorded["events"]![0]!["id"]!.GetValue<string>();
    }
}
