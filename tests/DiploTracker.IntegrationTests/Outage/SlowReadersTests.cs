using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Outage;

/// <summary>Many readers that take next to nothing: they keep no connection of the database, and not for ever a place.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SlowReadersTests(TrackerFixture tracker)
{
    private const int Readers = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task sixty_slow_readers_of_the_export_stop_nobody_else()
    {
        var database = await tracker.NewDatabaseAsync();
        await using var node = new TrackerNode(
            database, port: 0, ("Audit:AtOnce", "8"), ("Audit:LeastRate", "1000000"), ("Audit:Patience", "00:00:05"));
        var key = await node.Api.OpenAsync();
        await RecordMuchAsync(node.Api, key);
        var whole = await node.Api.GetAsync("/api/audit/export");

        var readers = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => SlowReader.BeginAsync(node.Address)));
        readers.Count(reader => reader.Status == 200).ShouldBe(8);
        readers.Where(reader => reader.Status != 200).ShouldAllBe(reader => reader.Status == 503);
        (await node.Api.GetAsync("/api/audit/export")).ShouldBeProblem(503, "busy").Headers["Retry-After"].ShouldBe("5");

        (await node.Api.DoneAsync(key, "record-statement", Statement(0, "said meanwhile"))).Version.ShouldBePositive();
        (await node.Api.GetAsync("/api/negotiations")).Status.ShouldBe(200);
        (await node.Api.GetAsync("/health/ready")).Status.ShouldBe(200);
        // The reader's statements are over: whoever looks for connections that work for it finds none.
        await Folder.UntilAsync(async () => await Folder.AskAsync(database, """
            select count(*) from pg_stat_activity
            where datname = current_database() and application_name like 'DiploTracker reads %' and state <> 'idle'
            """) is 0L, "no connection waits for a reader");
        (await Folder.AskAsync(database, "select count(*) from pg_stat_activity where datname = current_database()"))
            .ShouldBeOfType<long>().ShouldBeLessThanOrEqualTo(31);

        // Whoever takes nothing is disconnected, and others get its place.
        await Folder.UntilAsync(
            async () => (await node.Api.SendAsync(HttpMethod.Head, "/api/audit/export", content: null)).Status == 200, "there is a place");
        foreach (var reader in readers)
            reader.Dispose();
        var again = await node.Api.GetAsync("/api/audit/export");
        again.Text.ShouldStartWith(whole.Lines[0].ToJsonString()[..20]);
        again.Lines.Count.ShouldBeGreaterThan(whole.Lines.Count);
    }

    [Fact]
    public async Task an_export_read_in_pages_is_whole_and_valid_whatever_the_size_of_its_events()
    {
        await using var audited = new AuditedTracker(await tracker.NewDatabaseAsync());
        using var api = new Api(audited.CreateClient());
        var key = await api.OpenAsync();
        // A page ends at 4 MB or at 1,000 events.
        await RecordMuchAsync(api, key, from: 1, to: 300, words: 19_000);
        await RecordMuchAsync(api, key, from: 301, to: 2_000, words: 10);

        var file = await audited.Export();
        var verdict = audited.Verify(file);
        verdict.Valid.ShouldBeTrue(verdict.Problem);
        verdict.Checked.ShouldBe(2_001);
        audited.Verify(await audited.Export($"?negotiation={key}")).Valid.ShouldBeTrue();
        var checkedHere = await audited.Get("/api/audit/verify");
        ((bool)checkedHere["valid"]!).ShouldBeTrue(checkedHere.ToJsonString());
        ((long)checkedHere["checked"]!).ShouldBe(2_001);
    }

    [Fact]
    public async Task readers_whose_questions_hang_take_no_connection_from_those_who_record()
    {
        var database = await tracker.NewDatabaseAsync();
        await using var node = new TrackerNode(database, port: 0, ("Database:Connections", "22")); // four of them to read
        var key = await node.Api.OpenAsync();
        await using var holding = new NpgsqlConnection(database + ";Pooling=false");
        await holding.OpenAsync(Cancellation);
        (await node.Api.GetAsync("/api/negotiations")).Status.ShouldBe(200); // there is a table to read
        var table = await Folder.AskAsync(database,
            "select format('views.%s_%s_%s', name, version, build) from diplo.views where name = 'negotiations' and state = 'Current'");
        await using var hold = new NpgsqlCommand($"begin; lock table {table}", holding);
        await hold.ExecuteNonQueryAsync(Cancellation);

        var hanging = Enumerable.Range(0, 8).Select(_ => node.Api.GetAsync("/api/negotiations")).ToList();
        (await node.Api.DoneAsync(key, "record-statement", Statement(1, "said meanwhile"))).Version.ShouldBe(2);
        (await node.Api.GetAsync("/health/ready")).Status.ShouldBe(200);
        (await await Task.WhenAny(hanging)).ShouldBeProblem(503, "unavailable").ShouldSay("All connections that this node may use");

        await using var release = new NpgsqlCommand("rollback", holding);
        await release.ExecuteNonQueryAsync(Cancellation);
        (await Task.WhenAll(hanging)).ShouldContain(answer => answer.Status == 200);
    }

    private static Task RecordMuchAsync(Api api, string key) => RecordMuchAsync(api, key, from: 1, to: 1_500, words: 3_000);

    private static async Task RecordMuchAsync(Api api, string key, int from, int to, int words)
    {
        var quote = new string('q', words);
        var answer = await api.LinesAsync(string.Concat(Enumerable.Range(from, to - from + 1).Select(number =>
            $$"""{"negotiation":"{{key}}","command":"RecordStatement",""" + Statement(number, quote)[1..] + "\n")));
        answer.Lines.ShouldAllBe(line => (bool)line["ok"]!);
    }

    private static string Statement(int number, string quote) =>
        $$"""{"id":"s-{{number}}","speaker":"RUS","kind":"Claim","quote":"{{quote}}","occurred":"2025-08-07"}""";

    /// <summary>Asks for the export, reads the head of the answer and then nothing more.</summary>
    private sealed class SlowReader : IDisposable
    {
        private readonly TcpClient _client = new() { ReceiveBufferSize = 4_096 };

        public int Status { get; private set; }

        public static async Task<SlowReader> BeginAsync(Uri address)
        {
            var reader = new SlowReader();
            await reader._client.ConnectAsync(address.Host, address.Port, Cancellation);
            await reader._client.GetStream().WriteAsync("GET /api/audit/export HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), Cancellation);
            var head = new byte[12];
            await reader._client.GetStream().ReadExactlyAsync(head, Cancellation);
            reader.Status = int.Parse(Encoding.ASCII.GetString(head)["HTTP/1.1 ".Length..]);
            return reader;
        }

        public void Dispose() => _client.Dispose();
    }
}
