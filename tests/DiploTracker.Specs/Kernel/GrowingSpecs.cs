using CsCheck;
using DiploTracker.Kernel;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Kernel;

/// <summary>Lists and sets that share what they have in common: none ever sees what was added to another.</summary>
public sealed class GrowingSpecs
{
    [Fact]
    public void whichever_list_is_added_to_each_keeps_its_own_items() =>
        Gen.Select(Gen.Int[0, 1_000], Gen.Int[0, 80], Gen.Int[0, 9]).Array[1, 120].Sample(steps =>
        {
            List<(GrowingList<int> List, int[] Items)> made = [([], [])];
            foreach (var ((which, much, roll), step) in steps.Select((step, index) => (step, index)))
            {
                // Nearly always the newest is added to; now and then one from which others have grown.
                var (list, items) = made[roll < 6 ? made.Count - 1 : which % made.Count];
                int[] more = [.. Enumerable.Range(1_000 * step, much)];
                made.Add(roll switch
                {
                    0 => (list.AddRange(more), [.. items, .. more]),
                    1 => (list.First(which % (items.Length + 1)), items[..(which % (items.Length + 1))]),
                    _ => (list.Add(step), [.. items, step]),
                });
            }
            foreach (var (list, items) in made)
            {
                list.ShouldBe(items);
                list.Count.ShouldBe(items.Length);
                list.IsEmpty.ShouldBe(items.Length == 0);
                for (var index = 0; index < items.Length; index++)
                    list[index].ShouldBe(items[index]);
                list.From(items.Length / 3).ShouldBe(items[(items.Length / 3)..]);
            }
        });

    [Fact]
    public async Task of_two_that_add_to_one_list_at_once_each_has_its_own_item()
    {
        GrowingList<int>[] starts = [.. Enumerable.Range(0, 20_000).Select(number => (GrowingList<int>)[.. Enumerable.Range(0, number % 40)])];
        var here = new int[starts.Length];
        var (ones, others) = (Task.Run(() => Grown(1)), Task.Run(() => Grown(2)));
        foreach (var (start, (one, other)) in starts.Zip((await ones).Zip(await others)))
        {
            one.SequenceEqual([.. start, 1]).ShouldBeTrue();
            other.SequenceEqual([.. start, 2]).ShouldBeTrue();
        }

        // Each waits for the other before it adds, so that they do so within the same few nanoseconds.
        GrowingList<int>[] Grown(int item) => [.. starts.Select((start, index) =>
        {
            Interlocked.Increment(ref here[index]);
            for (var spin = new SpinWait(); Volatile.Read(ref here[index]) < 2;)
                spin.SpinOnce(sleep1Threshold: -1); // a sleep of a millisecond would be 20 seconds in all
            return start.Add(item);
        })];
    }

    [Fact]
    public void beyond_its_end_a_list_has_nothing()
    {
        GrowingList<int> two = [1, 2];
        two.Add(3);
        Should.Throw<ArgumentOutOfRangeException>(() => two[2]);
        Should.Throw<ArgumentOutOfRangeException>(() => two[-1]);
        Should.Throw<ArgumentOutOfRangeException>(() => two.First(3));
    }

    [Fact]
    public void whichever_set_is_added_to_each_keeps_its_own_items_in_the_order_in_which_they_came() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 1_000], Gen.Int[0, 9]).Array[1, 100].Sample(steps =>
        {
            List<(GrowingSet<int> Set, List<int> Items)> made = [(GrowingSet<int>.Empty, [])];
            foreach (var (item, which, roll) in steps)
            {
                var (set, items) = made[roll < 7 ? made.Count - 1 : which % made.Count];
                set = roll is 6 or 7 ? set.Apart() : set;
                made.Add((set.Add(item), items.Contains(item) ? items : [.. items, item]));
            }
            foreach (var (set, items) in made)
            {
                set.Count.ShouldBe(items.Count);
                for (var item = 0; item <= 30; item++)
                {
                    set.Contains(item).ShouldBe(items.Contains(item));
                    set.IndexOf(item).ShouldBe(items.IndexOf(item) is >= 0 and var index ? index : null);
                }
            }
        });
}
