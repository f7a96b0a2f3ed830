using System.Net;
using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Audit;

/// <summary>A clock that somebody set is no clock to record or to open embargoes by.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ClockTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Secret = "the place is Anchorage";

    private static readonly TimeSpan Years = TimeSpan.FromDays(5 * 365);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_step_of_the_databases_clock_stops_recording_and_opens_no_embargo()
    {
        await using var one = new AuditedTracker(await postgres.NewDatabaseAsync().WithClockAsync());
        await using var two = new AuditedTracker(one.Database, one.Keys, checkpoints: one.Checkpoints);
        await Opened(one, embargo: DateTimeOffset.UtcNow.AddYears(1));
        (await Phase(two, "Negotiation")).Status.ShouldBe(HttpStatusCode.OK);

        await DatabaseClock.SetAsync(one.Database, by: Years);
        foreach (var tracker in new[] { one, two })
        {
            (await Phase(tracker, "Suspended")).ShouldBeStopped("ClockStepped", "the clock of the database says 203");
            (await Health(tracker)).ShouldContain("Nothing is recorded: the clock of the database says");
            (await tracker.Http.GetStringAsync("/api/negotiations/talks/history", Cancellation)).ShouldNotContain(Secret);
            tracker.StoppedByTheGauge().ShouldBe("ClockStepped");
        }
        ((DateTime)(await Folder.AskAsync(one.Database, "select max(timestamp) from mt_events"))!).ShouldBeLessThan(DateTime.UtcNow.AddDays(1));

        // Set right again, it goes on by itself.
        await DatabaseClock.SetAsync(one.Database, by: -Years);
        (await Phase(one, "Suspended")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task a_quiet_weekend_and_a_machine_that_slept_are_no_step()
    {
        var clock = new MovedClock();
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync().WithClockAsync(), clock: clock);
        await Opened(tracker);

        clock.Pass(TimeSpan.FromDays(3));
        await DatabaseClock.SetAsync(tracker.Database, by: TimeSpan.FromDays(3));
        (await Phase(tracker, "Negotiation")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task the_running_clock_counts_on_while_the_machine_sleeps()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Windows' and macOS' clocks are said to do so by their makers.");
        var sinceBoot = double.Parse((await File.ReadAllTextAsync("/proc/uptime", Cancellation)).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        var clock = new Recording.NodeClock();
        ((double)clock.GetTimestamp() / clock.TimestampFrequency).ShouldBeInRange(sinceBoot, sinceBoot + 60);
    }

    [Fact]
    public async Task before_the_first_reading_the_databases_clock_is_compared_with_that_of_the_machine()
    {
        var database = await postgres.NewDatabaseAsync().WithClockAsync();
        await DatabaseClock.SetAsync(database, by: Years);
        await using var tracker = new AuditedTracker(database);
        (await Open(tracker)).ShouldBeStopped("ClocksApart", "that of this machine");

        await DatabaseClock.SetAsync(database, by: -Years);
        (await Open(tracker)).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task an_embargo_is_over_when_it_is_by_the_clocks_of_both_the_database_and_the_node()
    {
        var clock = new MovedClock();
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync(), clock: clock);
        await Opened(tracker, embargo: DateTimeOffset.UtcNow.AddMinutes(-1));
        (await tracker.Http.GetStringAsync("/api/negotiations/talks/history", Cancellation)).ShouldContain(Secret);

        clock.Set(by: TimeSpan.FromHours(-1));
        (await tracker.Http.GetStringAsync("/api/negotiations/talks/history", Cancellation)).ShouldNotContain(Secret);
    }

    [Fact]
    public async Task a_recorded_time_in_the_future_stops_recording_on_every_node()
    {
        await using var one = new AuditedTracker(await postgres.NewDatabaseAsync());
        await using var two = new AuditedTracker(one.Database, one.Keys, checkpoints: one.Checkpoints);
        await Opened(one, embargo: DateTimeOffset.UtcNow.AddYears(1));
        await one.Tamper("update diplo.log_head set recorded_at = '2031-01-01T00:00:00Z'");
        foreach (var tracker in new[] { one, two })
        {
            (await Phase(tracker, "Suspended")).ShouldBeStopped("HeadAhead", "the last recorded time is 2031-01-01T00:00:00Z");
            (await Health(tracker)).ShouldContain("the last recorded time is 2031");
            (await tracker.Http.GetStringAsync("/api/negotiations/talks/history", Cancellation)).ShouldNotContain(Secret);
        }
    }

    private static async Task Opened(AuditedTracker tracker, DateTimeOffset? embargo = null)
    {
        (await Open(tracker)).Status.ShouldBe(HttpStatusCode.Created);
        (await Sent.OfAsync(tracker, "/api/negotiations/talks/record-statement", new JsonObject
        {
            ["id"] = "s-secret", ["speaker"] = "RUS.Ushakov", ["kind"] = "Claim", ["quote"] = Secret, ["occurred"] = "2025-08-07", ["embargoUntil"] = embargo?.ToString("O"),
        })).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<Sent> Open(AuditedTracker tracker) => Sent.OfAsync(tracker, "/api/negotiations",
        new JsonObject { ["key"] = "talks", ["title"] = "Talks", ["parties"] = new JsonArray("USA", "RUS"), ["occurred"] = "2025-08-01" });

    private static Task<Sent> Phase(AuditedTracker tracker, string phase) =>
        Sent.OfAsync(tracker, "/api/negotiations/talks/enter-phase", new JsonObject { ["phase"] = phase, ["occurred"] = "2025-08-08" });

    private static async Task<string> Health(AuditedTracker tracker) =>
        await (await tracker.Http.GetAsync("/health/ready", Cancellation)).Content.ReadAsStringAsync(Cancellation);
}

/// <summary>What a tracker answered to something that is to be recorded.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed record Sent(HttpStatusCode Status, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public static async Task<Sent> OfAsync(AuditedTracker tracker, string path, JsonNode body, string? idempotencyKey = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path)
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await tracker.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Sent(answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void ShouldBeProblem(string code) => ((string?)Json["code"]).ShouldBe(code, Text);

    public void ShouldBeStopped(string reason, string detail = "")
    {
        Status.ShouldBe(HttpStatusCode.ServiceUnavailable, Text);
        ((string?)Json["code"], (string?)Json["reason"]).ShouldBe(("recording-stopped", reason), Text);
        ((string)Json["detail"]!).ShouldContain(detail);
    }
}
