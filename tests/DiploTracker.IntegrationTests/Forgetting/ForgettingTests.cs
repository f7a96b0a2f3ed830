using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Forgetting;

/// <summary>An erased name is found nowhere: not in the database, the exports, the log output, nor in a backup from before.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ForgettingTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Name = "Nikodimov";
    private const string Report = "00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee";
    private const string InArabic = "نيكوديموف";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task an_erased_name_is_found_nowhere()
    {
        var log = new CollectedLog();
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync(), log: log);
        await Mention(tracker);
        (await tracker.Get("/api/statements?speaker=RUS." + Name))["items"]!.AsArray().Count.ShouldBe(1);
        (await Feed(tracker, through: "s-agency")).ShouldContain(Name); // now it is in the memory of the feed
        var backup = await Dump.Backup(tracker.Database);
        foreach (var documents in (string[])["actor_descriptions", "reports"])
            (await Folder.AskAsync(tracker.Database, $"select exists (select from diplo.mt_doc_{documents})"))
                .ShouldBe(true, documents);
        var exported = await File.ReadAllTextAsync(await tracker.Export(), Cancellation);

        var answer = await Erase(tracker, $$"""{"subject":"RUS.{{Name}}","words":true,"ground":"asked to be forgotten"}""");
        answer["erasures"]!.AsArray().Select(erased => (string?)erased!["negotiation"]).OfType<string>().Distinct().ShouldBe(["talks-one", "talks-two"], ignoreOrder: true);
        answer["stillNamed"]!.AsArray().ShouldBeEmpty();

        foreach (var path in Reads)
            Nothing(await tracker.Http.GetStringAsync(path, Cancellation), path);
        Nothing(await Feed(tracker, through: "subject-erased.v1"), "the feed");
        (await tracker.Http.GetAsync($"/api/actors/{Name}", Cancellation)).IsSuccessStatusCode.ShouldBeFalse();
        Nothing(await Dump.Everything(tracker.Database), "the database");
        Nothing(backup, "a backup from before");
        Nothing(exported, "an export from before");
        Nothing(await File.ReadAllTextAsync(await tracker.Export(), Cancellation), "an export");
        Nothing(log.Text, "the log output");
        foreach (var file in Directory.GetFiles(tracker.Keys).Where(file => Path.GetFileName(file) != "lock"))
            Nothing(await File.ReadAllTextAsync(file, Cancellation), file);

        ((bool)(await tracker.Get("/api/audit/verify"))["valid"]!).ShouldBeTrue();
        ((bool)(await tracker.Get("/api/audit/drift"))["agrees"]!).ShouldBeTrue();
        tracker.Verify(await tracker.Export()).Valid.ShouldBeTrue();

        // The backup from before, restored, does not bring it back; the views make themselves anew.
        await using var restored = new AuditedTracker(await Restored(backup), tracker.Keys);
        await restored.Settled();
        foreach (var path in Reads)
            Nothing(await restored.Http.GetStringAsync(path, Cancellation), path);
        Nothing(await Dump.Everything(restored.Database), "the database restored");
        (await restored.Get("/api/statements"))["items"]!.AsArray().Count.ShouldBe(3);
        (await restored.Get("/api/negotiations"))["items"]!.AsArray().Count.ShouldBe(2);
        (await restored.Get("/api/actors/Ushakov"))["names"]!["en"]!.GetValue<string>().ShouldBe("Yuri Ushakov");
    }

    [Fact]
    public async Task what_was_erased_still_folds_and_says_so_with_its_certificate()
    {
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
        await Mention(tracker);
        var before = await tracker.Get("/api/negotiations/talks-one");
        var answer = await Erase(tracker, $$"""{"subject":"{{Name}}","ground":"asked to be forgotten"}""");
        var certificate = answer["erasures"]!.AsArray().Single(erased => (string?)erased!["negotiation"] == "talks-one")!;

        var after = await tracker.Get("/api/negotiations/talks-one");
        foreach (var member in (string[])["meetings", "proposals", "positions", "agreements", "deadlines", "statementCount", "phase"])
            JsonNode.DeepEquals(after[member], before[member]).ShouldBeTrue($"{member}: {after[member]}");

        var items = (await tracker.Get("/api/negotiations/talks-one/history"))["items"]!.AsArray();
        var said = items.Single(item => (string?)item!["data"]!["id"] == "s-named")!;
        ((string)said["data"]!["speaker"]!).ShouldBe($"RUS.erased-{(string)certificate["key"]!}");
        ((string)said["erased"]![0]!["by"]!).ShouldBe((string)certificate["certificate"]!);
        ((string)said["data"]!["quote"]!).ShouldBe($"said {Name}"); // the words were not asked for
        answer["stillNamed"]!.AsArray().Count.ShouldBe(4); // a quotation, a title in another script, a condition that waits, a report
        items[^1]!["type"]!.GetValue<string>().ShouldBe("subject-erased.v1");

        var replay = await tracker.Get("/api/audit/negotiations/talks-one/replay");
        ((string)replay["items"]!.AsArray()[^1]!["type"]!).ShouldBe("subject-erased.v1");
    }

    [Fact]
    public async Task the_words_of_one_fact_are_lifted_out()
    {
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
        await Mention(tracker);
        var id = (string)(await tracker.Get("/api/negotiations/talks-one/history"))["items"]!.AsArray().Single(item => (string?)item!["data"]!["id"] == "s-named")!["id"]!;
        var answer = await Erase(tracker, $$"""{"fact":"{{id}}","ground":"a name in a quotation"}""");
        var again = await Erase(tracker, $$"""{"fact":"{{id}}","ground":"again"}""");
        again.ToJsonString().ShouldBe(answer.ToJsonString());

        var statement = (await tracker.Get($"/api/statements?speaker=RUS.{Name}"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)statement["quote"]!).ShouldBe("[erased]");
        var fact = (await tracker.Get("/api/negotiations/talks-one/history"))["items"]!.AsArray().Single(item => (string?)item!["id"] == id)!;
        ((string)fact["erased"]![0]!["ground"]!).ShouldBe("a name in a quotation");
        (await tracker.Get("/api/audit/erasures"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task the_same_request_is_answered_the_same_and_the_unknown_is_refused()
    {
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
        await Mention(tracker);
        var key = Guid.NewGuid();
        var body = $$"""{"subject":"{{Name}}","ground":"asked to be forgotten"}""";
        var first = await Post(tracker, body, key);
        (await Post(tracker, body, key)).Json["erasures"]!.ToJsonString().ShouldBe(first.Json["erasures"]!.ToJsonString());
        (await Post(tracker, body)).ShouldBe(404, "subject-unknown");
        (await Post(tracker, """{"subject":"RUS.Nobody","ground":"why"}""")).ShouldBe(404, "subject-unknown");
        (await Post(tracker, $$"""{"fact":"{{Guid.NewGuid()}}","ground":"why"}""")).ShouldBe(404, "subject-unknown");
        (await Post(tracker, """{"subject":"RUS.Ushakov","ground":"Ushakov asked"}""")).ShouldBe(422, "malformed");
        (await Post(tracker, """{"ground":"why"}""")).ShouldBe(422, "malformed");
        (await Post(tracker, $$"""{"ground":"why","report":"{{new string('0', 64)}}"}""")).ShouldBe(404, "subject-unknown");
        (await Post(tracker, """{"subject":"RUS.Ushakov","ground":" "}""")).ShouldBe(422, "malformed");

        // Who was erased may be spoken of again, and be erased again.
        await Lines(tracker, $$"""{"command":"RecordStatement","negotiation":"talks-one","id":"s-again","speaker":"RUS.{{Name}}","kind":"Claim","occurred":"2025-08-09"}""");
        await Folder.UntilAsync(async () => (await tracker.Http.GetAsync($"/api/actors/{Name}", Cancellation)).IsSuccessStatusCode, "the view shows the actor again");
        (await Post(tracker, body)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task another_node_forgets_too()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var one = new AuditedTracker(database);
        await using var other = new AuditedTracker(database, one.Keys);
        await Mention(one);
        (await other.Http.GetStringAsync("/api/negotiations/talks-two/history", Cancellation)).ShouldContain(Name);
        await Erase(one, $$"""{"subject":"{{Name}}","words":true,"ground":"asked to be forgotten"}""");
        foreach (var path in Reads)
            Nothing(await other.Http.GetStringAsync(path, Cancellation), path);
    }

    [Fact]
    public async Task an_erasure_that_was_begun_is_finished_at_the_next_start_whatever_keys_are_put_back()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var tracker = new AuditedTracker(database);
        await Mention(tracker);
        var kept = Directory.CreateTempSubdirectory("diplo-kept-keys-").FullName;
        foreach (var file in Directory.GetFiles(tracker.Keys).Where(file => Path.GetFileName(file) != "lock"))
            File.Copy(file, Path.Combine(kept, Path.GetFileName(file)));
        await Erase(tracker, $$"""{"subject":"{{Name}}","words":true,"ground":"asked to be forgotten"}""");

        // As if it had ended before the last certificate was noted, and an old copy of the keys had been put back.
        await tracker.Tamper("update diplo.erasures set certificate = null where negotiation = 'talks-two'");
        await using var restarted = new AuditedTracker(database, kept);
        await Folder.UntilAsync(
            async () => (await restarted.Get("/api/audit/erasures"))["items"]!.AsArray().All(erased => erased!["certificate"] is not null || erased["negotiation"] is null), "every certificate is there");
        foreach (var path in Reads)
            Nothing(await restarted.Http.GetStringAsync(path, Cancellation), path);
        foreach (var file in Directory.GetFiles(kept).Where(file => Path.GetFileName(file) != "lock"))
            Nothing(await File.ReadAllTextAsync(file, Cancellation), file);
    }

    [Fact]
    public async Task a_description_is_erased_even_if_an_older_copy_of_the_names_was_put_back()
    {
        await using var tracker = new AuditedTracker(await postgres.NewDatabaseAsync());
        await Mention(tracker);
        var names = Path.Combine(tracker.Keys, "names");
        var before = await File.ReadAllBytesAsync(names, Cancellation);
        foreach (var name in (string[])["Old", "New"])
        {
            (await tracker.Http.PutAsync("/api/actors/Kellogg", Json($$$"""{"names":{"en":"{{{name}}}"}}"""), Cancellation))
                .IsSuccessStatusCode.ShouldBeTrue();
            ((string?)(await tracker.Get("/api/actors?q=Kellogg"))["items"]![0]!["names"]!["en"]).ShouldBe(name);
            if (name == "Old")
                await File.WriteAllBytesAsync(names, before, Cancellation);
        }
        await Erase(tracker, """{"subject":"Kellogg","ground":"asked to be forgotten"}""");

        (await tracker.Get("/api/actors?q=Kellogg"))["items"]!.AsArray().ShouldBeEmpty();
        (await Folder.AskAsync(tracker.Database, "select count(*) from diplo.mt_doc_actor_descriptions")).ShouldBe(2L);
    }

    private static readonly string[] Reads =
    [
        "/api/negotiations", "/api/negotiations/talks-one", "/api/negotiations/talks-one?explain=true", "/api/negotiations/talks-one/history",
        "/api/negotiations/talks-two/history", "/api/negotiations/talks-two/parked", "/api/audit/negotiations/talks-one/replay", "/api/statements",
        "/api/actors", "/api/meetings", "/api/proposals", "/api/audit/erasures", $"/api/reports/{Report}", "/health/ready", "/metrics",
    ];

    /// <summary>A name wherever one can stand: as speaker, in words, parked, refused, described.</summary>
    private static async Task Mention(AuditedTracker tracker)
    {
        await Lines(tracker,
            """{"command":"OpenNegotiation","negotiation":"talks-one","key":"talks-one","title":"Talks","parties":["USA","RUS"],"occurred":"2025-08-01"}""",
            $$"""{"command":"OpenNegotiation","negotiation":"talks-two","key":"talks-two","title":"Talks with {{InArabic}}","parties":["USA","RUS"],"occurred":"2025-08-01"}""",
            $$"""{"command":"RecordStatement","negotiation":"talks-one","id":"s-named","speaker":"RUS.{{Name}}","kind":"Denial","quote":"said {{Name}}","occurred":"2025-08-07","basis":[{"speaker":"RUS.{{Name}}","via":["TASS"]}]}""",
            """{"command":"RecordStatement","negotiation":"talks-one","id":"s-other","speaker":"RUS.Ushakov","kind":"Claim","quote":"soon","occurred":"2025-08-07"}""",
            $$"""{"command":"ProposeSummit","negotiation":"talks-one","id":"m-summit","by":["USA"],"to":["RUS.{{Name}}"],"occurred":"2025-08-08"}""",
            $$"""{"command":"RecordStatement","negotiation":"talks-two","id":"s-agency","speaker":"{{Name}}","kind":"Claim","occurred":"2025-08-07"}""");
        using var parking = new HttpRequestMessage(HttpMethod.Post, "/api/negotiations/talks-two/answer-proposal")
        {
            Headers = { { "Prefer", "respond-async" } },
            Content = Json($$"""{"id":"p-unknown","by":"RUS.{{Name}}","answer":"AcceptedConditionally","conditions":["{{Name}} is there"]}"""),
        };
        ((int)(await tracker.Http.SendAsync(parking, Cancellation)).StatusCode).ShouldBe(202);
        using var refused = new HttpRequestMessage(HttpMethod.Post, "/api/negotiations/talks-one/confirm-date")
        {
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
            Content = Json($$"""{"meeting":"m-summit","by":"CHN.{{Name}}"}"""),
        };
        (await (await tracker.Http.SendAsync(refused, Cancellation)).Content.ReadAsStringAsync(Cancellation)).ShouldContain(Name);
        (await tracker.Http.PutAsync($"/api/actors/{Name}", Json($$$"""{"names":{"ar":"{{{InArabic}}}"}}"""), Cancellation)).IsSuccessStatusCode.ShouldBeTrue();
        (await tracker.Http.PutAsync("/api/actors/Ushakov", Json("""{"names":{"en":"Yuri Ushakov"}}"""), Cancellation)).IsSuccessStatusCode.ShouldBeTrue();
        (await tracker.Http.PostAsync("/api/reports", Json($$"""{"sha256":"{{Report}}","title":"{{Name}} speaks","url":"https://example.org/{{Name}}"}"""), Cancellation)).IsSuccessStatusCode.ShouldBeTrue();
        await tracker.Settled();
    }

    /// <summary>Reads the feed from the first event to one that holds a word.</summary>
    private static async Task<string> Feed(AuditedTracker tracker, string through)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/feed?after=0");
        using var answer = await tracker.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation));
        var read = new StringBuilder();
        while (!read.ToString().Contains(through, StringComparison.Ordinal))
            read.AppendLine(await lines.ReadLineAsync(Cancellation));
        return read.ToString();
    }

    private async Task<string> Restored(string backup)
    {
        var database = await postgres.NewDatabaseAsync();
        await Dump.Restore(backup, database);
        return database;
    }

    private static async Task Lines(AuditedTracker tracker, params string[] lines)
    {
        var answer = await tracker.Http.PostAsync("/api/commands", new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson"), Cancellation);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain("\"ok\":false");
    }

    private static async Task<JsonNode> Erase(AuditedTracker tracker, string body)
    {
        var answer = await Post(tracker, body);
        answer.Status.ShouldBe(200, answer.Json.ToJsonString());
        return answer.Json;
    }

    private static async Task<Answered> Post(AuditedTracker tracker, string body, Guid? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/audit/erasures") { Content = Json(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key.ToString());
        var answer = await tracker.Http.SendAsync(request, Cancellation);
        return new Answered((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!);
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static void Nothing(string text, string where)
    {
        text.ShouldNotContain(Name, Case.Insensitive, where);
        text.ShouldNotContain(InArabic, Case.Sensitive, where);
        foreach (var encoded in Encodings)
            text.ShouldNotContain(encoded, Case.Sensitive, where);
    }

    /// <summary>The names as bytes in text, as in columns and documents: hexadecimal, and Base64 at each place of three.</summary>
    private static readonly string[] Encodings =
    [
        .. new[] { Name, InArabic }.Select(Encoding.UTF8.GetBytes).SelectMany(name => Enumerable.Range(0, 3)
            .Select(before => Convert.ToBase64String([.. new byte[before], .. name])
                [((before * 8 + 5) / 6)..((before + name.Length) * 8 / 6)])
            .Append(Convert.ToHexStringLower(name))),
    ];

    private sealed record Answered(int Status, JsonNode Json)
    {
        public void ShouldBe(int status, string code) => ((int)Json["status"]!, (string)Json["code"]!).ShouldBe((status, code), Json.ToJsonString());
    }
}
