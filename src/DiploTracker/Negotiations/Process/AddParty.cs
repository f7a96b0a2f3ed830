using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Process;

/// <summary>A party joins, returns after leaving, or takes another role.</summary>
/// <param name="Party">Code of a party.</param>
/// <param name="Role">
/// An open word; Principal when left out by one that joins. For a party that is present, another role than it has.
/// </param>
/// <param name="Succeeds">The parties whose place it takes: it may answer what was put to them.</param>
/// <param name="MemberOf">The group that it belongs to: E3, EU, …</param>
[Records<PartyJoined>]
[Refuses("already-a-party", "unknown-party")]
public sealed record AddParty(
    string Party, string? Role = null, [property: AddedLater] EquatableArray<string> Succeeds = default,
    string? MemberOf = null) : Command
{
    private const string Usual = "Principal";

    internal override IEnumerable<string> Mentioned =>
        MemberOf is null ? [Party, .. Succeeds] : [Party, .. Succeeds, MemberOf];

    // Earlier versions knew the usual role only, and remember answers under its hash.
    internal override Command Hashed => this with { Role = Role ?? Usual };

    // Sent again without a role, it is the very same fact as the one that gave the usual role.
    internal override Command PlainIn(Timeline timeline) =>
        Role is null && this with { Role = Usual } is var usual
        && timeline.MayBeOf(usual).Any(fact => timeline.EventOf(fact).Standing().Equals(usual)) ? usual : this;

    public override Decision Decide(Negotiation negotiation) =>
        string.IsNullOrWhiteSpace(Party) || Party.Contains('.') ? Refusals.Malformed("party", $"'{Party}' is not the code of a party")
        : MemberOf is not null && string.IsNullOrWhiteSpace(MemberOf) ? Refusals.Malformed("memberOf", "name the group")
        : Succeeds.Contains(Party) ? Refusals.Malformed("succeeds", "a party does not succeed itself")
        : Succeeds.FirstOrDefault(code => !negotiation.Parties.Has(code)) is { } unknown
            ? Refusals.UnknownParty(unknown)
        : negotiation.Parties[Party] is { Left: false } party ? Decide(party)
        : new PartyJoined(Party, Role ?? Usual, Succeeds, MemberOf);

    private Decision Decide(Party party) =>
        (Role is null || Folded.Of(Role) == Folded.Of(party.Role)) && (MemberOf ?? party.MemberOf) == party.MemberOf
            && Succeeds.All(party.Succeeds.Contains)
            ? Problems.AlreadyAParty.Because($"'{Party}' is a party already, as {party.Role}.")
            : new PartyJoined(Party, Role ?? party.Role, Succeeds, MemberOf);
}

[StoredAs("party-joined.v1")]
public sealed record PartyJoined(
    string Party, string Role, EquatableArray<string> Succeeds = default, string? MemberOf = null) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => (negotiation with
    {
        Parties = negotiation.Parties.With(new Party(Party, Role)
        {
            Succeeds = (negotiation.Parties[Party]?.Succeeds ?? default).Union(Succeeds),
            MemberOf = MemberOf ?? negotiation.Parties[Party]?.MemberOf,
        }),
    }).Waiting(Party);

    internal override Dealing? CountsAs => null;

    public override Command ToCommand() => new AddParty(Party, Role, Succeeds, MemberOf);

    public override string Describe() =>
        $"{Party} joins as {Role}{(MemberOf is null ? "" : $", of {MemberOf}")}"
        + $"{(Succeeds.IsEmpty ? "" : $", in the place of {Succeeds.Names()}")}.";
}
