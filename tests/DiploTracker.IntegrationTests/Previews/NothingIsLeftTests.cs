using System.Diagnostics;
using System.Runtime.Versioning;
using DiploTracker.Recording;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Previews;

/// <summary>A preview writes no row and no key, and asks the database no more than a read does.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class NothingIsLeftTests(TrackerFixture server)
{
    private const string Summit = """{"id":"m-summit","by":["USA"],"to":["RUS"],"occurred":"2025-08-04","basis":[{"speaker":"USA.Newcomer","via":["AP"]}]}""";

    /// <summary>Whatever recording writes to: the log, its head, the answers remembered, what waits.</summary>
    private const string Rows = """
        select md5(concat_ws('|',
            (select string_agg(e::text, ',' order by seq_id) from mt_events e), (select string_agg(s::text, ',' order by id) from mt_streams s),
            (select string_agg(h.position::text, ',') from diplo.log_head h), (select string_agg(r::text, ',' order by id) from diplo.requests r),
            (select string_agg(p::text, ',' order by id) from diplo.parked p), (select string_agg(p::text, ',' order by negotiation) from diplo.parked_revisions p)))
        """;

    [Fact]
    public async Task no_row_no_key_and_no_version_is_another_afterwards()
    {
        await using var tracker = new AuditedTracker(await server.NewDatabaseAsync());
        using var api = new Api(tracker.Http);
        var key = await api.OpenAsync();
        await api.DoAsync(key, "schedule-meeting", """{"meeting":"m-summit","when":"2025-08-15"}""", ("Prefer", "respond-async"));
        await tracker.Settled();
        var before = await TracesAsync(tracker);

        foreach (var (command, body) in new[]
        {
            ("propose-summit", Summit), ("commands", $"[{Summit.Insert(1, "\"command\":\"ProposeSummit\",")}]"),
            ("confirm-venue", """{"meeting":"m-other","place":"Anchorage"}"""), ("enter-phase", """{"phase":"Negotiation"}"""),
        })
            await api.DoAsync(key, $"{command}/preview", body, ("Prefer", "respond-async"), ("Idempotency-Key", $"{Guid.NewGuid()}"));
        await api.PostAsync("/api/negotiations/preview", Api.Opening("another-one"));
        await api.SendAsync(HttpMethod.Post, "/api/commands/preview", Api.Content(System.Text.Encoding.UTF8.GetBytes(
            Summit.Insert(1, $"\"negotiation\":\"{key}\",\"command\":\"ProposeSummit\",\"idempotencyKey\":\"{Guid.NewGuid()}\",")), "application/x-ndjson"));

        (await TracesAsync(tracker)).ShouldBe(before);
        (await api.DoAsync(key, "propose-summit", Summit)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task it_asks_the_database_what_a_read_asks_and_takes_no_turn_in_the_appends()
    {
        await using var tracker = new AuditedTracker(await server.NewDatabaseAsync());
        using var api = new Api(tracker.Http);
        var key = await api.OpenAsync();

        var read = await StatementsAsync(trace => api.GetAsync($"/api/negotiations/{key}", trace));
        var preview = await StatementsAsync(trace => api.DoAsync(key, "propose-summit/preview", Summit, trace));
        read.ShouldNotBeEmpty();
        preview.ShouldBe(read);
        (await StatementsAsync(trace => api.DoAsync(key, "propose-summit", Summit, trace))).ShouldNotBe(read);
        tracker.Services.GetRequiredService<Recorder>().IsRecording.ShouldBeFalse();
    }

    private static async Task<string> TracesAsync(AuditedTracker tracker)
    {
        var files = Directory.GetFiles(tracker.Keys, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}");
        return $"{await Folder.AskAsync(tracker.Database, Rows)} {await tracker.Get("/api/actors")}\n{string.Join('\n', files)}";
    }

    /// <summary>The statements that the database was sent for one request, which is told by its trace.</summary>
    private static async Task<List<string>> StatementsAsync(Func<(string, string), Task<Answer>> ask)
    {
        var trace = ActivityTraceId.CreateRandom();
        List<string> statements = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.TraceId == trace ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == trace && activity.Source.Name == "Npgsql")
                    lock (statements)
                        statements.Add($"{activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement") ?? activity.DisplayName}");
            },
        };
        ActivitySource.AddActivityListener(listener);
        (await ask(("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01"))).Status.ShouldBe(200);
        return statements;
    }
}
