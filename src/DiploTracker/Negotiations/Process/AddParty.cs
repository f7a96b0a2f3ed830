using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Process;

/// <summary>A party joins, or returns after leaving.</summary>
/// <param name="Party">Code of a party.</param>
[Records<PartyJoined>]
[Refuses("already-a-party")]
public sealed record AddParty(string Party, string Role = "Principal") : Command
{
    internal override IEnumerable<string> Mentioned => [Party];

    public override Decision Decide(Negotiation negotiation) =>
        string.IsNullOrWhiteSpace(Party) || Party.Contains('.') ? Refusals.Malformed("party", $"'{Party}' is not the code of a party")
        : negotiation.IsParty(Party) ? Problems.AlreadyAParty.Because($"'{Party}' is a party already, as {negotiation.Parties[Party]!.Role}.")
        : new PartyJoined(Party, Role);
}

[StoredAs("party-joined.v1")]
public sealed record PartyJoined(string Party, string Role) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) =>
        negotiation with { Parties = negotiation.Parties.With(new Party(Party, Role)) };

    internal override Dealing? CountsAs => null;

    public override Command ToCommand() => new AddParty(Party, Role);

    public override string Describe() => $"{Party} joins as {Role}.";
}
