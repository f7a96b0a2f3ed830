using System.Runtime.Versioning;
using DiploTracker.IntegrationTests.Live;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Views;

/// <summary>The engine: it follows, resumes, rebuilds beside, switches, stops and goes on.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FollowerTests(ViewsFixture server)
{
    private static string? _longWay;

    [Fact]
    public async Task a_restarted_tracker_goes_on_where_it_was()
    {
        var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"), ViewAnswerTests.Held("m-one", 1));
        await node.ReadAsync("/api/meetings");
        var builds = await node.AskAsync<long>("select count(*) from diplo.views");
        await node.DisposeAsync();

        await using var next = new ViewsNode(node.Database);
        (await next.GetAsync("/api/meetings")).Ids.ShouldBe(["n-one/m-one"]);
        await next.RecordAsync(ViewAnswerTests.Held("m-two", 2));
        (await next.ReadAsync("/api/meetings")).Ids.ShouldBe(["n-one/m-one", "n-one/m-two"]);
        (await next.AskAsync<long>("select count(*) from diplo.views")).ShouldBe(builds);
    }

    [Fact]
    public async Task of_two_nodes_one_works_and_the_other_takes_over()
    {
        var first = await server.StartAsync();
        await first.RecordAsync(ViewsNode.Opening("n-one"));
        await first.ReadAsync("/api/meetings");
        await using var second = new ViewsNode(first.Database);
        await second.RecordAsync(ViewAnswerTests.Held("m-one", 1));
        (await second.ReadAsync("/api/meetings")).Ids.ShouldBe(["n-one/m-one"]); // the first node saw it by asking
        (await second.AskAsync<bool>("select count(*) > 1 and count(distinct node) = 1 from diplo.leases")).ShouldBeTrue("one works");

        await first.DisposeAsync();
        await second.RecordAsync(ViewAnswerTests.Held("m-two", 2));
        (await second.ReadAsync("/api/meetings")).Ids.ShouldBe(["n-one/m-one", "n-one/m-two"]);
    }

    [Fact]
    public async Task a_follower_whose_connection_is_killed_goes_on()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"));
        await node.ReadAsync("/api/meetings");
        await node.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'DiploTracker background %' and datname = current_database()");
        await node.RecordAsync(ViewAnswerTests.Held("m-one", 1));
        (await node.ReadAsync("/api/meetings")).Ids.ShouldBe(["n-one/m-one"]);
    }

    [Fact]
    public async Task views_of_another_log_are_built_again_and_do_not_wait_for_this_one_to_come_as_far()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"), ViewAnswerTests.Held("m-one", 1), ViewAnswerTests.Held("m-two", 2));
        (await node.ReadAsync("/api/meetings")).Ids.ShouldBe(["n-one/m-one", "n-one/m-two"]);
        await ViewsNode.EventuallyAsync(async () => (await node.HealthAsync()).StartsWith("Healthy", StringComparison.Ordinal), "all views are built");

        // The same position is not the same event.
        await node.ExecuteAsync("update diplo.views set event = gen_random_uuid()");
        await ViewsNode.EventuallyAsync(() => node.AskAsync<bool>("select coalesce(bool_and(position = 3 and build = 2), false) and count(*) = (select count(distinct name) from diplo.views) from diplo.views where state = 'Current'"), "they are built again");
        (await node.GetAsync("/api/meetings")).Ids.ShouldBe(["n-one/m-one", "n-one/m-two"]);

        // An older copy of the log comes back, and the views stay.
        await node.ExecuteAsync(
            """
            begin;
            delete from mt_events where seq_id = 3;
            update mt_streams set version = 2 where id = 'n-one';
            update diplo.log_head set position = 2;
            commit;
            """);
        await ViewsNode.EventuallyAsync(async () => (await node.GetAsync("/api/meetings")) is { Status: 200, Position: 2 }, "the view is built once more");
        (await node.GetAsync("/api/meetings")).Ids.ShouldBe(["n-one/m-one"]);
    }

    [Fact]
    public async Task what_one_view_cannot_take_in_the_others_show()
    {
        await using var plain = await server.StartAsync();
        var (well, ill) = (new Notes("well", 1), new Notes("ill", 1) { CannotTake = "n-two" });
        await using var node = new ViewsNode(plain.Database, well, ill);
        foreach (var key in (string[])["n-one", "n-two", "n-three"])
            await node.RecordAsync(ViewsNode.Opening(key)); // in this order
        await ViewsNode.EventuallyAsync(() => node.AskAsync<bool>(
            "select count(*) = 2 and (select array_agg(view || negotiation) = '{illn-two}' from diplo.set_aside) from diplo.views where name in ('well', 'ill') and position = 3 and state = 'Current'"),
            "both go on");
        (await node.AskAsync<string>("select string_agg(negotiation, ',' order by negotiation) from dashboards.ill")).ShouldBe("n-one,n-three");
        ill.CannotTake = null;
        await SetAsideTests.RetryAsync(node, "ill");
        (await node.AskAsync<long>("select count(*) from dashboards.ill")).ShouldBe(3);
    }

    [Fact]
    public async Task a_frozen_view_is_told_from_one_that_catches_up()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"));
        await node.ReadAsync("/api/meetings");
        await using var holding = NpgsqlDataSource.Create(node.Database);
        await WhileHeld("select from diplo.views for update", position: 2, "meetings is frozen: it stands at position 1");
        // As a node locks it that takes it a long way.
        await WhileHeld($"lock table {await node.TableAsync("meetings")} in share row exclusive mode", position: 3, "meetings is catching up: it stands at position 2");
        await ViewsNode.EventuallyAsync(async () => (await node.HealthAsync()).StartsWith("Healthy", StringComparison.Ordinal), "health is well again");

        async Task WhileHeld(string sql, int position, string expected)
        {
            await using var connection = await holding.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var hold = new NpgsqlCommand(sql, connection, transaction))
                await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await node.RecordAsync(ViewAnswerTests.Held($"m-{position}", 1));
            await node.ExecuteAsync($"update mt_events set timestamp = timestamp - interval '1 minute' where seq_id = {position}");
            (await node.HealthAsync()).ShouldContain(expected);
            await transaction.RollbackAsync(TestContext.Current.CancellationToken);
            (await node.ReadAsync("/api/meetings")).Lag.ShouldBe(0);
        }
    }

    [Fact]
    public async Task a_changed_view_is_built_beside_the_old_one_and_switched_at_once()
    {
        var old = await server.StartAsync();
        await old.RecordAsync(ViewsNode.Opening("n-one", "One"), ViewsNode.Opening("n-two", "Two"));
        await old.DisposeAsync();
        var first = new ViewsNode(old.Database, new Notes("notes", 1));
        await ViewsNode.EventuallyAsync(() => first.AskAsync<bool>("select exists (select from diplo.views where name = 'notes' and state = 'Current')"), "built");
        (await first.AskAsync<string>("select text from dashboards.notes where negotiation = 'n-one'")).ShouldBe("One");

        // While both run each keeps its own; the dashboards see the new one.
        var changed = new Notes("notes", 2) { Shouts = true, CannotTake = "n-two" };
        await using var second = new ViewsNode(old.Database, changed);
        await ViewsNode.EventuallyAsync(() => second.AskAsync<bool>("select exists (select from diplo.views where name = 'notes' and version / 100000 = 2 and position = 2)"), "built");
        (await second.HealthAsync()).ShouldContain("notes (build 2, not read yet) leaves out 1 negotiation");
        (await second.AskAsync<string>("select string_agg(text, ',' order by text) from dashboards.notes")).ShouldBe("One,Two");
        changed.CannotTake = null;
        await SetAsideTests.RetryAsync(second, "notes");
        List<string> seen = [];
        await ViewsNode.EventuallyAsync(async () =>
        {
            seen.Add(await second.AskAsync<string>("select string_agg(text, ',' order by text) from dashboards.notes"));
            return seen[^1] == "ONE,TWO";
        }, "switched");
        seen.Distinct().ShouldBeSubsetOf(["One,Two", "ONE,TWO"]); // never nothing, never some of each
        (await second.AskAsync<string>("select string_agg(text, ',' order by text) from dashboards.notes")).ShouldBe("ONE,TWO");
        (await second.AskAsync<string>("select compared from diplo.views where name = 'notes' and version / 100000 = 2")).ShouldStartWith("2 of 2 rows differ");

        await first.DisposeAsync();
        await ViewsNode.EventuallyAsync(() => second.AskAsync<bool>("select count(*) = 1 from diplo.views where name = 'notes'"), "the old one is dropped");
        (await second.AskAsync<bool>("select to_regclass('views.notes_1_1') is null")).ShouldBeTrue();
    }

    [Fact]
    public async Task a_rebuild_puts_right_what_is_wrong_and_readers_never_miss_a_row()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync([ViewsNode.Opening("n-one"), .. Enumerable.Range(1, 9).Select(day => ViewAnswerTests.Held($"m-{day}", day))]);
        await node.ReadAsync("/api/meetings");
        (await node.CommandAsync(ViewsAction.compare, "meetings")).ShouldSatisfyAllConditions(
            compared => compared.Done.ShouldBeTrue(compared.Output), compared => compared.Output.ShouldContain("all 9 rows agree"));
        await node.ExecuteAsync($"update {await node.TableAsync("meetings")} set status = 'Lapsed' where id = 'm-3'");
        (await node.CommandAsync(ViewsAction.compare, "meetings")).ShouldSatisfyAllConditions(
            compared => compared.Done.ShouldBeFalse(), compared => compared.Output.ShouldContain("1 of 9 rows differ: n-one/m-3"));

        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            List<int> counts = [];
            while (!stop.IsCancellationRequested)
                counts.Add((await node.GetAsync("/api/meetings")).Items.Count);
            return counts;
        }, TestContext.Current.CancellationToken);
        var rebuilt = await node.CommandAsync(ViewsAction.rebuild, "meetings");
        await stop.CancelAsync();
        rebuilt.Done.ShouldBeTrue(rebuilt.Output);
        (await reading).ShouldAllBe(count => count == 9);
        (await node.CommandAsync(ViewsAction.compare, "meetings")).Done.ShouldBeTrue();
        (await node.CommandAsync(ViewsAction.rebuild, "nothing")).Output.ShouldContain("There is no view 'nothing'");
    }

    [Fact]
    public async Task a_step_writes_the_rows_that_changed_and_no_others()
    {
        await using var tracker = await server.StartAsync();
        await tracker.RecordAsync(
            ViewsNode.Opening("n-one", "One"),
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-one","speaker":"USA","kind":"Announcement","occurred":"2025-08-01"}""",
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-two","speaker":"USA","kind":"Announcement","occurred":"2025-08-02"}""");
        await tracker.ReadAsync("/api/statements");
        var (one, two) = (await Written("s-one"), await Written("s-two"));

        await tracker.RecordAsync(
            """{"negotiation":"n-one","command":"RecordStatement","id":"s-three","speaker":"USA","kind":"Announcement","occurred":"2025-08-03"}""",
            """{"negotiation":"n-one","command":"ChangeDisclosure","ref":"s-two","marking":"AMBER","occurred":"2025-08-03"}""");
        await tracker.ReadAsync("/api/statements");
        (await Written("s-one")).ShouldBe(one);
        (await Written("s-two")).ShouldNotBe(two);
        (await Written("s-three")).ShouldNotBeEmpty();

        async Task<string> Written(string id) => await tracker.AskAsync<string>($"select xmin || ' ' || xmax || ' ' || ctid || ' ' || marking from {await Table()} where id = '{id}'");

        Task<string> Table() => tracker.AskAsync<string>("select 'views.' || name || '_' || version || '_' || build from diplo.views where name = 'statements' and state = 'Current'");
    }

    [Fact]
    public async Task a_long_way_is_gone_stream_by_stream_and_ends_the_same()
    {
        await using var node = new ViewsNode(await ALongWayAsync());
        var rebuilt = await node.CommandAsync(ViewsAction.rebuild, "meetings");
        rebuilt.Output.ShouldContain("all 5400 rows agree");

        // Far behind, but not at the beginning.
        await node.ExecuteAsync($"delete from {await node.TableAsync("meetings")} where id = 'm-9'; update diplo.views set position = 900 where name = 'meetings'");
        await node.RecordAsync(ViewsNode.Opening("n-last"));
        await ViewsNode.EventuallyAsync(() => node.AskAsync<bool>("select position = 6001 from diplo.views where name = 'meetings'"), "caught up");
        (await node.CommandAsync(ViewsAction.compare, "meetings")).Output.ShouldContain("all 5400 rows agree");
    }

    [Fact]
    public async Task a_rebuild_survives_that_the_tracker_is_killed()
    {
        const string Building = "select count(*) = 1 from diplo.views where name = 'meetings' and state = 'Building' and position = 0";
        var database = await ALongWayAsync();
        await using var sql = NpgsqlDataSource.Create(database);
        var table = await Folder.AskAsync(database, "select format('views.%s_%s_%s', name, version, build) from diplo.views where name = 'meetings'");

        // While this lock is held nobody gets to the end of a rebuild.
        await Folder.AskAsync(database,
            """
            create function wait() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(4711); return new; end $$;
            create trigger wait before update on diplo.views for each row when (old.state = 'Building') execute function wait();
            """);
        await using var tracker = await RunningTracker.StartAsync(database);
        await using (var held = await sql.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using (var hold = new NpgsqlCommand("select pg_advisory_lock(4711)", held))
                await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await ProjectionBuilds.Create(held, new MeetingCalendar.MeetingProjection(), lease: null, TestContext.Current.CancellationToken); // as the command "views rebuild" asks for it
            await ViewsNode.EventuallyAsync(() => Ask("select exists (select from pg_locks where locktype = 'advisory' and objid = 4711 and not granted)"), "the rebuild is on its way");
            await tracker.EndAsync("KILL");
            await using (var release = new NpgsqlCommand("select pg_advisory_unlock(4711)", held))
                await release.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        (await Ask(Building)).ShouldBeTrue();
        (await Ask($"select count(*) = 5400 from {table}")).ShouldBeTrue();

        await tracker.StartAsync();
        await ViewsNode.EventuallyAsync(() => Ask("select array_agg(state || build) = '{Current2}' from diplo.views where name = 'meetings'"), "the rebuild has gone on");
        await using var other = new ViewsNode(database);
        (await other.CommandAsync(ViewsAction.compare, "meetings")).Output.ShouldContain("all 5400 rows agree");

        async Task<bool> Ask(string question)
        {
            await using var ask = sql.CreateCommand(question);
            return (bool)(await ask.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }
    }

    /// <summary>A database of its own of a log further than views go step by step, which is recorded once.</summary>
    private async Task<string> ALongWayAsync() => await server.CopyAsync(_longWay ??= await RecordALongWayAsync());

    /// <summary>600 negotiations with nine meetings each.</summary>
    private async Task<string> RecordALongWayAsync()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync([
            .. Enumerable.Range(0, 600).Select(number => ViewsNode.Opening($"n-{number}")),
            .. Enumerable.Range(1, 9).SelectMany(day => Enumerable.Range(0, 600).Select(number => ViewAnswerTests.Held($"m-{day}", day, $"n-{number}"))),
        ]);
        await ViewsNode.EventuallyAsync(
            () => node.AskAsync<bool>("select exists (select from diplo.views where name = 'meetings' and state = 'Current' and position = 6000)"), "the meetings are shown");
        return node.Database;
    }

    [Fact]
    public async Task what_is_stored_otherwise_and_shown_alike_agrees()
    {
        var old = await server.StartAsync();
        await old.RecordAsync(ViewsNode.Opening("n-one", "One"), ViewsNode.Opening("n-two", "Two"));
        await old.DisposeAsync();
        var first = new ViewsNode(old.Database, new Notes("notes", 1));
        await ViewsNode.EventuallyAsync(() => first.AskAsync<bool>("select exists (select from diplo.views where name = 'notes' and state = 'Current')"), "built");
        await first.DisposeAsync();
        await using var second = new ViewsNode(old.Database, new Notes("notes", 2) { Key = "n", AsShown = "t.id || 'ote'" });
        await ViewsNode.EventuallyAsync(() => second.AskAsync<bool>("select exists (select from diplo.views where name = 'notes' and version / 100000 = 2 and state = 'Current')"), "switched");
        (await second.AskAsync<string>("select compared from diplo.views where name = 'notes' and version / 100000 = 2")).ShouldBe("all 2 rows agree");
        (await second.AskAsync<string>("select string_agg(id || ' ' || text, ',' order by text) from dashboards.notes")).ShouldBe("note One,note Two");
    }

    /// <summary>A view for these tests: one row a negotiation.</summary>
    private sealed class Notes(string name, int revision) : Projection<Note>
    {
        public string Key { get; init; } = "note";

        public string AsShown { get; init; } = "t.id";

        internal override string ShownId => AsShown;

        public override string Name => name;

        public override int Revision => revision;

        public override string Meaning => "A note.";

        public bool Shouts { get; init; }

        public volatile string? CannotTake;

        protected override IReadOnlyList<Column<Note>> Flat => [Column<Note>.Text("text", row => row.Text, "It's a text.")];

        protected override IEnumerable<Note> Project(string negotiation, FactIndex course) => negotiation == CannotTake
            ? throw new InvalidOperationException("It cannot be.")
            : [new Note(negotiation, Key, Shouts ? course.Head.Title.ToUpperInvariant() : course.Head.Title)];
    }

    private sealed record Note(string Negotiation, string Id, string Text) : IProjectionRow;
}
