using DiploTracker.Projections;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Views;

/// <summary>What the follower remembers of what it wrote.</summary>
public sealed class WrittenSpecs
{
    private readonly RowFingerprints _written = new();

    [Fact]
    public void of_what_it_does_not_remember_everything_is_written()
    {
        var (isKnown, changed, gone) = Compared(All(Of("a", 1)));
        isKnown.ShouldBeFalse();
        changed.ShouldBe(["a"]);
        gone.ShouldBeEmpty();
    }

    [Fact]
    public void only_what_changed_is_written_and_only_what_went_is_taken_out()
    {
        Keep(Of("a", 1), Of("b", 1), Of("c", 1));
        var (isKnown, changed, gone) = Compared(All(Of("a", 1), Of("b", 2), Of("d", 1)));
        isKnown.ShouldBeTrue();
        changed.ShouldBe(["b", "d"]);
        gone.ShouldBe(["c"]);
    }

    [Fact]
    public void one_more_and_one_less_are_both_seen()
    {
        Keep(Of("a", 1));
        _written.Compare(All(Of("b", 1))).Gone.ShouldBe(["a"]);
        _written.Compare(All()).Gone.ShouldBe(["a"]);
        _written.Compare(All(Of("a", 1))).Changed.ShouldBeEmpty();
    }

    [Fact]
    public void what_is_forgotten_is_not_known()
    {
        Keep(Of("a", 1));
        _written.VersionOf("n").ShouldBe(3);
        _written.Forget();
        _written.Compare(All(Of("a", 1))).IsKnown.ShouldBeFalse();
        _written.VersionOf("n").ShouldBe(0);
    }

    [Fact]
    public void of_those_that_are_not_looked_at_nothing_goes()
    {
        Keep(Of("a", 1), Of("b", 1));
        var some = new ProjectedRows("n", Version: 4, [Of("b", 2)], RowScope.Of(["b", "c"]));
        Compared(some).ShouldSatisfyAllConditions(
            compared => compared.Changed.ShouldBe(["b"]),
            compared => compared.Gone.ShouldBeEmpty());
        _written.Keep(some);
        _written.VersionOf("n").ShouldBe(4);
        _written.Compare(All(Of("a", 1), Of("b", 2))).Changed.ShouldBeEmpty();
        _written.Compare(new ProjectedRows("n", Version: 5, [], RowScope.Of(["b"]))).Gone.ShouldBe(["b"]);
    }

    [Fact]
    public void when_nothing_changed_only_the_version_is_remembered()
    {
        Keep(Of("a", 1));
        var nothing = new ProjectedRows("n", Version: 4, [], RowScope.Of([]));
        _written.Compare(nothing).ShouldBe((true, [], []));
        _written.Keep(nothing);
        _written.VersionOf("n").ShouldBe(4);
        _written.Compare(All(Of("a", 1))).Changed.ShouldBeEmpty();
    }

    [Fact]
    public void some_rows_of_what_was_forgotten_are_not_taken_for_all()
    {
        _written.Keep(new ProjectedRows("n", Version: 4, [Of("b", 2)], RowScope.Of(["b"])));
        _written.VersionOf("n").ShouldBe(0);
    }

    [Fact]
    public void what_there_is_no_room_for_is_given_up_by_the_negotiation()
    {
        var written = new RowFingerprints(mostRows: 7);
        written.Keep(All(Of("a", 1), Of("b", 1)) with { Negotiation = "n" });
        written.Keep(All(Of("a", 1), Of("b", 1)) with { Negotiation = "o" });
        new[] { "n", "o" }.Select(written.VersionOf).ShouldBe([3, 3]);
        written.Keep(All(Of("a", 1), Of("b", 1)) with { Negotiation = "p" });
        new[] { "n", "o", "p" }.Count(negotiation => written.VersionOf(negotiation) == 3).ShouldBe(2);
        written.VersionOf("p").ShouldBe(3);
    }

    [Fact]
    public void the_rows_of_a_thing_go_with_it_and_others_stay()
    {
        Keep(Of("a", 1), Of("a/1", 1, "a"), Of("a/2", 1, "a"), Of("b/1", 1, "b"), Of("c", 1, "a"));
        _written.Compare(new ProjectedRows("n", Version: 4, [Of("a/2", 1, "a")], RowScope.Of(["a", "c"]))).Gone.ShouldBe(["a", "a/1", "c"], ignoreOrder: true);
        _written.Keep(new ProjectedRows("n", Version: 4, [Of("a/2", 1, "a")], RowScope.Of(["a"])));
        _written.Compare(All()).Gone.ShouldBe(["a/2", "b/1"], ignoreOrder: true);
    }

    private void Keep(params Row[] rows) => _written.Keep(All(rows));

    private static ProjectedRows All(params Row[] rows) => new("n", Version: 3, rows, RowScope.All);

    private (bool IsKnown, IEnumerable<string> Changed, IReadOnlyList<string> Gone) Compared(ProjectedRows taken)
    {
        var (isKnown, changed, gone) = _written.Compare(taken);
        return (isKnown, changed.Select(row => row.Id), gone);
    }

    private static Row Of(string id, int value, string? thing = null) => new("n", id, thing ?? id, [value]);
}
