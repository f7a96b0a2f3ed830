using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace DiploTracker.IntegrationTests.Database;

/// <summary>The PostgreSQL of a test run, wherever it comes from, is like the tracker's own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PostgresFixtureTests
{
    [Fact]
    public async Task every_test_class_gets_an_empty_database_of_its_own()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        var (one, other) = (await postgres.NewDatabaseAsync(), await postgres.NewDatabaseAsync());

        await Folder.AskAsync(one, "create table t (x int)");
        (await Folder.AskAsync(other, "select to_regclass('t') is null")).ShouldBe(true);
        (await Folder.AskAsync(other, "select 'Ё' ~* 'ё'")).ShouldBe(true);
    }
}
