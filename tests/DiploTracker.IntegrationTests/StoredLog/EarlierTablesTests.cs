using System.Net.Http.Json;
using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.StoredLog;

/// <summary>A database of an earlier version, with tables of its own for descriptions and reports.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EarlierTablesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Report = "00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee";
    private const string Erased = "ff00ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee";

    private const string AsBefore =
        $$"""
        create table diplo.descriptions (key text primary key, commitment bytea not null, box bytea not null);
        insert into diplo.descriptions
        select id, decode(data ->> 'commitment', 'base64'), decode(data ->> 'box', 'base64')
        from diplo.mt_doc_actor_descriptions;
        create table diplo.reports (id text primary key, publisher text, language text, published_at text,
            commitment bytea not null, box bytea not null, key text not null);
        insert into diplo.reports
        select id, data ->> 'publisher', data ->> 'language', data ->> 'publishedAt',
            decode(data ->> 'commitment', 'base64'), decode(data ->> 'box', 'base64'), left(id, 32)
        from diplo.mt_doc_reports;
        insert into diplo.reports values ('{{Erased}}', null, null, null, '', '', left('{{Erased}}', 32));
        create table views.actors (id text primary key, data jsonb not null);
        insert into views.actors values ('Ushakov', '{"id":"Ushakov","names":{"en":"Yuri Ushakov"},"roles":[]}');
        drop table diplo.mt_doc_actor_descriptions, diplo.mt_doc_reports
        """;

    private static readonly object Registered = new
    {
        sha256 = Report,
        title = "Ushakov speaks",
        url = "https://example.org/a",
        publisher = "AFP",
        publishedAt = "2025-08-07T12:00:00+03:00",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task descriptions_and_reports_of_an_earlier_version_are_moved_and_its_tables_dropped()
    {
        var database = await postgres.NewDatabaseAsync();
        using var folder = new Folder("keys");
        string[] paths = ["/api/actors", "/api/actors/Ushakov", "/api/actors/Kellogg", $"/api/reports/{Report}"];
        Dictionary<string, string> answers = [];
        await using (var earlier = new AuditedTracker(database, folder.Path))
        {
            await earlier.Record("talks", 3);
            await Put(earlier, "Ushakov", new { names = new { en = "Yuri Ushakov" } });
            await Put(earlier, "Kellogg", new { wikidata = "Q1", names = new { ar = "كيلوغ" } });
            (await earlier.Http.PostAsJsonAsync("/api/reports", Registered, Cancellation)).IsSuccessStatusCode.ShouldBeTrue();
            await earlier.Settled();
            foreach (var path in paths)
                answers[path] = await earlier.Http.GetStringAsync(path, Cancellation);
        }
        await Folder.AskAsync(database, AsBefore);

        await using var tracker = new AuditedTracker(database, folder.Path);
        foreach (var path in paths)
            (await tracker.Http.GetStringAsync(path, Cancellation)).ShouldBe(answers[path]);
        answers["/api/actors"].ShouldContain("كيلوغ");
        ((string?)(await tracker.Get($"/api/reports/{Erased}"))["title"]).ShouldBe("[erased]");
        (await Folder.AskAsync(database,
            """
            select coalesce(
                to_regclass('diplo.descriptions'), to_regclass('diplo.reports'), to_regclass('views.actors')) is null
            """)).ShouldBe(true);
    }

    private static async Task Put(AuditedTracker tracker, string actor, object description) =>
        (await tracker.Http.PutAsJsonAsync($"/api/actors/{actor}", description, Cancellation)).IsSuccessStatusCode.ShouldBeTrue();
}
