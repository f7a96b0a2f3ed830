using DiploTracker.Projections;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Views;

/// <summary>How long the views wait between two steps.</summary>
public sealed class ViewPaceSpecs
{
    private readonly ProjectionThrottle _pace = new();

    [Fact]
    public void short_steps_are_followed_by_the_least_pause()
    {
        Steps(count: 50, milliseconds: 5, every: 20, events: 10);
        _pace.Length.ShouldBe(Milliseconds(10));
    }

    [Fact]
    public void longer_ones_by_a_pause_as_long()
    {
        Steps(count: 50, milliseconds: 30, every: 100, events: 50);
        _pace.Length.ShouldBe(Milliseconds(30), Milliseconds(1));
    }

    [Fact]
    public void when_much_is_appended_the_views_step_back()
    {
        Steps(count: 50, milliseconds: 30, every: 100, events: 300);
        _pace.Length.ShouldBe(Milliseconds(1_500));
    }

    [Fact]
    public void long_pauses_do_not_keep_themselves_long()
    {
        Steps(count: 50, milliseconds: 900, every: 2_400, events: 4_000);
        _pace.Length.ShouldBe(Milliseconds(1_500));
        Steps(count: 50, milliseconds: 8, every: 400, events: 200); // as many at a time as the pause let come, but few a second
        _pace.Length.ShouldBe(Milliseconds(10));
    }

    [Fact]
    public void after_much_came_the_views_are_soon_fresh_again()
    {
        Steps(count: 20, milliseconds: 100, every: 1_100, events: 3_000);
        _pace.Length.ShouldBe(Milliseconds(1_500));
        Steps(count: 2, milliseconds: 8, every: 1_100, events: 550);
        _pace.Length.ShouldBeLessThan(Milliseconds(100));
    }

    [Fact]
    public async Task a_long_pause_goes_on_while_much_comes_and_ends_with_it()
    {
        Flooded();
        var head = 0L;
        (await Pause(() => head += 1_000_000)).ShouldBeFalse();
        (await Pause(() => head += 1_000_000)).ShouldBeFalse();
        (await Pause(() => head)).ShouldBeTrue();
    }

    [Fact]
    public async Task and_when_somebody_waits_for_the_views()
    {
        Flooded();
        var wanted = new ProjectionDemand();
        var listener = wanted.Listen();
        wanted.Raise();
        wanted.Raise();
        (await _pace.Pause(() => Task.FromResult(long.MaxValue), listener, TestContext.Current.CancellationToken)).ShouldBeTrue();
        (await _pace.Pause(() => Task.FromResult(long.MaxValue), listener, TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public async Task a_short_one_is_waited_for() =>
        (await _pace.Pause(() => throw new InvalidOperationException("The log need not be asked."), new SemaphoreSlim(0), TestContext.Current.CancellationToken))
            .ShouldBeTrue();

    [Fact]
    public void what_stood_still_for_a_moment_and_came_at_once_is_not_much()
    {
        Steps(count: 50, milliseconds: 10, every: 20, events: 10);
        Steps(count: 1, milliseconds: 20, every: 30, events: 130);
        _pace.Length.ShouldBeLessThan(Milliseconds(30));
    }

    [Fact]
    public void one_step_that_was_held_up_hardly_holds_up_the_next()
    {
        Steps(count: 50, milliseconds: 10, every: 30, events: 10);
        Steps(count: 1, milliseconds: 60, every: 80, events: 10);
        _pace.Length.ShouldBeLessThan(Milliseconds(21));
    }

    private void Flooded()
    {
        Steps(count: 50, milliseconds: 30, every: 100, events: 300);
        _pace.Stepped(System.Diagnostics.Stopwatch.GetTimestamp(), events: 1_000_000, head: 0);
    }

    private Task<bool> Pause(Func<long> head) => _pace.Pause(() => Task.FromResult(head()), new SemaphoreSlim(0), TestContext.Current.CancellationToken);

    private void Steps(int count, int milliseconds, int every, int events)
    {
        for (var number = 0; number < count; number++)
            _pace.Stepped(Milliseconds(milliseconds), Milliseconds(every), events);
    }

    private static TimeSpan Milliseconds(int number) => TimeSpan.FromMilliseconds(number);
}
