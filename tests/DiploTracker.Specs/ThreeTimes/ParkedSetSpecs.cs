using CsCheck;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.ThreeTimes;

/// <summary>What is parked is tried as a set: whatever would land as one batch lands.</summary>
public sealed class ParkedSetSpecs
{
    private static readonly Command InvitedInJanuary = SummitProposed.On("2025-01-01").AsSent();
    private static readonly Command AcceptedInJanuary = SummitAccepted.On("2025-01-02").AsSent();
    private static readonly Command ForTenthOfMay = (SummitOnThe15th with { When = Date("2025-05-10") }).On("2025-04-01").AsSent();
    private static readonly Command ForTenthOfFebruary = (SummitOnThe15th with { When = Date("2025-02-10") }).On("2025-01-10").AsSent();
    private static readonly Command WindowPassed = SummitNotHeld.On("2025-02-11").AsSent();
    private static readonly Command ReinstatedForMay = (SummitReinstated with { When = Date("2025-05") }).On("2025-03-01").AsSent();

    public static TheoryData<int, int, int> Orders => [.. from one in Enumerable.Range(0, 3)
                                                          from two in Enumerable.Range(0, 3)
                                                          where one != two
                                                          select (one, two, 3 - one - two)];

    [Theory]
    [MemberData(nameof(Orders))]
    public void three_that_fit_only_together_land_together_in_whatever_order_they_come(int first, int second, int third)
    {
        Command[] late = [ForTenthOfFebruary, WindowPassed, ReinstatedForMay];
        var tracker = Known(InvitedInJanuary, AcceptedInJanuary, ForTenthOfMay);
        tracker.Send(late[first], parks: true).Parked.ShouldNotBeNull();
        tracker.Send(late[second], parks: true).Parked.ShouldNotBeNull();
        var before = tracker.Status;
        tracker.Send(late[third], parks: true);

        tracker.Known.Parked.ShouldBeEmpty();
        tracker.Status.ShouldBe(Known([InvitedInJanuary, AcceptedInJanuary, .. late, ForTenthOfMay]).Status);
        var landed = tracker.Timeline.Recorded.Skip(4).ToList();
        landed.Select(fact => fact.Metadata.RestsOnNext).ShouldBe([2, 1, 0]);
        DryTracker.StatusOf(tracker.Timeline.At(new Moment(KnownAt: landed[1].RecordedAt))).ShouldBe(before);
    }

    [Fact]
    public void one_that_is_refused_at_its_place_is_left_out()
    {
        var tracker = Known(InvitedInJanuary, AcceptedInJanuary, ForTenthOfMay);
        var unknown = new ConfirmDate("m-other", "RUS").On("2025-01-15");
        foreach (var command in (Command[])[unknown, WindowPassed, ForTenthOfFebruary, ReinstatedForMay])
            tracker.Send(command, parks: true);

        tracker.Known.Parked.ShouldHaveSingleItem().Command.ShouldBe(unknown);
        tracker.Timeline.Version.ShouldBe(7);
    }

    [Fact]
    public void of_those_before_an_older_fact_that_would_become_illegal_the_last_is_left_out()
    {
        var tracker = Known(InvitedInJanuary, AcceptedInJanuary, ForTenthOfMay);
        var cancelled = SummitCancelled.On("2025-03-15").AsSent();
        foreach (var command in (Command[])[cancelled, ForTenthOfFebruary, WindowPassed, ReinstatedForMay])
            tracker.Send(command, parks: true);

        tracker.Known.Parked.ShouldHaveSingleItem().Command.ShouldBe(cancelled);
        tracker.Timeline.Head.Meetings["m-summit"].ShouldNotBeNull().When.ShouldBe(Date("2025-05-10"));
    }

    [Fact]
    public void those_of_one_day_are_recorded_in_the_order_of_parking_even_if_a_later_one_fits_alone()
    {
        var tracker = Known(InvitedInJanuary, (SummitNextWeek with { When = Date("2025-05-10") }).On("2025-04-01").AsSent());
        var deniedThatDay = (Denied with { About = ["p-ceasefire"] }).On("2025-01-10").AsSent();
        foreach (var command in (Command[])[ForTenthOfFebruary, deniedThatDay, WindowPassed, ReinstatedForMay])
            tracker.Send(command, parks: true).Parked.ShouldNotBeNull($"{command}");
        tracker.Send([AcceptedInJanuary, CeasefireProposed.On("2025-01-05").AsSent()]);

        tracker.Known.Parked.ShouldBeEmpty();
        tracker.Timeline.Recorded.Skip(5).Select(fact => fact.Event.GetType()).ShouldBe(
            [typeof(MeetingScheduled), typeof(StatementRecorded), typeof(MeetingNotHeld), typeof(MeetingReinstated)]);
    }

    [Fact]
    public void one_recorded_while_another_of_the_same_day_waited_stands_before_it()
    {
        var tracker = Known();
        var waiting = (Denied with { Id = "s-first" }).On("2025-01-02").AsSent();
        tracker.Send(waiting, parks: true).Parked.ShouldNotBeNull();
        tracker.Send((Denied with { Id = "s-second", About = [] }).On("2025-01-02").AsSent());
        tracker.Send(InvitedInJanuary);

        tracker.Known.Parked.ShouldBeEmpty();
        tracker.Timeline.Recorded.Select(fact => fact.Event.Thing).ShouldBe([null, "s-second", "m-summit", "s-first"]);
        tracker.Timeline.Canonical.Select(entry => entry.Event.Thing).ShouldBe([null, "m-summit", "s-second", "s-first"]);
        tracker.Timeline.Recorded[^1].RecordedAt.ShouldBeGreaterThan(tracker.Timeline.Recorded[1].RecordedAt);
    }

    [Fact]
    public void those_that_fit_alone_are_known_alone()
    {
        var tracker = Known();
        tracker.Send(AcceptedInJanuary, parks: true).Parked.ShouldNotBeNull();
        tracker.Send(ForTenthOfMay, parks: true).Parked.ShouldNotBeNull();
        tracker.Send(InvitedInJanuary);

        tracker.Known.Parked.ShouldBeEmpty();
        tracker.Timeline.Recorded.ShouldAllBe(fact => fact.Metadata.RestsOnNext == 0);
    }

    [Fact]
    public void whatever_would_land_as_one_batch_lands() =>
        Gen.Select(Told.Generated, Gen.Int[0, 1_000_000]).Sample((told, seed) =>
        {
            var random = new Random(seed);
            List<Command> late = [];
            DryTracker batch = new(), parking = new();
            foreach (var (index, command) in told.Index())
                if ((index > 0 && random.Next(100) < 40) || batch.Send(command).Refused is not null)
                    late.Add(command);
                else
                    parking.Send(command);
            if (late is [])
                return;
            batch.Send(late).Refused.ShouldBeNull($"seed {seed}");

            foreach (var command in late.OrderBy(_ => random.Next()))
                parking.Send(command, parks: true).Refused.ShouldBeNull($"seed {seed}");
            parking.Known.Parked.ShouldBeEmpty($"seed {seed}");
            parking.Status.ShouldBe(batch.Status, $"seed {seed}");
        }, iter: 200);

    private static DryTracker Known(params IEnumerable<Command> commands)
    {
        var tracker = new DryTracker();
        tracker.Send(Opened.On("2024-12-01").AsSent());
        foreach (var command in commands)
            tracker.Send(command).Refused.ShouldBeNull($"{command}");
        return tracker;
    }
}
