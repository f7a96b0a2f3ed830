using System.Runtime.Versioning;
using DiploTracker.IntegrationTests.Live;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Faults;

/// <summary>
/// The database lost commits: a standby without them was promoted, a snapshot was put back, a dump was restored in its place. Of
/// what was lost nothing is answered, built upon or sent, and who holds it is told.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class LostCommitsTests
{
    private const string Key = "talks";

    private static readonly (string Command, string Json)
        Proposed = ("propose-summit", """{"id":"m-1","by":["USA"],"to":["RUS"],"occurred":"2025-08-02"}"""),
        Accepted = ("answer-proposal", """{"id":"m-1","by":"RUS","answer":"Accepted","occurred":"2025-08-03"}"""),
        Scheduled = ("schedule-meeting", """{"meeting":"m-1","when":"2025-08-15","occurred":"2025-08-04"}"""),
        Postponed = ("postpone-meeting", """{"meeting":"m-1","by":"RUS","occurred":"2025-08-05"}""");

    private readonly (string, string) _accepting = ("Idempotency-Key", Guid.NewGuid().ToString()), _scheduling = ("Idempotency-Key", Guid.NewGuid().ToString());

    [Fact]
    public async Task a_failover_that_lost_commits_leaves_no_ghosts()
    {
        await using var pair = await PostgresPair.StartAsync();
        await using var proxy = new Proxy(pair.Primary.Socket);
        var database = proxy.ConnectionString(pair.Primary.ConnectionString);
        await using var first = Node(database);
        await using var second = Node(database);
        await BeginAsync(first);
        await using var feed = await Reader.OpenAsync(first, "?after=0");
        var kept = Reader.PlaceOf((await feed.NextAsync(2))[1]);
        await pair.LetStandbyFallBehindAsync();
        var tag = await LoseAsync(first);
        var lost = (await feed.NextAsync(2)).ConvertAll(Reader.PlaceOf);

        await pair.FailOverAsync();
        proxy.LeadTo(pair.Standby.Socket);

        // No node answers from memory what the database does not have.
        var proposed = await UntilItAnswersAsync(first);
        (proposed.Version, (string?)proposed["meetings"]![0]!["status"]).ShouldBe((2, "Proposed"));
        (await UntilItAnswersAsync(second)).Text.ShouldBe(proposed.Text);
        await UntilItRecordsAsync(first);
        await UntilItRecordsAsync(second);

        // What was impossible on the true history stays so, and both nodes know the same.
        (await first.Api.DoAsync(Key, Postponed.Command, Postponed.Json)).ShouldBeProblem(409, "nothing-to-postpone");
        var third = await second.SayAsync(Key, "s-1");
        var fourth = await second.SayAsync(Key, "s-2");
        (third.Version, fourth.Version).ShouldBe((3, 4));
        (await first.Api.StatusAsync(Key)).Text.ShouldBe((await second.Api.StatusAsync(Key)).Text);
        (await first.Api.DoAsync(Key, Postponed.Command, Postponed.Json)).ShouldBeProblem(409, "nothing-to-postpone");

        // The same version is not the same fact: not for who reads, nor for who writes.
        (await first.Api.GetAsync($"/api/negotiations/{Key}", ("If-None-Match", tag))).Status.ShouldBe(200);
        (await first.Api.DoAsync(Key, "record-statement", """{"id":"s-3","speaker":"RUS","kind":"Claim","occurred":"2025-08-07"}""", ("If-Match", tag)))
            .ShouldBeProblem(412, "stale-version");
        (await first.Api.GetAsync($"/api/negotiations/{Key}", ("X-Min-Position", lost[1]))).ShouldBeProblem(409, "place-not-in-log");

        // The feed ends for who has got what was lost; it is told, and gets the true ones.
        (await feed.NextAsync()).ShouldBeNull();
        foreach (var node in new[] { first, second })
            foreach (var place in lost)
                (await node.Api.GetAsync("/api/feed", ("Last-Event-ID", place))).ShouldBeProblem(409, "place-not-in-log").ShouldSay(place);
        await using var again = await Reader.OpenAsync(first, lastEventId: kept);
        (await again.NextAsync(2)).ConvertAll(one => (string)one["id"]!).ShouldBe([third.EventId, fourth.EventId]);

        // A lost command that is repeated with its key lands.
        var accepted = await first.Api.DoAsync(Key, Accepted.Command, Accepted.Json, _accepting);
        (accepted.Status, accepted.Version, accepted["events"]!.AsArray().Count).ShouldBe((200, 5, 1), accepted.Text);
        var scheduled = await second.Api.DoAsync(Key, Scheduled.Command, Scheduled.Json, _scheduling);
        (scheduled.Status, scheduled.Version, scheduled["events"]!.AsArray().Count).ShouldBe((200, 6, 1), scheduled.Text);
        (await first.Api.StatusAsync(Key)).Text.ShouldBe((await second.Api.StatusAsync(Key)).Text);
        (await again.PositionsAsync(2)).ShouldBe([5, 6]);
        await UntilViewShowsAsync(first, position: 6, "Scheduled");
    }

    [Fact]
    public async Task a_failover_that_lost_nothing_ends_nothing()
    {
        await using var pair = await PostgresPair.StartAsync();
        await using var proxy = new Proxy(pair.Primary.Socket);
        await using var node = Node(proxy.ConnectionString(pair.Primary.ConnectionString));
        await BeginAsync(node);
        await using var feed = await Reader.OpenAsync(node, "?after=0");
        await LoseAsync(node);
        var last = Reader.PlaceOf((await feed.NextAsync(4))[3]);
        var tag = (await node.Api.StatusAsync(Key)).Headers["ETag"];
        var incarnation = await pair.Primary.AskAsync<Guid>("select incarnation from diplo.log_head");
        await pair.UntilStandbyHasAllAsync();

        await pair.FailOverAsync();
        proxy.LeadTo(pair.Standby.Socket);
        await UntilItAnswersAsync(node);
        await UntilItRecordsAsync(node);
        (await node.Api.GetAsync($"/api/negotiations/{Key}", ("If-None-Match", tag))).Status.ShouldBe(304);
        var repeated = await node.Api.DoAsync(Key, Scheduled.Command, Scheduled.Json, _scheduling);
        (repeated.Version, repeated["events"]!.AsArray().Count).ShouldBe((4, 1), repeated.Text);
        (await node.Api.DoAsync(Key, Postponed.Command, Postponed.Json, ("If-Match", tag))).Version.ShouldBe(5);
        (await pair.Standby.AskAsync<Guid>("select incarnation from diplo.log_head")).ShouldNotBe(incarnation);

        // The connection of the reader goes on, and its place holds.
        (await feed.PositionsAsync(1)).ShouldBe([5]);
        await using var again = await Reader.OpenAsync(node, lastEventId: last);
        (await again.PositionsAsync(1)).ShouldBe([5]);
        await UntilViewShowsAsync(node, position: 5, "Postponed");
    }

    [Fact]
    public async Task a_snapshot_that_is_put_back_is_noticed_though_nothing_else_tells_it_from_before()
    {
        await using var server = await PairServer.StartNewAsync("alone");
        await using var first = Node(server.ConnectionString);
        await using var second = Node(server.ConnectionString);
        await BeginAsync(first);
        await ParkAsync(first, "m-8");
        await server.TakeSnapshotAsync();
        await UntilItAnswersAsync(first);
        await UntilItRecordsAsync(first);
        await using var feed = await Reader.OpenAsync(first, "?after=0");
        await LoseAsync(first);
        await feed.NextAsync(4);
        var incarnation = await server.AskAsync<Guid>("select incarnation from diplo.log_head");

        await server.PutSnapshotBackAsync();
        await UntilItAnswersAsync(second);
        await UntilItRecordsAsync(second);
        (await server.AskAsync<Guid>("select incarnation from diplo.log_head")).ShouldBe(incarnation);
        await second.SayAsync(Key, "s-1");
        await second.SayAsync(Key, "s-2");
        (await UntilItAnswersAsync(first)).Text.ShouldBe((await second.Api.StatusAsync(Key)).Text);
        await UntilItRecordsAsync(first);
        (await first.Api.DoAsync(Key, Postponed.Command, Postponed.Json)).ShouldBeProblem(409, "nothing-to-postpone");
        (await feed.NextAsync()).ShouldBeNull();
        (await first.Api.DoAsync(Key, Accepted.Command, Accepted.Json, _accepting)).Version.ShouldBe(5);
    }

    [Fact]
    public async Task what_was_parked_is_lost_with_a_snapshot_too()
    {
        await using var server = await PairServer.StartNewAsync("alone");
        await using var node = Node(server.ConnectionString);
        await BeginAsync(node);
        await ParkAsync(node, "m-8");
        await server.TakeSnapshotAsync();
        await UntilItRecordsAsync(node);
        await ParkAsync(node, "m-9");
        (await ParkedAsync(node)).ShouldBe(2);

        await server.PutSnapshotBackAsync();
        await UntilItAnswersAsync(node);
        (await ParkedAsync(node)).ShouldBe(1);
        await UntilItRecordsAsync(node);
        await ParkAsync(node, "m-7");
        (await ParkedAsync(node)).ShouldBe(2);
    }

    [Fact]
    public async Task a_dump_that_is_restored_in_place_is_another_log_from_where_it_ends()
    {
        await using var server = await PairServer.StartNewAsync("alone");
        await using var node = Node(server.ConnectionString);
        await BeginAsync(node);
        await UntilViewShowsAsync(node, position: 2, "Proposed");
        await server.DumpAsync();
        await using var feed = await Reader.OpenAsync(node, "?after=0");
        await LoseAsync(node);
        await feed.NextAsync(4);
        await UntilViewShowsAsync(node, position: 4, "Scheduled");
        var incarnation = await server.AskAsync<Guid>("select incarnation from diplo.log_head");

        await server.RestoreAsync();
        (await UntilItAnswersAsync(node)).Version.ShouldBe(2);
        (await feed.NextAsync()).ShouldBeNull();
        (await node.SayAsync(Key, "s-1")).Version.ShouldBe(3);
        (await server.AskAsync<Guid>("select incarnation from diplo.log_head")).ShouldNotBe(incarnation);
        await UntilViewShowsAsync(node, position: 3, "Proposed");
    }

    /// <summary>A node that seals nothing, as one that is killed before it could: what was sealed and is lost stops recording.</summary>
    private static TrackerNode Node(string database) => new(database, port: 0, ("DIPLO_CHECKPOINTS", "/dev/null/none"));

    /// <summary>Two events: a negotiation with a proposal.</summary>
    private static async Task BeginAsync(TrackerNode node)
    {
        await node.Api.OpenAsync(Key);
        await node.Api.DoneAsync(Key, Proposed.Command, Proposed.Json);
    }

    /// <summary>Two more; gives the tag of the version that they lead to.</summary>
    private async Task<string> LoseAsync(TrackerNode node)
    {
        (await node.Api.DoAsync(Key, Accepted.Command, Accepted.Json, _accepting)).Status.ShouldBe(200);
        (await node.Api.DoAsync(Key, Scheduled.Command, Scheduled.Json, _scheduling)).Status.ShouldBe(200);
        return (await node.Api.StatusAsync(Key)).Headers["ETag"];
    }

    private static async Task ParkAsync(TrackerNode node, string meeting) => (await node.Api.DoAsync(
        Key, "schedule-meeting", $$"""{"meeting":"{{meeting}}","when":"2025-08-20","occurred":"2025-08-06"}""", ("Prefer", "respond-async"))).Status.ShouldBe(202);

    private static async Task<int> ParkedAsync(TrackerNode node) => (await UntilItAnswersAsync(node, "/parked"))["items"]!.AsArray().Count;

    /// <summary>The first answer that a node gives once it has found the database.</summary>
    private static async Task<Answer> UntilItAnswersAsync(TrackerNode node, string read = "")
    {
        Answer? answer = null;
        await Folder.UntilAsync(async () => (answer = await node.Api.GetAsync($"/api/negotiations/{Key}{read}")).Status == 200, "the node has found the database");
        return answer!;
    }

    /// <summary>Until its connection for appends has found it too: a command that changes nothing says so.</summary>
    private static Task UntilItRecordsAsync(TrackerNode node) =>
        Folder.UntilAsync(async () => (await node.Api.PostAsync("/api/negotiations", Api.Opening(Key))).Status < 500, "the node records again");

    private static Task UntilViewShowsAsync(TrackerNode node, long position, string status) => Folder.UntilAsync(async () =>
    {
        var meetings = await node.Api.GetAsync("/api/meetings");
        return meetings.Status == 200 && meetings.Headers["X-Position"] == $"{position}" && (string?)meetings["items"]![0]!["status"] == status;
    }, $"the view shows {status} at position {position}");
}
