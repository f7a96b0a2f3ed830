using System.Text.Json;
using CsCheck;
using DiploTracker.Diffs;
using DiploTracker.Http;
using DiploTracker.Kernel;
using DiploTracker.Previews;
using DiploTracker.Recording;
using DiploTracker.Specs.Negotiations;
using DiploTracker.Specs.ThreeTimes;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Previews;

/// <summary>A preview says what recording then does, and leaves what is cached as it was.</summary>
public sealed class PreviewLaws
{
    private static readonly DateTimeOffset Start = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Histories => [.. Replay.Names];

    [Theory]
    [MemberData(nameof(Histories))]
    public void it_says_what_recording_does_in_any_order_of_arrival(string history) =>
        Tell(Told.Of(history)[..Math.Min(Told.Of(history).Length, 50)], seed: 7);

    [Fact]
    public void so_it_does_in_generated_histories() =>
        Gen.Select(Told.Generated, Gen.Int[0, 1_000]).Sample((told, seed) => Tell(told[..Math.Min(told.Length, 40)], seed), iter: 4);

    [Theory]
    [MemberData(nameof(Histories))]
    public void so_it_does_of_corrections(string history)
    {
        var tracker = DryTracker.Knowing(Replay.Of(history));
        foreach (var (index, fact) in tracker.Timeline.Recorded.ToList().Index().Where(one => one.Index % 6 == 5))
            Compare(tracker, [new Correct(fact.Id, CorrectionMode.Retracted, "wrong")], fact.RecordedAt.AddYears(2).AddMinutes(index), parks: false);
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void lines_are_judged_one_after_the_other_as_if_each_had_been_recorded(string history)
    {
        var told = Told.Of(history);
        var run = new DryRun("generated", NegotiationSnapshot.Nothing, Start, new Audience(Start));
        var tracker = new DryTracker();
        foreach (var command in told)
        {
            var tried = Tried(run, [command], parks: true);
            var recorded = tracker.Send(command, parks: true, at: Start);
            tried.Decision.Refused?.Refusal.Code.ShouldBe(recorded.Refused?.Refusal.Code);
            tried.After.Timeline.Version.ShouldBe(tracker.Timeline.Version);
            DryTracker.StatusOf(tried.After.Timeline).ShouldBe(tracker.Status);
        }
    }

    /// <summary>The facts come up to ten places late, every third with the one after it as a batch.</summary>
    private static void Tell(Command[] told, int seed)
    {
        var random = new Random(seed);
        List<Command> arriving = [.. told.Index().OrderBy(one => one.Index == 0 ? -1 : one.Index + (random.Next(4) == 0 ? random.Next(10) : 0)).Select(one => one.Item)];
        var tracker = new DryTracker();
        for (var index = 0; index < arriving.Count;)
        {
            var count = index % 3 == 2 && index + 1 < arriving.Count ? 2 : 1;
            Compare(tracker, arriving[index..(index + count)], Start.AddMinutes(index), parks: count == 1);
            index += count;
        }
    }

    private static void Compare(DryTracker tracker, List<Command> commands, DateTimeOffset at, bool parks)
    {
        var (known, status) = (tracker.Known, tracker.Status);
        var tried = Tried(new DryRun("generated", known, at, new Audience(at)), commands, parks);
        tracker.Status.ShouldBe(status);
        tracker.Timeline.Version.ShouldBe(known.Timeline.Version);

        var recorded = tracker.Send(commands, parks, at);
        if (recorded.Refused is { } refused)
        {
            Written(tried.Decision.Refused).ShouldBe(Written(refused));
            return;
        }
        var preview = Previewing.Of(tried);
        preview.NextVersion.ShouldBe(tracker.Timeline.Version);
        preview.Facts.Select(fact => (fact.Version, fact.Type)).ShouldBe(
            recorded.Facts.Select(fact => (fact.Version, Language.NameOf(fact.Event))));
        preview.Changes.Select(change => change.Text).ShouldBe(
            new Comparison(known.Timeline, tracker.Timeline, EdtfBound.Of(at)).Changes().Select(change => change.Text));
        preview.Unparks.Select(unparked => unparked.Parked).ShouldBe(
            known.Parked.Except(tracker.Known.Parked).Select(parked => parked.Id), ignoreOrder: true);
        (preview.Outcome == PreviewOutcome.WouldPark).ShouldBe(recorded.Parked is not null);
        foreach (var fact in preview.Facts.Where(fact => fact.About is null && fact.Place is not null))
            tracker.Timeline.Canonical[fact.Place!.Number - 1].Fact.Version.ShouldBe(fact.Version);
    }

    private static string Written(Refused? refused) =>
        JsonSerializer.Serialize(ProblemResult.Members(refused.ShouldNotBeNull().Refusal, refused.Index, instance: null), Json.Options);

    private static Tried Tried(DryRun run, IReadOnlyList<Command> commands, bool parks) =>
        run.Decide(new Submission("generated", commands, Caller.Local, MayPark: parks)).GetAwaiter().GetResult();
}
