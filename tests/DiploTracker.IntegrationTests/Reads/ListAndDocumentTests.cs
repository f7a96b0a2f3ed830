using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Reads;

/// <summary>The list of negotiations, actors and reports.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ListAndDocumentTests(TrackerFixture tracker)
{
    private Task<string[]> KeysAsync(string query) => AllAsync("/api/negotiations", query, "key");

    private Task<string[]> SlugsAsync(string query) => AllAsync("/api/actors", query, "id");

    /// <summary>The ids on all pages, once the list includes everything recorded so far.</summary>
    private async Task<string[]> AllAsync(string path, string query, string id)
    {
        var recorded = (await tracker.Api.StatusAsync(await tracker.Api.OpenAsync())).Headers["X-Position"];
        List<string> keys = [];
        string? next = null;
        do
        {
            var page = await tracker.Api.GetAsync(
                $"{path}?{query}&after={next}", ("X-Min-Position", recorded), ("Prefer", "wait=20"));
            page.Status.ShouldBe(200, page.Text);
            keys.AddRange(page["items"]!.AsArray().Select(item => (string)item![id]!));
            next = (string?)page["next"];
        }
        while (next is not null);
        return [.. keys];
    }

    [Fact]
    public async Task it_is_filtered_by_words_party_and_phase()
    {
        var mark = Guid.NewGuid().ToString("N")[..12];
        var one = await tracker.Api.OpenAsync(title: $"قمة أَلاسكا {mark} 100%");
        var two = await tracker.Api.OpenAsync(title: $"Talks in Türkiye {mark.ToUpperInvariant()} 200x");
        await tracker.Api.DoneAsync(two, "enter-phase", """{"phase":"Agreement"}""");
        await tracker.Api.DoneAsync(two, "remove-party", """{"party":"UKR"}""");

        (await KeysAsync($"q={mark}")).ShouldBe([one, two], ignoreOrder: true);
        (await KeysAsync($"q={Uri.EscapeDataString($"الاسكا {mark}")}")).ShouldBe([one]);
        (await KeysAsync($"q=turkiye+{mark}")).ShouldBe([two]);
        (await KeysAsync($"q={mark}+200")).ShouldBe([two]);
        (await KeysAsync($"q={mark}&phase=Agreement")).ShouldBe([two]);
        (await KeysAsync($"q={mark}&phase=Agreement,Negotiation")).ShouldBe([one, two], ignoreOrder: true);
        (await KeysAsync($"q={mark}&party=UKR")).ShouldBe([one]);
        (await KeysAsync($"q={mark}&party=UKR,RUS")).ShouldBe([one]);
        (await tracker.Api.GetAsync("/api/negotiations?phase=Peace")).ShouldBeProblem(422, "phase-unknown");
    }

    [Fact]
    public async Task a_line_has_the_version_and_the_time_of_the_latest_fact()
    {
        var key = await tracker.Api.OpenAsync(title: "Settlement");
        await tracker.Api.DoneAsync(key, "add-party", """{"party":"TUR","role":"Host"}""");
        await tracker.Api.DoneAsync(key, "remove-party", """{"party":"UKR"}""");
        (await KeysAsync($"q={key}")).ShouldBe([key]);

        var line = (await tracker.Api.GetAsync($"/api/negotiations?q={key}"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        var latest = (await tracker.Api.GetAsync($"/api/negotiations/{key}/history"))["items"]!.AsArray()
            .Select(item => (string)item!["recordedAt"]!).Max(StringComparer.Ordinal);
        line.ToJsonString().ShouldBe(
            $$"""{"key":"{{key}}","title":"Settlement","subject":null,"phase":"Negotiation","version":3,"recordedAt":"{{latest}}","parties":[{"code":"USA","role":"Mediator","left":false,"succeeds":[],"memberOf":null},{"code":"RUS","role":"Principal","left":false,"succeeds":[],"memberOf":null},{"code":"UKR","role":"Principal","left":true,"succeeds":[],"memberOf":null},{"code":"TUR","role":"Host","left":false,"succeeds":[],"memberOf":null}]}""");
    }

    [Theory]
    [InlineData("first", "firs", true)]
    [InlineData("first", "irst", false)]
    [InlineData("first-2025", "2025", true)]
    public async Task words_of_a_key_are_found_as_they_begin(string key, string words, bool isFound)
    {
        var mark = Guid.NewGuid().ToString("N")[..12];
        await tracker.Api.OpenAsync($"{mark}-{key}");
        (await KeysAsync($"q={mark}+{words}")).Length.ShouldBe(isFound ? 1 : 0);
    }

    [Fact]
    public async Task pages_follow_one_another_by_key_whatever_the_order_of_the_database()
    {
        var mark = Guid.NewGuid().ToString("N")[..12];
        string[] keys = [.. new[] { "a-z", "a0", "aa", "a-", "ab-c", "abb" }.Select(end => $"{mark}{end}")];
        foreach (var key in keys)
            await tracker.Api.OpenAsync(key);
        (await KeysAsync($"q={mark}&limit=1")).ShouldBe(keys.Order(StringComparer.Ordinal));
        var line = (await tracker.Api.GetAsync($"/api/negotiations?q={mark}&limit=2"));
        line["items"]!.AsArray().Count.ShouldBe(2);
        line.Headers.ContainsKey("X-Position").ShouldBeTrue();
    }

    [Fact]
    public async Task the_table_of_earlier_versions_is_dropped_and_the_list_is_built_from_the_log()
    {
        var database = await tracker.NewDatabaseAsync();
        string key;
        await using (var first = new TrackerNode(database))
        {
            key = await first.Api.OpenAsync();
            (await first.Api.GetAsync("/api/negotiations")).Status.ShouldBe(200); // the projection has a table
        }
        var table = await Folder.AskAsync(database, "select format('views.%s_%s_%s', name, version, build) from diplo.views where name = 'negotiations'");
        await Folder.AskAsync(database,
            $$"""
            drop table {{table}} cascade; delete from diplo.views where name = 'negotiations';
            create table views.negotiations (key text primary key, title text not null, subject text, phase text not null, parties jsonb not null, opens timestamptz);
            insert into views.negotiations values ('gone', 'Of an earlier version', null, 'Negotiation', '[]', null)
            """);

        await using var node = new TrackerNode(database);
        (await Folder.AskAsync(database, "select to_regclass('views.negotiations') is null")).ShouldBe(true);
        var list = await node.Api.GetAsync("/api/negotiations", ("X-Min-Position", "1"), ("Prefer", "wait=20"));
        list["items"]!.AsArray().Select(line => (string?)line!["key"]).ShouldBe([key]);
    }

    [Fact]
    public async Task an_actor_comes_into_being_at_first_mention_and_can_be_described()
    {
        var name = $"Envoy{Guid.NewGuid():N}"[..20];
        (await tracker.Api.GetAsync($"/api/actors/{name}")).ShouldBeProblem(404, "actor-unknown");
        var key = await tracker.Api.OpenAsync();
        await tracker.Api.DoneAsync(key, "record-statement", $$"""{"id":"s-1","speaker":"RUS.{{name}}","kind":"Claim"}""");
        await Folder.UntilAsync(async () => (await tracker.Api.GetAsync($"/api/actors/{name}")).Status == 200, "the view shows the actor");

        const string described = """{"names":{"ar":"مبعوث"},"wikidata":"Q1","roles":[{"title":"Envoy","party":"RUS","when":"2025-01-20/.."}]}""";
        (await tracker.Api.PutAsync($"/api/actors/{name}", described)).Status.ShouldBe(200);
        await tracker.Api.DoneAsync(key, "record-statement", $$"""{"id":"s-2","speaker":"RUS.{{name}}","kind":"Claim"}""");
        var actor = await tracker.Api.GetAsync($"/api/actors/{name}");
        actor.Text.ShouldContain("مبعوث");
        ((string?)actor["roles"]![0]!["when"]).ShouldBe("2025-01-20/..");
        (await tracker.Api.GetAsync($"/api/actors?q={Uri.EscapeDataString(name.ToLowerInvariant())}"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task actors_are_found_by_slug_or_name_whether_mentioned_or_described_or_both()
    {
        var mark = $"{Guid.NewGuid():N}"[..12];
        string[] slugs = [.. new[] { "Both", "Described", "Mentioned" }.Select(way => $"{mark}{way}")];
        var key = await tracker.Api.OpenAsync();
        foreach (var slug in (string[])[slugs[0], slugs[2]])
            await tracker.Api.DoneAsync(
                key, "record-statement", $$"""{"id":"s-{{slug.ToLowerInvariant()}}","speaker":"RUS.{{slug}}","kind":"Claim"}""");
        var named = $$$"""{"names":{"fr":"Émissaire {{{mark}}}","ar":"مَبعوث {{{mark}}}"}}""";
        foreach (var slug in slugs[..2])
            (await tracker.Api.PutAsync($"/api/actors/{slug}", named)).Status.ShouldBe(200);
        await Folder.UntilAsync(
            async () => (await tracker.Api.GetAsync($"/api/actors/{slugs[2]}")).Status == 200, "the view has come so far");

        (await SlugsAsync($"q={mark}&limit=1")).ShouldBe(slugs);
        (await SlugsAsync($"q={mark.ToUpperInvariant()}&limit=2")).ShouldBe(slugs);
        (await SlugsAsync($"q={Uri.EscapeDataString($"emissaire {mark}")}")).ShouldBe(slugs[..2]);
        (await SlugsAsync($"q={Uri.EscapeDataString($"مبعوث {mark}")}&limit=1")).ShouldBe(slugs[..2]);
        (await SlugsAsync("limit=100")).Intersect(slugs).ShouldBe(slugs);
        (await SlugsAsync($"q={mark}nobody")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"nmaes":{}}""", "malformed")]
    [InlineData("""{"names":{"en":null}}""", "malformed")]
    [InlineData("""{"names":{"e\u0000n":"x"}}""", "malformed")]
    [InlineData("""{"names":{"en":7}}""", "malformed")]
    [InlineData("""{"roles":[null]}""", "malformed")]
    [InlineData("""{"roles":[{"title":"x","when":"2025-13"}]}""", "edtf-invalid")]
    public async Task a_description_that_cannot_be_read_says_so(string body, string code) =>
        (await tracker.Api.PutAsync("/api/actors/Somebody", body)).ShouldBeProblem(422, code);

    [Fact]
    public async Task a_report_is_registered_once_under_the_hash_of_its_text()
    {
        var text = $"قال أوشاكوف {Guid.NewGuid()}";
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var body = $$"""{"text":"{{text}}","publisher":"AFP","language":"ar","publishedAt":"2025-08-07T12:00:00+03:00"}""";
        var first = await tracker.Api.PostAsync("/api/reports", body);
        first.Status.ShouldBe(201, first.Text);
        first.Headers["Location"].ShouldBe($"/api/reports/{sha256}");
        ((string?)first["id"]).ShouldBe(sha256);
        first.Text.ShouldNotContain("أوشاكوف");
        var again = await tracker.Api.PostAsync("/api/reports", body);
        (again.Status, again.Text).ShouldBe((200, first.Text));
        (await tracker.Api.GetAsync($"/api/reports/{sha256.ToUpperInvariant()}")).Text.ShouldBe(first.Text);
        (await tracker.Api.PostAsync("/api/reports", $$"""{"text":"another","sha256":"{{sha256}}"}""")).ShouldBeProblem(422, "malformed").ShouldSay("`sha256`");
        (await tracker.Api.PostAsync("/api/reports", """{"sha256":"abc"}""")).ShouldBeProblem(422, "malformed");
        (await tracker.Api.PostAsync("/api/reports", "{}")).ShouldBeProblem(422, "malformed");
    }

    [Fact]
    public async Task what_was_not_known_of_a_report_is_kept_when_it_comes_later()
    {
        var text = $"Kremlin agrees {Guid.NewGuid():N}";
        var first = await tracker.Api.PostAsync("/api/reports", $$"""{"text":"{{text}}","publisher":"AFP"}""");
        var sha256 = (string)first["id"]!;
        var second = await tracker.Api.PostAsync("/api/reports",
            $$"""{"sha256":"{{sha256}}","title":"A summit","url":"https://example.org/1","publisher":"Reuters","language":"en"}""");
        second.Status.ShouldBe(200, second.Text);
        foreach (var report in new[] { second, await tracker.Api.GetAsync($"/api/reports/{sha256}") })
            ((string?)report["title"], (string?)report["url"], (string?)report["publisher"], (string?)report["language"])
                .ShouldBe(("A summit", "https://example.org/1", "AFP", "en"));
        (await tracker.Api.PostAsync("/api/reports", $$"""{"text":"{{text}}","title":"Another title"}"""))["title"]!.ToString().ShouldBe("A summit");
    }

    [Fact]
    public async Task the_same_report_sent_twice_at_once_is_one_report()
    {
        var body = $$"""{"text":"{{Guid.NewGuid()}}"}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => tracker.Api.PostAsync("/api/reports", body)));
        answers.Count(answer => answer.Status == 201).ShouldBe(1, string.Join(' ', answers.Select(answer => answer.Status)));
        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 201);
    }
}
