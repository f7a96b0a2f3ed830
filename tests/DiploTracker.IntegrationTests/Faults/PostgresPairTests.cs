using System.Runtime.Versioning;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Faults;

/// <summary>The pair does what the tests that use it believe.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PostgresPairTests
{
    [Fact]
    public async Task what_an_asynchronous_standby_has_not_received_is_lost_and_what_it_has_is_not()
    {
        await using var pair = await PostgresPair.StartAsync();
        await using var proxy = new Proxy(pair.Primary.Socket);
        var address = proxy.ConnectionString(pair.Primary.ConnectionString);
        await Folder.AskAsync(address, "create table kept as select 1 as number");
        await pair.LetStandbyFallBehindAsync();
        await Folder.AskAsync(address, "insert into kept values (2)");

        await pair.FailOverAsync();
        await Should.ThrowAsync<NpgsqlException>(() => Folder.AskAsync(address, "select 1"));
        proxy.LeadTo(pair.Standby.Socket);
        (await Folder.AskAsync(address, "insert into kept values (3) returning (select array_agg(number) from kept)")).ShouldBe(new[] { 1 });
    }

    [Fact]
    public async Task a_commit_waits_for_the_standby_that_is_required()
    {
        await using var pair = await PostgresPair.StartAsync();
        await pair.Primary.ExecuteAsync("create table kept (number int)");
        await pair.RequireStandbyAsync();
        await pair.Primary.ExecuteAsync("insert into kept values (1)");

        await pair.Standby.KillAsync();
        var waiting = pair.Primary.ExecuteAsync("insert into kept values (2)");
        await pair.UntilCommitsWaitAsync();
        waiting.IsCompleted.ShouldBeFalse();
        await pair.Standby.StartAsync();
        await waiting;

        await pair.Standby.PauseAsync();
        waiting = pair.Primary.ExecuteAsync("insert into kept values (3)");
        await pair.UntilCommitsWaitAsync();
        await pair.Standby.ResumeAsync();
        await waiting;
        await pair.UntilStandbyHasAllAsync();
        (await pair.Standby.AskAsync<int[]>("select array_agg(number order by number) from kept")).ShouldBe([1, 2, 3]);

        await pair.Standby.StopAsync();
        waiting = pair.Primary.ExecuteAsync("insert into kept values (4)");
        await pair.UntilCommitsWaitAsync();
        await pair.RequireNobodyAsync();
        await waiting;
    }
}
