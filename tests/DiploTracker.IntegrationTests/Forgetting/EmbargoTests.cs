using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text;
using DiploTracker.IntegrationTests.Audit;
using DiploTracker.IntegrationTests.Database;
using DiploTracker.Recording;
using Microsoft.Extensions.DependencyInjection;
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
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
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
        tracker.Services.GetRequiredService<LogClock>().Set(new DateTime(2099, 1, 1, 0, 0, 1, DateTimeKind.Utc));
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

    private static async Task<string> Tag(AuditedTracker tracker) =>
        (await tracker.Http.GetAsync("/api/negotiations/talks", Cancellation)).Headers.ETag!.Tag;
}
