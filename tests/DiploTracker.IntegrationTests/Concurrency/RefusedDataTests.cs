using System.Runtime.Versioning;
using DiploTracker.Recording;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Concurrency;

/// <summary>A fact that the database will not store fails by itself: those that are appended with it land.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RefusedDataTests(TrackerFixture tracker)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task what_the_database_refuses_of_one_request_does_not_fail_the_others_of_its_group()
    {
        var database = await tracker.NewDatabaseAsync();
        await using var node = new TrackerNode(database);
        List<string> keys = [];
        for (var number = 0; number < 6; number++)
            keys.Add(await node.Api.OpenAsync());
        await using var sql = NpgsqlDataSource.Create(database);
        await ExecuteAsync(
            """
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused' using errcode = '22P05'; end $$;
            create trigger refuse before insert on mt_events for each row when (new.data::text like '%s-bad%') execute function refuse();
            """);

        Task<Answer> bad, before;
        List<Task<Answer>> others;
        await using (var connection = await sql.OpenConnectionAsync(Cancellation))
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            // While the head of the log is held, one append waits for it, and what comes meanwhile is the next group.
            await using (var hold = new NpgsqlCommand("select from diplo.log_head for update", connection, transaction))
                await hold.ExecuteNonQueryAsync(Cancellation);
            before = SayAsync(keys[0], "s-before");
            await Folder.UntilAsync(async () => await Folder.AskAsync(database,
                "select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock' and application_name like 'DiploTracker appends%' and datname = current_database()") is true, "an append waits");
            bad = SayAsync(keys[1], "s-bad");
            others = [.. keys.Skip(1).Select(key => SayAsync(key, "s-good"))];
            var recorder = node.Services.GetRequiredService<Recorder>();
            await Folder.UntilAsync(() => recorder.Waiting == keys.Count - 1, "all others wait for the next append");
            await transaction.RollbackAsync(Cancellation);
        }
        (await before).Status.ShouldBe(200);
        (await Task.WhenAll(others)).ShouldAllBe(answer => answer.Status == 200);
        (await bad).ShouldBeProblem(500, "internal-error").ShouldSay("refused");

        Task<Answer> SayAsync(string key, string id) => node.Api.DoAsync(
            key, "record-statement", $$"""{"id":"{{id}}","speaker":"RUS.Ushakov","kind":"Claim","quote":"…","language":"ru","occurred":"2025-08-07"}""");

        async Task ExecuteAsync(string text)
        {
            await using var command = sql.CreateCommand(text);
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }
}
