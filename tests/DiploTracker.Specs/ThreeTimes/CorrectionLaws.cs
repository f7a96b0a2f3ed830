using CsCheck;
using DiploTracker.Specs.Negotiations;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.ThreeTimes;

/// <summary>After a correction it is as if the record had been right from the start.</summary>
public sealed class CorrectionLaws
{
    private const int Many = 100;

    public static TheoryData<string> Histories => [.. Replay.Names];

    [Theory]
    [MemberData(nameof(Histories))]
    public void retracting_a_fact_and_its_dependants_gives_the_state_without_them(string history)
    {
        var recorded = Recorded(Told.Of(history)).Timeline;
        for (var which = 1; which < recorded.Version; which++)
            Retracts(Recorded(recorded), which);
    }

    [Fact]
    public void so_in_generated_ones() =>
        Gen.Select(Story.WithCorrections, Gen.Int[0, 1_000]).Sample((timeline, which) => Retracts(Recorded(timeline), which), iter: Many);

    private static void Retracts(DryTracker tracker, int which)
    {
        var (before, standing) = (tracker.Timeline, tracker.Timeline.Canonical.Where(entry => !entry.IsRetracted && entry.Event is not NegotiationOpened).ToList());
        if (standing is [])
            return;

        var fact = standing[which % standing.Count].Fact;
        var refused = tracker.Send(Retract(fact.Id)).Refused;
        List<Guid> gone = [fact.Id];
        if (refused is not null)
        {
            refused.Refusal.Code.ShouldBe("correction-breaks-history");
            gone.AddRange(((IEnumerable<Dependant>)refused.Refusal.Hints.Single(hint => hint.Name == "dependants").Value).Select(dependant => dependant.Fact));
            gone.Reverse();
            tracker.Send([.. gone.Select(Retract)]).Refused.ShouldBeNull();
        }
        tracker.ShouldStandAs(Timeline.Of(before.Recorded.Where(other => !gone.Contains(other.Id))), fact.Event.Describe());

        var retractions = tracker.Timeline.Recorded.Skip((int)before.Version).Select(retraction => retraction.Id);
        tracker.Send([.. retractions.Select(Retract)]).Refused.ShouldBeNull();
        tracker.ShouldStandAs(before, "brought back");
    }

    [Fact]
    public void amending_gives_the_state_in_which_it_had_been_recorded_so() => Gen
        .Select(Story.WithCorrections, Gen.Int[0, 1_000], Generated.Plain.Array[30], Generated.Instant)
        .Sample((timeline, which, others, instant) =>
        {
            var standing = timeline.Canonical.Where(entry => !entry.IsRetracted).ToList();
            if (standing is [])
                return;
            var entry = standing[which % standing.Count];
            var replacement = others.FirstOrDefault(other => other.GetType() == entry.Event.GetType()) ?? entry.Event with { Occurred = instant };
            var tracker = Recorded(timeline);
            if (tracker.Send(new Correct(entry.Fact.Id, CorrectionMode.Amended, "a misprint", new Replacement { Command = replacement.AsSent() })).Facts is [])
                return;

            var fromTheStart = timeline.Recorded.Select(fact => fact.Id == entry.Fact.Id ? fact with { Event = ((RecordCorrected)tracker.Timeline.Recorded[^1].Event).Replacement! } : fact)
                .Where(fact => fact.Event is not RecordCorrected corrected || corrected.Fact != entry.Fact.Id);
            tracker.ShouldStandAs(Timeline.Of(fromTheStart), entry.Event.Describe());
        }, iter: Many * 3);

    [Fact]
    public void what_can_only_go_together_goes_as_a_batch()
    {
        var tracker = new DryTracker();
        DomainEvent[] facts = [.. Agreed, SummitOnThe15th, SummitCancelled, SummitReinstated, SummitMoved];
        foreach (var (index, fact) in facts.Index())
            tracker.Send(fact.On($"2025-08-0{index + 1}").AsSent()).Refused.ShouldBeNull();
        var (cancelled, reinstated) = (tracker.Timeline.Recorded[4].Id, tracker.Timeline.Recorded[5].Id);

        tracker.Send(Retract(cancelled)).Refused!.Refusal.Code.ShouldBe("correction-breaks-history");
        tracker.Send(Retract(reinstated)).Refused!.Refusal.Code.ShouldBe("correction-breaks-history");
        tracker.Send([Retract(cancelled), Retract(Guid.NewGuid())]).Refused!.Index.ShouldBe(0);
        tracker.Send([Retract(cancelled), Retract(reinstated)]).Facts.Count.ShouldBe(2);
        tracker.Timeline.Head.Meetings["m-summit"]!.Reinstated.ShouldBe(0);
    }

    [Fact]
    public void facts_of_one_report_land_together_though_the_first_alone_would_not()
    {
        var tracker = new DryTracker();
        DomainEvent[] facts = [.. Agreed, SummitOnThe15th, SummitMoved.On("2025-08-12")];
        foreach (var (index, fact) in facts.Index())
            tracker.Send((fact.Occurred is null ? fact.On($"2025-08-0{index + 1}") : fact).AsSent()).Refused.ShouldBeNull();
        Command[] report = [SummitCancelled.On("2025-08-08").AsSent(), SummitReinstated.On("2025-08-09").AsSent()];

        tracker.Send(report[0]).Refused!.Refusal.Code.ShouldBe("nothing-to-reschedule");
        tracker.Send([report[0], SummitNotHeld.On("2025-08-07").AsSent()]).Refused!.Index.ShouldBe(0);
        tracker.Send(report).Facts.Count.ShouldBe(2);
        tracker.Timeline.Decider.HoldsSince(Timeline.Empty).ShouldBeTrue();
    }

    [Fact]
    public void retractions_that_can_only_go_together_wait_for_one_another()
    {
        var tracker = new DryTracker();
        DomainEvent[] facts = [.. Agreed, SummitOnThe15th, SummitCancelled, SummitReinstated, SummitMoved];
        foreach (var (index, fact) in facts.Index())
            tracker.Send(fact.On($"2025-08-0{index + 1}").AsSent()).Refused.ShouldBeNull();

        tracker.Send(Retract(tracker.Timeline.Recorded[5].Id), parks: true).Parked.ShouldNotBeNull();
        tracker.Send(Retract(tracker.Timeline.Recorded[4].Id), parks: true);
        tracker.Known.Parked.ShouldBeEmpty();
        tracker.Timeline.Head.Meetings["m-summit"]!.Reinstated.ShouldBe(0);
    }

    private static Command Retract(Guid fact) => new Correct(fact, CorrectionMode.Retracted, "wrong");

    private static DryTracker Recorded(IEnumerable<Command> told)
    {
        var tracker = new DryTracker();
        foreach (var command in told)
            tracker.Send(command);
        return tracker;
    }

    private static DryTracker Recorded(Timeline timeline) => DryTracker.Knowing(timeline);
}
