using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using DiploTracker.Hosting;
using DiploTracker.IntegrationTests.Histories;
using DiploTracker.Negotiations;
using Marten;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.StoredLog;

/// <summary>What the tracker writes is what Marten reads.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MartenTests(TrackerFixture tracker)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_plain_marten_store_reads_the_stream_and_folds_it_to_the_same_state()
    {
        var key = await RecordedAsync("a1_seed_2025-08-07");
        using var store = DocumentStore.For(options =>
        {
            EventStore.Configure(options);
            options.Connection(tracker.Database);
        });
        await using var session = store.QuerySession();
        var events = await session.Events.FetchStreamAsync(key, token: Cancellation);
        var items = (await tracker.Api.GetAsync($"/api/negotiations/{key}/history"))["items"]!.AsArray();
        events.Count.ShouldBe(items.Count);
        foreach (var (stored, item) in events.Zip(items))
        {
            (stored.Version, stored.Sequence, stored.Id.ToString(), stored.EventTypeName, stored.UserName)
                .ShouldBe(((long)item!["version"]!, (long)item["position"]!, (string)item["id"]!, (string)item["type"]!, (string)item["recordedBy"]!));
            stored.Data.ShouldBeAssignableTo<DomainEvent>()!.GetType().ShouldBe(Language.Events[stored.EventTypeName]);
            stored.Timestamp.ShouldBe(DateTimeOffset.Parse((string)item["recordedAt"]!, System.Globalization.CultureInfo.InvariantCulture));
        }

        var folded = events.Select(stored => (DomainEvent)stored.Data).Aggregate(Negotiation.None, (state, fact) => fact.Apply(state));
        var status = (await tracker.Api.StatusAsync(key)).Json;
        folded.Meetings.Select(meeting => (meeting.Id, meeting.Status.ToString(), meeting.Sequence)).ShouldBe(
            status["meetings"]!.AsArray().Select(meeting => ((string)meeting!["id"]!, (string)meeting["status"]!, (int)meeting["sequence"]!)), ignoreOrder: true);
        (await session.Events.FetchStreamStateAsync(key, Cancellation)).ShouldNotBeNull().Version.ShouldBe(status["version"]!.GetValue<long>());
    }

    [Fact]
    public async Task stored_json_is_camel_case_with_words_and_edtf_under_versioned_names()
    {
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoneAsync(key, "propose-summit", """{"id":"m-1","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}""");
        await tracker.Api.DoneAsync(key, "schedule-meeting",
            """{"meeting":"m-1","when":"[2025-08-11..2025-08-17]","tentative":true,"occurred":"2025-08-07","phrase":{"text":"الأسبوع المقبل","language":"ar"},"marking":"AMBER+STRICT","basis":[{"speaker":"RUS.Ushakov","reliability":"B","credibility":2,"publishedAt":"2025-08-07T12:00:00+03:00"}]}""");
        var (type, data) = await StoredAsync(key, version: 3);
        type.ShouldBe("meeting-scheduled.v1");
        var person = (string)data["sealed"]![0]!["key"]!;
        data["sealed"]!.AsArray().Count.ShouldBe(2); // the person and the words
        data.AsObject().Remove("sealed");
        JsonNode.DeepEquals(data, JsonNode.Parse(
            $$"""
            {"meeting":"m-1","when":"[2025-08-11..2025-08-17]","tentative":true,"occurred":"2025-08-07","marking":"AMBER+STRICT",
             "phrase":{"text":"~0","language":"ar"},
             "basis":[{"speaker":"RUS.~{{person}}","reliability":"B","credibility":2,"publishedAt":"2025-08-07T12:00:00+03:00"}]}
            """)).ShouldBeTrue(data.ToJsonString());
        var (proposed, fields) = await StoredAsync(key, version: 2);
        (proposed, (string?)fields["kind"], (string?)fields["formality"]).ShouldBe(("meeting-proposed.v1", "Summit", "Formal"));
    }

    [Fact]
    public async Task the_recorded_time_is_the_clock_of_the_database_and_rises_even_within_a_batch()
    {
        var before = await AskAsync<DateTime>("select clock_timestamp()");
        var key = await RecordedAsync("c_jcpoa_2013_2015");
        var after = await AskAsync<DateTime>("select clock_timestamp()");
        var times = (await tracker.Api.GetAsync($"/api/negotiations/{key}/history"))["items"]!.AsArray()
            .Select(item => DateTimeOffset.Parse((string)item!["recordedAt"]!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        times.Distinct().Count().ShouldBe(times.Count);
        times.ShouldBeInOrder();
        times[0].ShouldBeGreaterThan(before);
        // The clock never goes back: if others have just written, it is ahead by a microsecond for each of their facts.
        times[^1].ShouldBeLessThan(new DateTimeOffset(after) + TimeSpan.FromSeconds(1));
    }

    private async Task<string> RecordedAsync(string history)
    {
        var key = Api.NewKey();
        var batch = new JsonArray([.. History.Of(history).Where(step => step.Lands).Select(step => step.Named(key))]);
        (await tracker.Api.DoAsync(key, "commands", batch.ToJsonString())).Status.ShouldBe(201);
        return key;
    }

    private async Task<(string Type, JsonNode Data)> StoredAsync(string key, int version) => (
        await AskAsync<string>($"select type from mt_events where stream_id = '{key}' and version = {version}"),
        JsonNode.Parse(await AskAsync<string>($"select data::text from mt_events where stream_id = '{key}' and version = {version}"))!);

    private async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(tracker.Database);
        await connection.OpenAsync(Cancellation);
        await using var ask = new NpgsqlCommand(sql, connection);
        return (T)(await ask.ExecuteScalarAsync(Cancellation))!;
    }
}
