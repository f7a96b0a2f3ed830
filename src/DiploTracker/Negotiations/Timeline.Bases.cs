namespace DiploTracker.Negotiations;

public sealed partial class Timeline
{
    /// <summary>All that supports a fact: what it was recorded with, then its corroborations.</summary>
    public IEnumerable<Basis> BasesOf(Fact fact) => BasesOf(fact, EventOf(fact));

    private IEnumerable<Basis> BasesOf(Fact fact, DomainEvent @event) =>
        Corroborations.TryGetValue(fact.Id.ToString(), out var further)
            ? @event.Basis.Concat(further.Where(one => !Corrections.IsRetracted(one.Id)).SelectMany(one => EventOf(one).Basis))
            : @event.Basis;

    /// <summary>That a key was destroyed; null when it was not, or not because it was asked for.</summary>
    public Fact? CertificateOf(string key) => Recorded.FirstOrDefault(fact => fact.Event is SubjectErased erased && erased.Key == key);

    /// <summary>
    /// Where a fact ranks in canonical order, as corrections left it; a fact about the record ranks by its own date.
    /// </summary>
    public Rank RankOf(Fact fact) => Rank.Of(EventOf(fact), fact.Version);
}
