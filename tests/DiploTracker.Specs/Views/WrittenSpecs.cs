using DiploTracker.Views;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Views;

/// <summary>What the follower remembers of what it wrote.</summary>
public sealed class WrittenSpecs
{
    private readonly Written _written = new();

    [Fact]
    public void of_what_it_does_not_remember_everything_is_written()
    {
        var (isKnown, changed, gone) = _written.Compare("n", [Of("a", 1)]);
        isKnown.ShouldBeFalse();
        changed.ShouldBe([Of("a", 1)]);
        gone.ShouldBeEmpty();
    }

    [Fact]
    public void only_what_changed_is_written_and_only_what_went_is_taken_out()
    {
        Keep(Of("a", 1), Of("b", 1), Of("c", 1));
        var (isKnown, changed, gone) = _written.Compare("n", [Of("a", 1), Of("b", 2), Of("d", 1)]);
        isKnown.ShouldBeTrue();
        changed.ShouldBe([Of("b", 2), Of("d", 1)]);
        gone.ShouldBe(["c"]);
    }

    [Fact]
    public void one_more_and_one_less_are_both_seen()
    {
        Keep(Of("a", 1));
        _written.Compare("n", [Of("b", 1)]).Gone.ShouldBe(["a"]);
        _written.Compare("n", []).Gone.ShouldBe(["a"]);
        _written.Compare("n", [Of("a", 1)]).Changed.ShouldBeEmpty();
    }

    [Fact]
    public void what_is_forgotten_is_not_known()
    {
        Keep(Of("a", 1));
        _written.VersionOf("n").ShouldBe(3);
        _written.Forget();
        _written.Compare("n", [Of("a", 1)]).IsKnown.ShouldBeFalse();
        _written.VersionOf("n").ShouldBe(0);
    }

    private void Keep(params Row[] rows) => _written.Keep(new Taken("n", Version: 3, rows));

    private static Row Of(string id, int value) => new("n", id, [value]);
}
