using CsCheck;
using DiploTracker.Specs.Negotiations;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.ThreeTimes;

/// <summary>In whichever order the facts of a history arrive, it ends as if they had arrived in their true order.</summary>
public sealed class ArrivalLaws
{
    private const int Shuffles = 1_000;

    public static TheoryData<string, int> HistoriesAndRates
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var history in Replay.Names)
                foreach (var percentLate in (int[])[10, 30])
                    all.Add(history, percentLate);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(HistoriesAndRates))]
    public void any_order_of_arrival_ends_in_the_state_of_the_true_order(string history, int percentLate)
    {
        var told = Told.Of(history);
        var expected = InTrueOrder(told);
        var wrong = Enumerable.Range(0, Shuffles)
            .Select(seed => (seed, Why: Wrong(told, percentLate, seed, expected)))
            .Where(shuffle => shuffle.Why is not null)
            .ToList();

        wrong.ShouldBeEmpty($"{wrong.Count} of {Shuffles} shuffles of {history} at {percentLate} % late end wrong");
    }

    /// <summary>By day as by instant, as long as the facts of one day arrive in their true order among themselves.</summary>
    [Theory]
    [MemberData(nameof(HistoriesAndRates))]
    public void so_it_does_by_days(string history, int percentLate)
    {
        var told = Told.ByDay(history);
        var expected = InTrueOrder(told);
        var wrong = Enumerable.Range(0, Shuffles / 4)
            .Select(seed => (seed, Why: Wrong(InOrderWithinDays(Arrival(told, percentLate, seed), told), told.Length, expected)))
            .Where(shuffle => shuffle.Why is not null)
            .ToList();

        wrong.ShouldBeEmpty($"{wrong.Count} of {Shuffles / 4} shuffles of {history} at {percentLate} % late end wrong: {wrong.FirstOrDefault()}");
    }

    [Theory]
    [MemberData(nameof(HistoriesAndRates))]
    public void without_parking_many_end_wrong(string history, int percentLate)
    {
        const int tried = 60;
        var told = Told.Of(history);
        var expected = InTrueOrder(told);

        Enumerable.Range(0, tried).Count(seed => Sent(Arrival(told, percentLate, seed), parks: false).Status != expected)
            .ShouldBeGreaterThan(tried / 4);
    }

    [Fact]
    public void so_it_is_in_generated_histories() =>
        Gen.Select(Told.Generated, Gen.Int[0, 1_000_000], Gen.OneOf(10, 30)).Sample((told, seed, percentLate) =>
            Wrong(told, percentLate, seed, InTrueOrder(told)).ShouldBeNull($"seed {seed}, {percentLate} % late"), iter: 500);

    private static string InTrueOrder(Command[] told)
    {
        var tracker = new DryTracker();
        foreach (var command in told)
            tracker.Send(command).Facts.Count.ShouldBe(1, command.ToString());
        return tracker.Status;
    }

    private static string? Wrong(Command[] told, int percentLate, int seed, string expected) =>
        Wrong(Arrival(told, percentLate, seed), told.Length, expected);

    private static string? Wrong(IEnumerable<Command> arriving, int count, string expected)
    {
        var tracker = Sent(arriving, parks: true);
        return tracker.Known.Parked is not [] ? $"left parked: {string.Join("; ", tracker.Known.Parked.Select(parked => parked.Command))}"
            : tracker.Timeline.Version != count ? $"{tracker.Timeline.Version} of {count} facts recorded"
            : tracker.Status != expected ? "another state" : null;
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
