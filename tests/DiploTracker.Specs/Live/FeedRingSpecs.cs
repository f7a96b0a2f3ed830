using CsCheck;
using DiploTracker.Live;
using DiploTracker.Recording;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Live;

/// <summary>What is kept of the log in memory: the newest, bounded.</summary>
public sealed class FeedRingSpecs
{
    [Fact]
    public void it_keeps_the_newest_without_gaps_within_both_bounds() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 2_000], Gen.Int[0, 50], Gen.Int[1, 300].List[0, 60]).Sample((capacity, mostBytes, start, sizes) =>
        {
            var ring = new FeedRing(capacity, mostBytes);
            ring.BeginAfter(new EventPlace(start, Guid.Empty));
            foreach (var (index, size) in sizes.Index())
                ring.Add(Entry(start + 1 + index, size));

            ring.Newest.ShouldBe(start + sizes.Count);
            List<FeedEntry> kept = [.. Enumerable.Range(0, start + sizes.Count + 2).Select(position => ring.At(position)).OfType<FeedEntry>()];
            kept.Select(entry => entry.Position).ShouldBe(Enumerable.Range(0, kept.Count).Select(back => ring.Newest - kept.Count + 1 + back));
            kept.Count.ShouldBeLessThanOrEqualTo(capacity);
            if (kept.Count > 1)
                kept.Sum(entry => entry.Bytes.Length).ShouldBeLessThanOrEqualTo(mostBytes);
            if (sizes.Count > 0)
                kept.Count.ShouldBeGreaterThan(0, "the newest is always there");
        });

    [Fact]
    public void beginning_elsewhere_it_forgets_what_was_before()
    {
        var ring = new FeedRing(capacity: 4);
        ring.BeginAfter(new EventPlace(2, Guid.Empty));
        ring.Add(Entry(3, size: 10));
        ring.BeginAfter(new EventPlace(100, Guid.Empty));
        (ring.At(3), ring.Newest).ShouldBe((null, 100));
        ring.Add(Entry(101, size: 10));
        ring.At(101).ShouldNotBeNull();
    }

    internal static FeedEntry Entry(long position, int size, string negotiation = "talks-2025", string type = "phase-entered.v1", params string[] concerned) =>
        new(new EventPlace(position, new Guid($"{position:X32}")), negotiation, type, new byte[size], concerned.ToHashSet());
}
