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

    private async Task<string[]> AllAsync(string path, string query, string id)
    {
        List<string> keys = [];
        string? next = null;
        do
        {
            var page = await tracker.Api.GetAsync($"{path}?{query}&after={next}");
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
        var one = await tracker.Api.OpenAsync(title: $"مفاوضات {mark} 100% _a_");
        var two = await tracker.Api.OpenAsync(title: $"Talks {mark.ToUpperInvariant()} 100x xax");
        await tracker.Api.DoneAsync(two, "enter-phase", """{"phase":"Agreement"}""");
        await tracker.Api.DoneAsync(two, "remove-party", """{"party":"UKR"}""");

        (await KeysAsync($"q={mark}")).ShouldBe([one, two], ignoreOrder: true);
        (await KeysAsync($"q={Uri.EscapeDataString($"مفاوضات {mark}")}")).ShouldBe([one]);
        (await KeysAsync($"q={Uri.EscapeDataString($"{mark} 100% _")}")).ShouldBe([one]);
        (await KeysAsync($"q={mark}&phase=Agreement")).ShouldBe([two]);
        (await KeysAsync($"q={mark}&party=UKR")).ShouldBe([one]);
        (await tracker.Api.GetAsync("/api/negotiations?phase=Peace")).ShouldBeProblem(422, "phase-unknown");
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
    public async Task the_same_report_sent_twice_at_once_is_one_report()
    {
        var body = $$"""{"text":"{{Guid.NewGuid()}}"}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => tracker.Api.PostAsync("/api/reports", body)));
        answers.Count(answer => answer.Status == 201).ShouldBe(1, string.Join(' ', answers.Select(answer => answer.Status)));
        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 201);
    }
}
