using System.Runtime.CompilerServices;
using CsCheck;
using DiploTracker.Specs.Negotiations;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.ThreeTimes;

/// <summary>In whichever order the facts of a history arrive, it ends as if they had arrived in their true order.</summary>
public sealed class ArrivalLaws
{
    private const int Shuffles = 300;

    private static readonly ConditionalWeakTable<Command[], string> TrueOrders = [];

    /// <summary>A real history, the share of its facts that comes late, and the seed of their order.</summary>
    private static readonly Gen<(string History, int PercentLate, int Seed)> Arrivals =
        Gen.Select(Gen.OneOf([.. Replay.Names]), Gen.OneOf(10, 30), Gen.Int[0, 1_000_000]);

    public static TheoryData<string> Histories => [.. Replay.Names];

    [Fact]
    public void any_order_of_arrival_ends_in_the_state_of_the_true_order() => Arrivals.Sample(arrival =>
    {
        var told = Told.Of(arrival.History);
        Wrong(Arrival(told, arrival.PercentLate, arrival.Seed), told).ShouldBeNull($"{arrival}");
    }, iter: Shuffles);

    /// <summary>By day as by instant, as long as the facts of one day arrive in their true order among themselves.</summary>
    [Fact]
    public void so_it_does_by_days() => Arrivals.Sample(arrival =>
    {
        var told = Told.ByDay(arrival.History);
        Wrong(InOrderWithinDays(Arrival(told, arrival.PercentLate, arrival.Seed), told), told).ShouldBeNull($"{arrival}");
    }, iter: Shuffles);

    [Theory]
    [MemberData(nameof(Histories))]
    public void without_parking_many_end_wrong(string history)
    {
        const int tried = 10;
        var told = Told.Of(history);

        Enumerable.Range(0, tried).Count(seed => Sent(Arrival(told, percentLate: 30, seed), parks: false).Status != InTrueOrder(told))
            .ShouldBeGreaterThan(tried / 4);
    }

    [Fact]
    public void so_it_is_in_generated_histories() =>
        Gen.Select(Told.Generated, Gen.Int[0, 1_000_000], Gen.OneOf(10, 30)).Sample((told, seed, percentLate) =>
            Wrong(Arrival(told, percentLate, seed), told).ShouldBeNull($"seed {seed}, {percentLate} % late"), iter: Shuffles);

    private static string InTrueOrder(Command[] told) => TrueOrders.GetValue(told, _ =>
    {
        var tracker = new DryTracker();
        foreach (var command in told)
            tracker.Send(command).Facts.Count.ShouldBe(1, command.ToString());
        return tracker.Status;
    });

    private static string? Wrong(IEnumerable<Command> arriving, Command[] told)
    {
        var tracker = Sent(arriving, parks: true);
        return tracker.Known.Parked is not [] ? $"left parked: {string.Join("; ", tracker.Known.Parked.Select(parked => parked.Command))}"
            : tracker.Timeline.Version != told.Length ? $"{tracker.Timeline.Version} of {told.Length} facts recorded"
            : tracker.Status != InTrueOrder(told) ? "another state" : null;
    }

    private static DryTracker Sent(IEnumerable<Command> commands, bool parks)
    {
        var tracker = new DryTracker();
        foreach (var command in commands)
            tracker.Send(command, parks);
        return tracker;
    }

    /// <summary>The facts that share a day take the places of these in their true order.</summary>
    private static IEnumerable<Command> InOrderWithinDays(IEnumerable<Command> arriving, Command[] told)
    {
        var ofDay = told.GroupBy(command => command.Occurred!.First.Day).ToDictionary(day => day.Key, day => new Queue<Command>(day));
        return [.. arriving.Select(command => ofDay[command.Occurred!.First.Day].Dequeue())];
    }

    /// <summary>Some facts come up to fifteen places late; in every fourth shuffle the opening is one of them.</summary>
    private static IEnumerable<Command> Arrival(Command[] told, int percentLate, int seed)
    {
        var random = new Random(seed);
        return told
            .Select((command, index) => (command, Place: index + (IsLate(index) ? random.Next(1, 16) + 0.5 : 0)))
            .OrderBy(arriving => arriving.Place)
            .Select(arriving => arriving.command);

        bool IsLate(int index) => random.Next(100) < percentLate || (index == 0 && seed % 4 == 0);
    }
}
