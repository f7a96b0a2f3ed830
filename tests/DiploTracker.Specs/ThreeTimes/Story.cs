using CsCheck;
using Shouldly;

namespace DiploTracker.Specs.ThreeTimes;

/// <summary>Generated records: facts that come in any order, wait, are corrected, corroborated, and corrected again.</summary>
internal static class Story
{
    public static readonly Gen<Timeline> WithCorrections = From(Retract, Amend, Support);

    public static readonly Gen<Timeline> WithoutRetractions = From(Amend, Amend, Support);

    public static readonly Gen<Timeline> WithoutCorrections = From(Support);

    private delegate Command? Later(Timeline timeline, Fact target, DomainEvent @event, Basis basis);

    /// <summary>The command of a fact as it was sent, where the facts it names have other ids now.</summary>
    public static Command Sent(DomainEvent @event, IReadOnlyDictionary<Guid, Guid> ids) => @event.AsSent() switch
    {
        Corroborate corroborate => corroborate with { Fact = ids[corroborate.Fact] },
        ChangeDisclosure change when Guid.TryParse(change.Ref, out var fact) => change with { Ref = ids[fact].ToString() },
        Correct correct => correct with
        {
            Fact = ids[correct.Fact],
            Replacement = @event is RecordCorrected { Replacement: { } replacement } ? new Replacement { Command = Sent(replacement, ids) } : null,
        },
        var command => command,
    };

    /// <summary>A fresh tracker that is sent facts; each keeps its recorded time.</summary>
    public static DryTracker Retold(IEnumerable<(Fact Fact, DomainEvent Event)> facts, Action<DryTracker, Fact>? afterEach = null)
    {
        var tracker = new DryTracker();
        var ids = new Dictionary<Guid, Guid>();
        foreach (var (fact, @event) in facts)
        {
            var decided = tracker.Send(Sent(@event, ids), parks: true, fact.RecordedAt);
            decided.Refused.ShouldBeNull(@event.Describe());
            ids[fact.Id] = decided.Parked?.Id ?? decided.Facts.ShouldHaveSingleItem(@event.Describe()).Id;
            afterEach?.Invoke(tracker, fact);
        }
        return tracker;
    }

    /// <summary>
    /// A fresh tracker that is sent facts as they stand, in canonical order, and then told which of them are retracted. What
    /// lacks what it rests on waits, or is refused.
    /// </summary>
    public static DryTracker Retold(IEnumerable<Entry> entries, bool parks = true)
    {
        List<Guid> retracted = [];
        var tracker = new DryTracker();
        foreach (var entry in entries)
        {
            tracker.Send(entry.Event.AsSent(), parks, entry.Fact.RecordedAt);
            if (entry.IsRetracted)
                retracted.Insert(0, tracker.LastSent);
        }
        foreach (var fact in retracted)
            tracker.Send(new Correct(fact, CorrectionMode.Retracted, "wrong"), parks);
        return tracker;
    }

    private static Gen<Timeline> From(params Later[] later) => Gen
        .Select(Negotiations.Generated.Plain, Gen.Int[0, 99], Gen.Int[0, 10_000], Negotiations.Generated.AnyBasis).Array[10, 60]
        .Select(steps =>
        {
            var tracker = new DryTracker();
            tracker.Send(Opened.On("2025-06-30").AsSent());
            foreach (var (@event, roll, which, basis) in steps)
                if (@event is not (NegotiationOpened or RecordEvent))
                    tracker.Send(
                        (roll < 30 ? later[roll % later.Length](tracker.Timeline, tracker.Timeline.Recorded[which % tracker.Timeline.Recorded.Count], @event, basis) : null)
                            ?? @event.AsSent(),
                        parks: true);
            return tracker.Timeline;
        });

    private static Command Retract(Timeline timeline, Fact target, DomainEvent @event, Basis basis) =>
        new Correct(target.Id, CorrectionMode.Retracted, "wrong");

    private static Command? Amend(Timeline timeline, Fact target, DomainEvent @event, Basis basis) => target.Event is RecordEvent ? null
        : new Correct(target.Id, CorrectionMode.Amended, "a misprint", new Replacement
        {
            Command = (timeline.EventOf(target).GetType() == @event.GetType() ? @event : timeline.EventOf(target) with { Occurred = @event.Occurred }).AsSent(),
        });

    private static Command Support(Timeline timeline, Fact target, DomainEvent @event, Basis basis) => new Corroborate(target.Id) { Basis = [basis] };
}
