using System.Runtime.Versioning;
using DiploTracker.Audit;
using DiploTracker.Database;
using DiploTracker.IntegrationTests.Live;
using DiploTracker.IntegrationTests.Views;
using DiploTracker.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Nodes;

/// <summary>What one node does for all is done by another when that one is frozen, and by no two at once.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LeaseTests(ViewsFixture server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_frozen_node_loses_its_work_in_the_middle_of_a_transaction_and_cannot_go_on_with_it_when_it_wakes()
    {
        var database = await server.NewDatabaseAsync();
        await using var frozen = await RunningTracker.StartAsync(database);
        await Folder.UntilAsync(async () => await Folder.AskAsync(database, "select count(*) > 0 and bool_and(state = 'Current') from diplo.views") is true, "it has built the views");
        await using var node = new ViewsNode(database);
        await node.RecordAsync(ViewsNode.Opening("n-one"));
        await SealedAsync(node, 1);

        // It stops between two statements of a sealing, which has written rows that whoever seals next must write too.
        await using var sql = NpgsqlDataSource.Create(database);
        await using var holding = await sql.OpenConnectionAsync(Cancellation);
        await ExecuteAsync(holding,
            """
            create function wait() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(4711); return new; end $$;
            create trigger wait after insert or update on diplo.tree_tiles for each row execute function wait();
            select pg_advisory_lock(4711);
            """);
        await node.RecordAsync(ViewAnswerTests.Held("m-one", 1));
        await Folder.UntilAsync(() => node.AskAsync<bool>("select exists (select from pg_locks where locktype = 'advisory' and objid = 4711 and not granted)"), "it is sealing");
        await frozen.SignalAsync("STOP");
        await ExecuteAsync(holding, "select pg_advisory_unlock(4711)");

        await node.RecordAsync(ViewAnswerTests.Held("m-two", 2));
        (await node.ReadAsync("/api/meetings")).Ids.ShouldBe(["n-one/m-one", "n-one/m-two"]);
        await SealedAsync(node, 3);
        (await HealthAsync(node, "work")).ShouldContain("(this node): sealing since");
        (await HealthAsync(node, "audit")).ShouldContain("sealed up to position 3 of 3, by ");
        var checkpoints = await node.AskAsync<long>("select count(*) from diplo.checkpoints");

        await frozen.SignalAsync("CONT");
        using var http = new HttpClient { BaseAddress = frozen.Address };
        (await http.GetStringAsync("/health/ready", Cancellation)).ShouldNotContain("(this node)", Case.Sensitive, "it answers again, and has nothing to do");
        await node.RecordAsync(ViewAnswerTests.Held("m-three", 3));
        (await node.ReadAsync("/api/meetings")).Ids.Count.ShouldBe(3);
        await SealedAsync(node, 4);
        (await node.AskAsync<long>("select count(*) from diplo.checkpoints")).ShouldBe(checkpoints + 1);
        (await node.GetAsync("/api/audit/verify")).Body["valid"]!.GetValue<bool>().ShouldBeTrue();
        (await node.CommandAsync(DiploTracker.Projections.ViewsAction.compare, "meetings")).Output.ShouldContain("all 3 rows agree");
        (await node.AskAsync<bool>("select bool_and(node = (select node from diplo.leases where name = 'sealing')) from diplo.leases")).ShouldBeTrue();
    }

    [Fact]
    public async Task the_lock_that_a_frozen_node_left_on_the_head_of_the_log_is_ended()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"));
        var dead = Guid.NewGuid();
        var name = new NpgsqlConnectionStringBuilder(node.Database) { ApplicationName = $"DiploTracker appends {dead:N}", Pooling = false }.ConnectionString;
        await using var append = new NpgsqlConnection(name);
        await append.OpenAsync(Cancellation);
        await ExecuteAsync(append, "begin; select from diplo.log_head for update"); // as when an append reached the database only in part
        await node.ExecuteAsync($"insert into diplo.nodes (id, name, term, expires_at) values ('{dead}', 'frozen', '2.5 s', clock_timestamp())");
        await node.RecordAsync(ViewsNode.Opening("n-two"));
    }

    [Fact]
    public async Task a_lease_of_a_node_that_is_gone_ends_also_when_the_clock_of_the_database_stepped_back()
    {
        var before = await server.StartAsync();
        await before.RecordAsync(ViewsNode.Opening("n-one"));
        await before.ReadAsync("/api/meetings");
        await SealedAsync(before, 1);
        await before.DisposeAsync();
        var gone = Guid.NewGuid();
        await Folder.AskAsync(before.Database,
            $"""
            insert into diplo.nodes (id, name, term, expires_at) values ('{gone}', 'gone', '2.5 s', clock_timestamp() + interval '1 hour');
            update diplo.leases set node = '{gone}'; select 1
            """);
        await using var node = new ViewsNode(before.Database);
        await node.RecordAsync(ViewAnswerTests.Held("m-one", 1));
        (await node.ReadAsync("/api/meetings")).Ids.ShouldBe(["n-one/m-one"]);
    }

    [Fact]
    public async Task a_lease_that_has_changed_hands_proves_nothing_even_when_it_came_back()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"));
        await SealedAsync(node, 1);
        var lease = node.Services.GetRequiredService<Leases>().On(Sealer.Work).ShouldNotBeNull();
        await using var connection = await node.Services.GetRequiredService<BackgroundDatabase>().Source.OpenConnectionAsync(Cancellation);
        await lease.Prove(connection);
        var other = Guid.NewGuid();
        await node.ExecuteAsync(
            $"""
            select diplo.leave('{lease.Node.Id}', array['sealing']);
            select diplo.beat('{other}', 'other', '2.5 s', array['sealing']);
            select diplo.leave('{other}', null);
            """);
        await Folder.UntilAsync(
            () => node.AskAsync<bool>($"select coalesce((select node = '{lease.Node.Id}' from diplo.leases where name = 'sealing'), false)"), "it has it again");
        await Should.ThrowAsync<LeaseLostException>(() => lease.Prove(connection));
        await node.RecordAsync(ViewsNode.Opening("n-two"));
        await SealedAsync(node, 2);
    }

    [Fact]
    public async Task what_a_node_is_writing_when_another_takes_its_work_over_is_not_kept()
    {
        await using var node = await server.StartAsync();
        await node.RecordAsync(ViewsNode.Opening("n-one"));
        await node.ReadAsync("/api/meetings");
        await SealedAsync(node, 1);

        await using var holding = new NpgsqlConnection(node.Database);
        await holding.OpenAsync(Cancellation);
        await ExecuteAsync(holding,
            $"""
            create function wait() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(4711); return new; end $$;
            create trigger wait after insert or update on diplo.tree_tiles for each row execute function wait();
            create trigger wait after insert or update on {await node.TableAsync("meetings")} for each row execute function wait();
            select pg_advisory_lock(4711);
            """);
        await node.RecordAsync(ViewAnswerTests.Held("m-one", 1));
        await Folder.UntilAsync(() => node.AskAsync<bool>(
            """
            select count(*) = 2 from pg_locks where locktype = 'advisory' and objid = 4711 and not granted
              and database = (select oid from pg_database where datname = current_database())
            """), "both the sealer and the views are in the middle of a transaction");
        var other = Guid.NewGuid();
        await node.ExecuteAsync(
            $"""
            insert into diplo.nodes (id, name, term, expires_at) values ('{other}', 'other', '1 hour', clock_timestamp() + interval '59 minutes');
            update diplo.leases set node = '{other}', token = token + 1;
            """);
        const string kept = "select concat_ws(' ', size, (select count(*) from diplo.checkpoints), (select position from diplo.views where name = 'meetings')) from diplo.tree";
        var before = await node.AskAsync<string>(kept);
        await ExecuteAsync(holding, "select pg_advisory_unlock(4711)");
        await Folder.UntilAsync(() => node.AskAsync<bool>(
            """
            select not exists (select from pg_stat_activity
                where datname = current_database() and application_name like 'DiploTracker background %' and xact_start is not null)
            """), "the transactions have ended");
        (await node.AskAsync<string>(kept)).ShouldBe(before);

        await node.ExecuteAsync($"delete from diplo.nodes where id = '{other}'");
        (await node.ReadAsync("/api/meetings")).Ids.ShouldBe(["n-one/m-one"]);
        await SealedAsync(node, 2);
    }

    [Fact]
    public async Task advisory_locks_that_any_role_may_take_hold_up_nothing()
    {
        var database = await server.NewDatabaseAsync();
        await using var other = new NpgsqlConnection(database);
        await other.OpenAsync(Cancellation);
        await ExecuteAsync(other,
            """
            select pg_advisory_lock(7220250807), pg_advisory_lock(x'6469706c6f01'::bigint), pg_advisory_lock(hashtextextended('diplo views: prepare', 0));
            select pg_advisory_lock(hashtextextended(format('diplo view %s %s', view, version), 0))
            from unnest('{activity,agreements,contacts,deadlines,forecasts,meetings,positions,proposals,statements}'::text[]) view, generate_series(1, 20) version;
            """);
        await using var node = new ViewsNode(database);
        await node.RecordAsync(ViewsNode.Opening("n-one"), ViewAnswerTests.Held("m-one", 1));
        (await node.ReadAsync("/api/meetings")).Ids.ShouldBe(["n-one/m-one"]);
        await SealedAsync(node, 2);
    }

    private static Task SealedAsync(ViewsNode node, long position) => Folder.UntilAsync(
        () => node.AskAsync<bool>($"select coalesce((select size from diplo.tree), 0) >= {position}"), $"{position} events are sealed");

    private static async Task<string> HealthAsync(ViewsNode node, string check) =>
        (string)(await node.GetAsync("/health/ready")).Body["checks"]!.AsArray().Single(one => (string)one!["name"]! == check)!["detail"]!;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
