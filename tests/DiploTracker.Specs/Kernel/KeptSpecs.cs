using CsCheck;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Kernel;

/// <summary>What is kept in memory: the newest by each key, within the bound, and most of it when a little more is in use.</summary>
public sealed class KeptSpecs
{
    private readonly BoundedCache<string> _kept = new(most: 100);

    [Fact]
    public void what_was_put_last_by_a_key_is_there()
    {
        _kept.Get("a").ShouldBeNull();
        _kept.Put("a", "one", size: 40);
        _kept.Put("b", "other", size: 50);
        _kept.Put("a", "two", size: 10);
        _kept.Get("a").ShouldBe("two");
        _kept.Get("b").ShouldBe("other");
        _kept.Size.ShouldBe(60);
    }

    [Fact]
    public void what_is_forgotten_is_not_there_and_takes_no_room()
    {
        _kept.Put("a", "one", size: 40);
        _kept.Put("b", "other", size: 50);
        _kept.Forget("a");
        _kept.Forget("nothing");
        _kept.Get("a").ShouldBeNull();
        _kept.Get("b").ShouldBe("other");
        _kept.Size.ShouldBe(50);
    }

    [Fact]
    public void what_is_larger_than_all_the_room_has_it_for_itself()
    {
        _kept.Put("a", "one", size: 40);
        _kept.Put("b", "large", size: 1_000);
        _kept.Get("a").ShouldBeNull();
        _kept.Get("b").ShouldBe("large");
        _kept.Put("c", "three", size: 1);
        _kept.Get("b").ShouldBeNull();
        _kept.Get("c").ShouldBe("three");
    }

    [Fact]
    public void whatever_is_done_it_is_as_large_as_what_is_in_it_and_never_too_large() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 60], Gen.Int[0, 9]).Array[1, 200].Sample(steps =>
        {
            var kept = new BoundedCache<string>(most: 100);
            Dictionary<string, (string Value, int Size)> put = [];
            foreach (var ((number, size, roll), step) in steps.Select((step, index) => (step, index)))
            {
                var key = $"{number}";
                if (roll == 0)
                {
                    kept.Forget(key);
                    put.Remove(key);
                }
                else
                {
                    put[key] = ($"{step}", size);
                    kept.Put(key, $"{step}", size);
                    kept.Get(key).ShouldBe($"{step}");
                }
                foreach (var gone in put.Keys.Where(one => kept.Get(one) is null).ToList())
                    put.Remove(gone);
                put.All(one => kept.Get(one.Key) == one.Value.Value).ShouldBeTrue();
                kept.Size.ShouldBe(put.Values.Sum(one => one.Size));
                kept.Size.ShouldBeLessThanOrEqualTo(100);
            }
        });

    [Fact]
    public void where_a_little_more_is_asked_for_in_turn_than_there_is_room_for_most_is_found()
    {
        var found = 0;
        for (var number = 0; number < 50 * 105; number++)
        {
            var key = $"{number % 105}";
            if (_kept.Get(key) is not null)
                found++;
            else
                _kept.Put(key, key, size: 1);
        }
        found.ShouldBeGreaterThan(50 * 105 / 2); // nine of ten, save for chance; given up by age it would be none
    }
}
