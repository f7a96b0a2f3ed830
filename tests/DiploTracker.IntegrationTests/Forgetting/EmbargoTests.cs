using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Forgetting;

/// <summary>A quotation under embargo is closed to every read, and opens by itself in all of them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EmbargoTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Secret = "the place is Anchorage";

    private static readonly string[] Reads = ["/api/negotiations/talks/history", "/api/audit/negotiations/talks/replay", "/api/statements"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task it_is_closed_until_its_time_and_then_open_everywhere()
    {
        var clock = new MovedClock();
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync().WithClockAsync(), clock: clock);
        string[] lines =
        [
            """{"command":"OpenNegotiation","negotiation":"talks","key":"talks","title":"Talks","parties":["USA","RUS"],"occurred":"2025-08-01"}""",
            $$"""{"command":"RecordStatement","negotiation":"talks","id":"s-secret","speaker":"RUS.Ushakov","kind":"Claim","quote":"{{Secret}}","occurred":"2025-08-07","embargoUntil":"2099-01-01T00:00:00Z"}""",
        ];
        await tracker.Http.PostAsync("/api/commands", new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson"), Cancellation);
        await tracker.Settled();

        foreach (var path in Reads)
        {
            var read = await tracker.Http.GetStringAsync(path, Cancellation);
            read.ShouldContain("RUS.under-embargo", customMessage: path);
            read.ShouldNotContain(Secret, customMessage: path);
            read.ShouldNotContain("Ushakov", customMessage: path);
        }
        (await File.ReadAllTextAsync(await tracker.Export(), Cancellation)).ShouldNotContain(Secret);
        var tag = await Tag(tracker);

        // Time passes: nothing is recorded, and nobody does anything.
        await Open(tracker, clock);
        (await tracker.Http.GetStringAsync(Reads[0], Cancellation)).ShouldContain(Secret);
        (await tracker.Http.GetStringAsync(Reads[1], Cancellation)).ShouldContain("Ushakov");
        (await Tag(tracker)).ShouldNotBe(tag);
        await Folder.UntilAsync(async () => (await tracker.Http.GetStringAsync("/api/statements", Cancellation)).Contains(Secret, StringComparison.Ordinal), "the view has opened it");

        // The version in the tag of a closed read can still be sent with a command.
        using var command = new HttpRequestMessage(HttpMethod.Post, "/api/negotiations/talks/enter-phase")
        {
            Headers = { { "If-Match", tag } },
            Content = new StringContent("""{"phase":"Negotiation"}""", new MediaTypeHeaderValue("application/json")),
        };
        (await tracker.Http.SendAsync(command, Cancellation)).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task a_title_under_embargo_is_closed_in_the_list_and_not_found_there_until_its_time()
    {
        var clock = new MovedClock();
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync().WithClockAsync(), clock: clock);
        await Lines(tracker,
            $$"""{"command":"OpenNegotiation","negotiation":"talks","key":"talks","title":"{{Secret}}","subject":"Anchorage","parties":["USA","RUS"],"occurred":"2025-08-01","embargoUntil":"2099-01-01T00:00:00Z"}""",
            """{"command":"OpenNegotiation","negotiation":"others","key":"others","title":"Others","parties":["USA","RUS"],"occurred":"2025-08-01"}""");
        await tracker.Settled();
        var list = await tracker.Http.GetStringAsync("/api/negotiations", Cancellation);
        list.ShouldContain("\"title\":\"[under embargo until 2099-01-01T00:00:00Z]\",\"subject\":\"[under embargo until");
        list.ShouldContain("\"title\":\"Others\"");
        list.ShouldNotContain("Anchorage");
        (await tracker.Get("/api/negotiations?q=Anchorage"))["items"]!.AsArray().ShouldBeEmpty();
        ((bool)(await tracker.Get("/api/audit/drift"))["agrees"]!).ShouldBeTrue();

        await Open(tracker, clock);
        await Folder.UntilAsync(
            async () => (await tracker.Http.GetStringAsync("/api/negotiations?q=anchorage", Cancellation)).Contains(Secret, StringComparison.Ordinal),
            "the list has opened it");
    }

    [Fact]
    public async Task a_refusal_does_not_quote_what_is_under_embargo()
    {
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
        await Lines(tracker,
            """{"command":"OpenNegotiation","negotiation":"talks","key":"talks","title":"Talks","parties":["USA","RUS"],"occurred":"2025-08-01"}""",
            """{"command":"ProposeSummit","negotiation":"talks","id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""",
            """{"command":"AnswerProposal","negotiation":"talks","id":"m-summit","by":"RUS","answer":"Accepted","occurred":"2025-08-03"}""",
            """{"command":"ScheduleMeeting","negotiation":"talks","meeting":"m-summit","when":"2025-08-15","occurred":"2025-08-04"}""",
            $$"""{"command":"PostponeMeeting","negotiation":"talks","meeting":"m-summit","by":"RUS","reason":"{{Secret}}","occurred":"2025-08-10","embargoUntil":"2099-01-01T00:00:00Z"}""");

        var late = await Send(tracker, "cancel-meeting", """{"meeting":"m-summit","by":"RUS","occurred":"2025-08-05"}""");
        late.ShouldContain("[under embargo until 2099-01-01T00:00:00Z]");
        late.ShouldContain("\"code\":\"nothing-to-postpone\"");
        var stale = await Send(tracker, "enter-phase", """{"phase":"Negotiation"}""", version: "\"1\"");
        stale.ShouldContain("[under embargo until 2099-01-01T00:00:00Z]");
        (late + stale).ShouldNotContain("Anchorage");
    }

    /// <summary>Time passes until the embargo is over, for the tracker and for the database.</summary>
    private static async Task Open(AuditedTracker tracker, MovedClock clock)
    {
        var passes = new DateTimeOffset(2099, 1, 1, 0, 0, 1, TimeSpan.Zero) - clock.GetUtcNow();
        await DatabaseClock.SetAsync(tracker.Database, passes);
        clock.Pass(passes);
    }

    private static async Task<string> Send(AuditedTracker tracker, string command, string body, string? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/negotiations/talks/{command}")
        {
            Content = new StringContent(body, new MediaTypeHeaderValue("application/json")),
        };
        if (version is not null)
            request.Headers.Add("If-Match", version);
        return await (await tracker.Http.SendAsync(request, Cancellation)).Content.ReadAsStringAsync(Cancellation);
    }

    private static async Task Lines(AuditedTracker tracker, params string[] lines)
    {
        var answer = await tracker.Http.PostAsync("/api/commands", new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson"), Cancellation);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain("\"ok\":false");
    }

    private static async Task<string> Tag(AuditedTracker tracker) =>
        (await tracker.Http.GetAsync("/api/negotiations/talks", Cancellation)).Headers.ETag!.Tag;
}
