using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using DiploTracker.Projections;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Views;

/// <summary>What dashboards read in plain SQL, as somebody who may read and nothing else.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class DashboardTests(ViewsFixture server)
{
    [Fact]
    public async Task the_examples_of_the_documentation_answer_as_the_reader()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(
            ViewsNode.Opening("n-one"),
            """{"negotiation":"n-one","command":"MakeProposal","id":"p-truce","by":["USA"],"to":["RUS","UKR"],"about":"Ceasefire","occurred":"2025-08-02"}""",
            """{"negotiation":"n-one","command":"AnswerProposal","id":"p-truce","by":"RUS","answer":"NoComment","occurred":"2025-08-03"}""");
        await node.ReadAsync("/api/proposals");
        await node.ReadAsync("/api/activity");

        var examples = Examples().Matches(await File.ReadAllTextAsync(Documentation(), TestContext.Current.CancellationToken));
        examples.Count.ShouldBe(2);
        await using var reader = await ReaderAsync(node.Database);
        (await RowsAsync(reader, examples[0].Groups[1].Value)).ShouldBe(["n-one p-truce RUS", "n-one p-truce UKR"]);
        (await RowsAsync(reader, examples[1].Groups[1].Value.Replace("$__timeFilter(starts)", "starts between '2025-01-01' and '2025-12-31'")))
            .ShouldBe(["RUS–USA 2", "UKR–USA 1"]);
    }

    [Fact]
    public async Task the_reader_sees_the_dashboards_and_nothing_else()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"));
        foreach (var view in new ProjectionCatalogue().All)
            await ViewsNode.EventuallyAsync(() => node.AskAsync<bool>($"select to_regclass('dashboards.{view.Name}') is not null"), view.Name);
        await using var reader = await ReaderAsync(node.Database);
        foreach (var view in new ProjectionCatalogue().All)
            await RowsAsync(reader, $"select '', '', count(*)::text from dashboards.{view.Name}");
        foreach (var forbidden in (string[])
            ["select from mt_events", $"select from {await node.TableAsync("meetings")}", "select from diplo.views",
            "select from diplo.mt_doc_actor_descriptions", "select from diplo.mt_doc_reports", "delete from dashboards.meetings"])
            (await Should.ThrowAsync<PostgresException>(() => RowsAsync(reader, forbidden))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("create temporary table t (i int)")]
    [InlineData("create table public.t (i int)")]
    [InlineData("select from diplo.leases for update")]
    [InlineData("begin; lock table diplo.views in share update exclusive mode")]
    [InlineData("comment on schema diplo is 'mine'")]
    public async Task the_reader_makes_nothing_and_locks_nothing_that_the_tracker_needs(string statement)
    {
        var node = await MarkedAsync();
        await using var reader = await ReaderAsync(node.Database);

        (await Should.ThrowAsync<PostgresException>(() => Folder.AskAsync(reader, statement))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task no_condition_of_the_readers_sees_rows_that_are_marked_above_green()
    {
        var node = await MarkedAsync();
        await node.ExecuteAsync(
            """
            create function public.is_open(said text) returns boolean language plpgsql cost 0.0001 as $$ begin
                if said like 'secret%' then raise exception '%', said; end if;
                return true;
            end $$
            """); // so cheap that it is asked first, wherever it may be
        await using var reader = await ReaderAsync(node.Database);

        (await Folder.AskAsync(reader, "select count(*) from dashboards.statements where public.is_open(quote)")).ShouldBe(1L);
    }

    [Fact]
    public async Task rows_marked_above_green_are_not_shown_and_every_row_says_how_it_is_marked()
    {
        var node = await MarkedAsync();
        await using var reader = await ReaderAsync(node.Database);

        (await Folder.AskAsync(reader, "select string_agg(id || ' ' || marking, ', ' order by id) from dashboards.statements")).ShouldBe("s-open GREEN");
        (await Folder.AskAsync(reader, "select count(*) from dashboards.mentions where negotiation = 'n-marked'")).ShouldBe(0L);
        (await Folder.AskAsync(reader, "show statement_timeout")).ShouldBe("1min");
        (await node.AskAsync<long>($"select count(*) from {await node.TableAsync("statements")}")).ShouldBe(3L);
    }

    /// <summary>One statement that is open, one marked when it was recorded, one marked later.</summary>
    private async Task<ViewsNode> MarkedAsync()
    {
        var node = await server.SharedAsync(
            ViewsNode.Opening("n-marked"),
            """{"negotiation":"n-marked","command":"RecordStatement","id":"s-open","speaker":"USA","kind":"Claim","quote":"the open words","occurred":"2025-08-02"}""",
            """{"negotiation":"n-marked","command":"RecordStatement","id":"s-red","speaker":"RUS","kind":"Claim","quote":"secret one","marking":"RED","occurred":"2025-08-02"}""",
            """{"negotiation":"n-marked","command":"RecordStatement","id":"s-later","speaker":"UKR","kind":"Claim","quote":"secret two","occurred":"2025-08-02"}""",
            """{"negotiation":"n-marked","command":"ChangeDisclosure","ref":"s-later","marking":"AMBER","occurred":"2025-08-03"}""");
        await node.ReadAsync("/api/statements");
        return node;
    }

    [Fact]
    public async Task every_column_is_documented()
    {
        await using var node = await server.StartAsync();
        foreach (var view in new ProjectionCatalogue().All)
            await ViewsNode.EventuallyAsync(() => node.AskAsync<bool>($"select to_regclass('dashboards.{view.Name}') is not null"), view.Name);
        (await node.AskAsync<string[]>(
            """
            select array(select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'dashboards'::regnamespace and a.attnum > 0 and col_description(c.oid, a.attnum) is null)
            """)).ShouldBeEmpty();
    }

    /// <summary>A login of the kind that the documentation says how to make.</summary>
    private static async Task<NpgsqlConnection> ReaderAsync(string database)
    {
        var login = new NpgsqlConnectionStringBuilder(database) { Username = $"grafana_{Guid.NewGuid():N}", Password = "secret", Pooling = false };
        await Folder.AskAsync(database, $"create role {login.Username} login password '{login.Password}' in role diplo_reader");
        var connection = new NpgsqlConnection(login.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>The texts and numbers that tell the rows of the examples apart.</summary>
    private static async Task<List<string>> RowsAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<string> read = [];
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            read.Add(rows.FieldCount == 3
                ? $"{rows.GetValue(1)} {rows.GetValue(2)}"
                : $"{rows.GetValue(0)} {rows.GetValue(1)} {rows["owed_by"]}");
        return read;
    }

    private static string Documentation([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "dashboards.md");

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();
}
