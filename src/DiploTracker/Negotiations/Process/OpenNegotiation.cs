using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Process;

/// <summary>A negotiation is opened: from here on its facts can be recorded.</summary>
/// <param name="Key">The permanent slug of the negotiation: <c>ukraine-2025</c>.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Parties">CODE, CODE:Role (Principal, Mediator, Facilitator, Host, ...), or an object that may also name the group.</param>
/// <param name="Subject">What it is about.</param>
[Records<NegotiationOpened>]
[Refuses("already-open", "phase-unknown", "two-parties-required")]
public sealed record OpenNegotiation(string Key, string Title, EquatableArray<PartyInRole> Parties, string? Subject = null) : Command
{
    /// <summary>The phase at the beginning of the record; PreNegotiation when left out.</summary>
    public Word<Phase> Phase { get; init; } = Negotiations.Phase.PreNegotiation;

    internal override IEnumerable<string> Mentioned =>
        [.. Parties.Select(party => party.Code), .. Parties.Select(party => party.MemberOf).OfType<string>()];

    public override Decision Decide(Negotiation negotiation) =>
        !Slug.IsKey(Key) ? Refusals.Malformed("key", $"'{Key}' is not a key; a key is 3 to 64 lower-case letters, digits and hyphens (a-z 0-9 -)")
        : string.IsNullOrWhiteSpace(Title) ? Refusals.Malformed("title", "a title is expected")
        : !Phase.IsKnown ? Refusals.UnknownWord(Problems.PhaseUnknown, "phase", Phase)
        : Parties.Select(party => party.Code).Distinct().Count() < 2 ? Problems.TwoPartiesRequired.Because("A negotiation is between at least two parties; name them in `parties`.")
        : negotiation.IsOpen ? Problems.AlreadyOpen.Because($"'{Key}' is open already: {negotiation.Title}.")
        : new NegotiationOpened(Key, Title, Subject, Parties, Phase.Value!.Value);
}

/// <summary>A party and the role in which it takes part; sent as an object or as <c>USA:Mediator</c>.</summary>
/// <param name="MemberOf">The group that it belongs to: E3, EU, …</param>
[System.Text.Json.Serialization.JsonConverter(typeof(PartyInRoleJsonConverter))]
public sealed record PartyInRole(string Code, string Role = "Principal", string? MemberOf = null);

[StoredAs("negotiation-opened.v1")]
public sealed record NegotiationOpened(string Key, string Title, string? Subject, EquatableArray<PartyInRole> Parties, Phase Phase) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation with
    {
        IsOpen = true,
        Title = Title,
        Subject = Subject,
        Phase = Phase,
        Parties = Parties.Aggregate(negotiation.Parties, (roll, party) => roll.With(
            new Party(party.Code, party.Role) { MemberOf = party.MemberOf })),
    };

    internal override Dealing? CountsAs => null;

    public override Command ToCommand() => new OpenNegotiation(Key, Title, Parties, Subject) { Phase = Phase };

    public override string Describe() => $"The record of “{Title}” opens, between {string.Join(", ", Parties.Select(party => party.Code))}; phase {Phase}.";
}
