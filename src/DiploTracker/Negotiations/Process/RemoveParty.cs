using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Process;

/// <summary>A party leaves; what it said and did stays.</summary>
/// <param name="Party">Code of a party.</param>
/// <param name="Reason">Why.</param>
[Records<PartyLeft>]
[Refuses("unknown-party")]
public sealed record RemoveParty(string Party, string? Reason = null) : Command
{
    internal override IEnumerable<string> PartiesNamed => [Party];

    public override Decision Decide(Negotiation negotiation) => new PartyLeft(Party, Reason);
}

[StoredAs("party-left.v1")]
public sealed record PartyLeft(string Party, string? Reason) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) =>
        negotiation with { Parties = negotiation.Parties.Change(Negotiation.PartyOf(Party), party => party with { Left = true }) };

    internal override Dealing? CountsAs => null;

    public override Command ToCommand() => new RemoveParty(Party, Reason);

    public override string Describe() => $"{Party} leaves{Reason.Because()}.";
}
