using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// A point in the three times from which a negotiation is viewed; a time that is null does not limit.
/// </summary>
/// <param name="KnownAt">Only what was recorded by then.</param>
/// <param name="ReportedAt">Only what was published by then; unpublished facts count by their recorded time.</param>
/// <param name="AsOf">Only what had begun by the end of that date.</param>
public sealed record Moment(DateTimeOffset? KnownAt = null, EdtfBound? ReportedAt = null, Edtf? AsOf = null)
{
    public static readonly Moment Now = new();
}

public sealed partial class Timeline
{
    /// <summary>
    /// The timeline as seen from a moment. A correction belongs to recorded time: only <see cref="Moment.KnownAt"/>
    /// hides it. The opening is always there, unless it was not recorded yet.
    /// </summary>
    public Timeline At(Moment moment)
    {
        if (moment == Moment.Now)
            return this;

        var known = moment.KnownAt is { } knownAt ? KnownBy(knownAt) : this;
        if (moment is { ReportedAt: null, AsOf: null })
            return known;

        GrowingList<Fact> seen = [.. known.Recorded.Where(fact => known.IsSeen(fact, moment))];
        var order = Chronology.Of(known.Order.Recorded().Where(entry => known.IsSeen(entry.Fact, moment)));
        return new Timeline
        {
            Recorded = seen,
            Version = known.Version,
            Corrections = known.Corrections,
            LatestEmbargo = known.LatestEmbargo,
            Corroborations = known.Corroborations,
            Disclosures = known.Disclosures,
            Order = moment.ReportedAt is null ? order : Chronology.Placed(Legal(order.From(0))),
        };
    }

    // Each fact has a time from which it is known, and a fact that depends on those right after it was appended with
    // them, so the facts that are not known yet are always at the end.
    private Timeline KnownBy(DateTimeOffset time) =>
        After(Recorded.TakeWhile(fact => fact.KnownFrom <= time).Count());

    // A fact published by a moment may lack what it depends on. A tracker that had been sent only these facts would
    // park it; here too it has no effect.
    private static List<Entry> Legal(IEnumerable<Entry> entries)
    {
        var state = Negotiation.None;
        List<Entry> legal = [];
        foreach (var entry in entries)
        {
            if (!entry.IsRetracted && entry.Command.Judge(state, entry.Fact.RecordedAt).Refusal is not null)
                continue;
            state = entry.Apply(state);
            legal.Add(entry);
        }
        return legal;
    }

    private bool IsSeen(Fact fact, Moment moment)
    {
        var @event = EventOf(fact);
        return @event is NegotiationOpened or RecordEvent
            || ((moment.AsOf is not { } asOf || !@event.Occurred.First.IsAfter(asOf.Last))
                && (moment.ReportedAt is not { } reportedAt || WasReportedBy(reportedAt, fact, @event)));
    }

    // A publication lies on the day of its own place; a recorded time has none but that of UTC.
    private bool WasReportedBy(EdtfBound moment, Fact fact, DomainEvent @event)
    {
        var published = BasesOf(fact, @event).Select(basis => basis.PublishedAt).OfType<DateTimeOffset>();
        return published.DefaultIfEmpty(fact.RecordedAt).Any(time => !EdtfBound.Of(time).IsAfter(moment));
    }
}
