using CsCheck;
using DiploTracker.Kernel;
using DiploTracker.Specs.Negotiations;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.ThreeTimes;

/// <summary>A negotiation read at a moment is that of a fresh tracker which was sent only what that moment holds.</summary>
public sealed class ReadingLaws
{
    private const int Many = 100;

    private static readonly Gen<int> Any = Gen.Int[0, 1_000];

    public static TheoryData<string> Histories => [.. Replay.Names];

    [Theory]
    [MemberData(nameof(Histories))]
    public void as_known_at_is_a_tracker_that_was_sent_only_what_was_recorded_by_then(string history) => AsKnownAt(MinutesApart(history));

    [Fact]
    public void so_in_generated_ones() => Story.WithCorrections.Sample(AsKnownAt, iter: Many);

    private static void AsKnownAt(Timeline timeline) =>
        Story.Retold(timeline.Recorded.Select(fact => (fact, fact.Event)), (tracker, fact) =>
            tracker.ShouldStandAs(timeline.At(new Moment(KnownAt: fact.RecordedAt)), $"by version {fact.Version}"));

    [Theory]
    [MemberData(nameof(Histories))]
    public void as_of_is_a_tracker_that_was_sent_only_what_had_occurred_by_then(string history) => AsOf(MinutesApart(history));

    [Fact]
    public void so_is_as_of_in_generated_ones() => Story.WithoutRetractions.Sample(AsOf, iter: Many);

    private static void AsOf(Timeline timeline)
    {
        foreach (var date in Dates(timeline))
            IsRetold(timeline.Canonical.Where(entry => Occurred(entry.Event, date)), timeline.At(new Moment(AsOf: date)), date.Text, parks: true);
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void as_reported_at_is_a_tracker_that_was_sent_only_what_was_published_by_then(string history) => AsReportedAt(MinutesApart(history));

    [Fact]
    public void so_is_as_reported_at_in_generated_ones() => Story.WithoutRetractions.Sample(AsReportedAt, iter: Many);

    private static void AsReportedAt(Timeline timeline)
    {
        foreach (var time in timeline.Recorded.Select(fact => ReportedAt(timeline, fact)).Distinct())
            IsRetold(timeline.Canonical.Where(entry => entry.Event is NegotiationOpened || ReportedAt(timeline, entry.Fact) <= time),
                timeline.At(new Moment(ReportedAt: EdtfBound.Of(time))), $"{time:O}", parks: false);
    }

    /// <summary>
    /// Sent in the order that they have without the others: a day and a time on it stand as they arrived, unless a third
    /// fact of that day is between them.
    /// </summary>
    private static void IsRetold(IEnumerable<Entry> entries, Timeline reading, string where, bool parks)
    {
        var kept = entries.OrderBy(entry => entry.Fact.Version).ToDictionary(entry => entry.Fact.Id);
        var alone = Timeline.Of(kept.Values.Select((entry, index) => entry.Fact with { Event = entry.Event, Version = index + 1 }));
        Story.Retold(alone.Canonical.Select(entry => kept[entry.Fact.Id]), parks).ShouldStandAs(reading, where);
    }

    [Fact]
    public void what_was_known_and_what_had_occurred_commute() =>
        Gen.Select(Gen.OneOf([.. Replay.Names]), Any).Sample((history, which) => Commutes(MinutesApart(history), which), iter: Many);

    [Fact]
    public void so_do_they_in_generated_ones() => Gen.Select(Story.WithoutCorrections, Any).Sample(Commutes, iter: Many);

    private static void Commutes(Timeline all, int which)
    {
        var timeline = Timeline.Of(all.Recorded.Where(fact => fact.Event is not RecordCorrected).Select((fact, index) => fact with { Version = index + 1 }));
        List<Edtf> dates = [.. Dates(timeline)];
        var date = dates[which % dates.Count];
        var occurred = new Moment(AsOf: date);
        var ofThose = Timeline.Of(timeline.At(occurred).Recorded.Select((fact, index) => fact with { Version = index + 1 }));
        foreach (var fact in timeline.Recorded.Where((_, index) => index % 5 == which % 5))
        {
            var known = new Moment(KnownAt: fact.RecordedAt);
            var both = DryTracker.StatusOf(timeline.At(new Moment(KnownAt: fact.RecordedAt, AsOf: date)));
            DryTracker.StatusOf(timeline.At(known).At(occurred)).ShouldBe(both);
            DryTracker.StatusOf(ofThose.At(known)).ShouldBe(both);
        }
    }

    [Fact]
    public void facts_that_were_possible_only_together_are_known_together()
    {
        var tracker = new DryTracker();
        tracker.Send([.. Agreed.Append(SummitOnThe15th).Select((@event, index) => @event.On($"2025-08-0{index + 1}").AsSent()), SummitMoved.On("2025-08-09").AsSent()]);
        tracker.Send(SummitCancelled.On("2025-08-06").AsSent(), parks: true).Parked.ShouldNotBeNull();
        var before = tracker.Status;
        tracker.Send(SummitReinstated.On("2025-08-07").AsSent(), parks: true);

        var (cancelled, reinstated) = (tracker.Timeline.Recorded[^2], tracker.Timeline.Recorded[^1]);
        cancelled.Event.ShouldBeOfType<MeetingCancelled>();
        DryTracker.StatusOf(tracker.Timeline.At(new Moment(KnownAt: cancelled.RecordedAt))).ShouldBe(before);
        DryTracker.StatusOf(tracker.Timeline.At(new Moment(KnownAt: reinstated.RecordedAt))).ShouldBe(tracker.Status);
    }

    /// <summary>A history as if each of its facts had been recorded a minute after the one before.</summary>
    private static Timeline MinutesApart(string history) => Timeline.Of(Replay.Of(history).Recorded
        .Select(fact => fact with { RecordedAt = Received.AddYears(1).AddMinutes(fact.Version) }));

    private static bool Occurred(DomainEvent @event, Edtf by) => @event is NegotiationOpened || !@event.Occurred.First.IsAfter(by.Last);

    private static IEnumerable<Edtf> Dates(Timeline timeline) => timeline.Canonical.Select(entry => entry.Event.Occurred).Distinct();

    private static DateTimeOffset ReportedAt(Timeline timeline, Fact fact) =>
        timeline.BasesOf(fact).Min(basis => basis.PublishedAt) ?? fact.RecordedAt;
}
