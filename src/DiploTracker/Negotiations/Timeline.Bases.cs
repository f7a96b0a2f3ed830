namespace DiploTracker.Negotiations;

public sealed partial class Timeline
{
    /// <summary>The bases of a fact: those it was recorded with, then its corroborations.</summary>
    public IEnumerable<Basis> BasesOf(Fact fact) => BasesOf(fact, EventOf(fact));

    private IEnumerable<Basis> BasesOf(Fact fact, DomainEvent @event) =>
        Corroborations.TryGetValue(fact.Id.ToString(), out var further)
            ? @event.Basis.Concat(further.Where(one => !Corrections.IsRetracted(one.Id)).SelectMany(one => EventOf(one).Basis))
            : @event.Basis;

    /// <summary>The certificate that a key was destroyed; null if it was not, or not on request.</summary>
    public Fact? CertificateOf(string key) => Recorded.FirstOrDefault(fact => fact.Event is SubjectErased erased && erased.Key == key);
}
