using DiploTracker.Database;
using Npgsql;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Hosting;

/// <summary>What a failure of the database means to callers, by the code that PostgreSQL gives it.</summary>
public sealed class DatabaseFailureSpecs
{
    [Theory]
    [InlineData("25006", "database-read-only", false)]
    [InlineData("53100", "database-full", false)]
    [InlineData("42501", "database-refuses", false)]
    [InlineData("42P01", "database-refuses", false)]
    [InlineData("28P01", "database-refuses", false)]
    [InlineData("3D000", "database-refuses", false)]
    [InlineData("XX001", "database-refuses", false)]
    [InlineData("53300", "unavailable", false)]
    [InlineData("53200", "unavailable", false)]
    [InlineData("57P03", "unavailable", false)]
    [InlineData("57014", "unavailable", false)]
    [InlineData("40P01", "unavailable", false)]
    [InlineData("57P01", "unavailable", true)]
    [InlineData("57P02", "unavailable", true)]
    [InlineData("08006", "unavailable", true)]
    public void a_failure_has_a_code_and_says_whether_anything_may_have_landed(string state, string code, bool isUnknown)
    {
        var known = DatabaseFailure.Of(new InvalidOperationException("wrapped", Said(state))).ShouldNotBeNull();
        (known.Problem.Code, known.Problem.Status, known.IsUnknown).ShouldBe((code, 503, isUnknown));
        known.Reason.ShouldContain("words of PostgreSQL");
        known.Refusal(isRead: false).Detail.ShouldContain(isUnknown ? "is not known" : "Nothing was recorded.");
    }

    [Theory, InlineData("23505"), InlineData("22P02"), InlineData("42601"), InlineData("25P02")]
    public void what_the_tracker_asked_wrongly_is_no_failure_of_the_database(string state) => DatabaseFailure.Of(Said(state)).ShouldBeNull();

    [Fact]
    public void whoever_stops_asking_is_no_failure_of_the_database() =>
        DatabaseFailure.Of(new OperationCanceledException("gone", Said("57014"))).ShouldBeNull();

    private static PostgresException Said(string state) => new("words of PostgreSQL", "ERROR", "ERROR", state);
}
