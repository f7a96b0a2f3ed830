using DiploTracker.Diffs;
using DiploTracker.Kernel;
using DiploTracker.Specs.Negotiations;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.ThreeTimes;

/// <summary>Did the world change, did we learn, or were we corrected?</summary>
public sealed class CauseSpecs
{
    private static readonly DateTimeOffset Noon = new(2025, 8, 7, 12, 0, 0, TimeSpan.Zero);

    private readonly DryTracker _tracker = new();

    public CauseSpecs() => Record(Noon.AddDays(-2),
        Opened.On("2025-08-01"), SummitProposed.On("2025-08-02"), SummitAccepted.On("2025-08-03"), SummitNextWeek.On("2025-08-04"));

    [Fact]
    public void what_happened_after_the_first_moment_is_a_change_of_the_world()
    {
        Record(Noon.AddDays(2), SummitOnThe15th.On("2025-08-08"));

        var change = Known(Noon, Noon.AddDays(3)).ShouldContainPath("meetings/m-summit/when");
        change.Cause.ShouldBe(Cause.WorldChanged);
        (change.Before?.ToString(), change.After?.ToString()).ShouldBe((NextWeek, "2025-08-15"));
        change.Facts.ShouldHaveSingleItem().Type.ShouldBe("meeting-scheduled.v1");
        change.Text.ShouldStartWith($"m-summit, when, was {NextWeek}, is 2025-08-15: ");
    }

    [Fact]
    public void what_was_nothing_and_is_nothing_has_not_changed() =>
        Known(Noon.AddDays(-3), Noon).ShouldAllBe(change => change.Before != null || change.After != null);

    [Fact]
    public void what_had_happened_before_it_and_was_recorded_after_it_was_learned()
    {
        Record(Noon.AddDays(2), SummitOnThe15th.On("2025-08-05"));

        var change = Known(Noon, Noon.AddDays(3)).ShouldContainPath("meetings/m-summit/when");
        change.Cause.ShouldBe(Cause.Learned);
        change.Text.ShouldContain("learned later");
    }

    [Fact]
    public void the_day_on_which_the_first_moment_lies_may_still_be_to_come()
    {
        Record(Noon.AddDays(2), SummitOnThe15th.On("2025-08-07"));

        Known(Noon, Noon.AddDays(3)).ShouldContainPath("meetings/m-summit/when").Cause.ShouldBe(Cause.WorldChanged);
    }

    [Fact]
    public void what_a_correction_changed_was_corrected()
    {
        Record(Noon.AddDays(-1), SummitOnThe15th.On("2025-08-05"));
        var scheduled = _tracker.Timeline.Recorded[^1].Id;
        _tracker.Send(new Correct(scheduled, CorrectionMode.Retracted, "a hoax"), at: Noon.AddDays(1)).Refused.ShouldBeNull();

        var change = Known(Noon, Noon.AddDays(3)).ShouldContainPath("meetings/m-summit/when");
        change.Cause.ShouldBe(Cause.Corrected);
        (change.Before?.ToString(), change.After?.ToString()).ShouldBe(("2025-08-15", NextWeek));
        change.Facts.ShouldHaveSingleItem().Type.ShouldBe("record-corrected.v1");
        change.Text.ShouldContain("a hoax");
    }

    [Fact]
    public void a_fact_recorded_and_corrected_in_between_is_no_correction_of_what_was_known()
    {
        Record(Noon.AddDays(1), SummitOnThe15th.On("2025-08-05"));
        _tracker.Send(new Correct(_tracker.Timeline.Recorded[^1].Id, CorrectionMode.Retracted, "a hoax"), at: Noon.AddDays(2)).Refused.ShouldBeNull();

        Known(Noon, Noon.AddDays(3)).ShouldBeEmpty();
    }

    [Fact]
    public void a_thing_amended_in_between_was_learned_and_not_corrected()
    {
        Record(Noon.AddDays(1), CeasefireBy8August.On("2025-08-05"));
        _tracker.Send(new Correct(_tracker.Timeline.Recorded[^1].Id, CorrectionMode.Amended, "a misprint", new Replacement
        {
            Command = (CeasefireBy8August with { When = Date("2025-08-09"), Occurred = Date("2025-08-05") }).AsSent(),
        }), at: Noon.AddDays(2)).Refused.ShouldBeNull();

        Known(Noon, Noon.AddDays(3)).ShouldContainPath("deadlines/t-ceasefire").Cause.ShouldBe(Cause.Learned);
        Known(Noon.AddDays(1).AddHours(1), Noon.AddDays(3)).ShouldContainPath("deadlines/t-ceasefire/when").Cause.ShouldBe(Cause.Corrected);
    }

    [Fact]
    public void between_two_dates_of_the_world_only_the_world_changes()
    {
        Record(Noon.AddDays(2), SummitOnThe15th.On("2025-08-05"));

        var changes = new Comparison(_tracker.Timeline.At(new Moment(AsOf: Date("2025-08-04"))), _tracker.Timeline.At(new Moment(AsOf: Date("2025-08-06"))), from: null).Changes();
        changes.ShouldNotBeEmpty();
        changes.ShouldAllBe(change => change.Cause == Cause.WorldChanged);
    }

    [Fact]
    public void the_seventh_of_august_as_it_was_reported_in_the_morning_and_in_the_evening()
    {
        // The article came at noon of that day; who was asked about the venue answered in the evening.
        var (morning, evening) = (Noon.AddHours(-4), Noon.AddHours(7));
        var replayed = Replay.Of("a1_seed_2025-08-07");
        var told = Timeline.Of(replayed.Recorded.Select(fact => fact with
        {
            Event = fact.Event is RecordEvent ? fact.Event : fact.Event with
            {
                Basis = [new Basis { Speaker = "AFP", PublishedAt = fact.Event.Occurred.Latest < Noon ? morning.AddHours(-1) : fact.Version % 2 == 0 ? morning.AddHours(-1) : evening.AddHours(-1) }],
            },
        }));

        var changes = new Comparison(told.At(new Moment(ReportedAt: EdtfBound.Of(morning))), told.At(new Moment(ReportedAt: EdtfBound.Of(evening))), EdtfBound.Of(morning)).Changes();

        changes.ShouldNotBeEmpty();
        foreach (var change in changes)
        {
            change.Facts.ShouldNotBeEmpty(change.Path);
            change.Text.ShouldEndWith(".");
        }
    }

    private void Record(DateTimeOffset at, params DomainEvent[] events)
    {
        foreach (var (index, @event) in events.Index())
            _tracker.Send(@event.AsSent(), at: at.AddSeconds(index)).Refused.ShouldBeNull();
    }

    private List<Change> Known(DateTimeOffset from, DateTimeOffset to) => new Comparison(
        _tracker.Timeline.At(new Moment(KnownAt: from)), _tracker.Timeline.At(new Moment(KnownAt: to)), EdtfBound.Of(from)).Changes();
}

file static class Changes
{
    public static Change ShouldContainPath(this List<Change> changes, string path) =>
        changes.Find(change => change.Path == path).ShouldNotBeNull(string.Join("; ", changes.Select(change => change.Path)));
}
