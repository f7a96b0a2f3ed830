using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Substance;

/// <summary>
/// A party states what it wants, will not have or claims; while the position stands, it blocks what it names.
/// </summary>
/// <param name="Id">Slug of the position.</param>
/// <param name="By">Code of a party.</param>
/// <param name="Kind">The kind of position.</param>
/// <param name="To">Parties it is put to.</param>
/// <param name="Text">The position in words.</param>
/// <param name="Blocks">The meetings, proposals and agreements that it blocks.</param>
[Records<PositionStated>]
[Refuses("blocks-unknown", "concerns-unknown", "position-exists", "position-kind-unknown", "precondition-needs-target",
    "unknown-party")]
public sealed record StatePosition(
    string Id, string By, Word<PositionKind> Kind, EquatableArray<string> To = default, string? Text = null,
    EquatableArray<string> Blocks = default) : Command
{
    /// <summary>What it is about, beside what it blocks.</summary>
    [AddedLater]
    public EquatableArray<Link> Concerns { get; init; }

    internal override IEnumerable<string> PartiesNamed => [By, .. To];

    public override Decision Decide(Negotiation negotiation) =>
        !Slug.IsId(Id) ? Refusals.BadId("id", Id)
        : !Kind.IsKnown ? Refusals.UnknownWord(Problems.PositionKindUnknown, "kind", Kind)
        : Kind.Value == PositionKind.Precondition && Blocks.IsEmpty ? Problems.PreconditionNeedsTarget.Because("A precondition names in `blocks` what it stands before.")
        : negotiation.Positions.Has(Id) ? Problems.PositionExists.Because($"'{Id}' is a position of this negotiation already; record how it changed.")
        : Blocks.FirstOrDefault(target => !negotiation.CanBeBlocked(target)) is { } unknown
            ? Problems.BlocksUnknown.Because($"No meeting, proposal or agreement '{unknown}' was known in this negotiation at that time.")
        : Refusals.OfLinks(Concerns, negotiation) is { } refusal ? refusal
        : new PositionStated(Id, By, Kind.Value!.Value, To, Text, Blocks) { Concerns = Concerns };
}

[StoredAs("position-stated.v1")]
public sealed record PositionStated(
    string Id, string By, PositionKind Kind, EquatableArray<string> To, string? Text, EquatableArray<string> Blocks) : DomainEvent
{
    public EquatableArray<Link> Concerns { get; init; }

    // Only an amended or partial record can state a position twice; the first then counts.
    public override Negotiation Apply(Negotiation negotiation) => negotiation.Positions.Has(Id) ? negotiation : negotiation with
    {
        Positions = negotiation.Positions.With(Stated),
    };

    private Position Stated => new(Id, Negotiation.PartyOf(By), Kind, Negotiation.PartiesOf(To), Text, Blocks) { Concerns = Concerns };

    internal override string? Gives => Id;

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => Dealing.Position;

    internal override EquatableArray<Link> Links => Concerns;

    public override Command ToCommand() => new StatePosition(Id, By, Kind, To, Text, Blocks) { Concerns = Concerns };

    public override string Describe() =>
        $"{By} states a position{To.To()} ({Kind}, {Id}){Concerns.Concerning()}{Text.Quoting()}"
        + $"{(Blocks.IsEmpty ? "" : $"; it blocks {Blocks.Names()}")}.";
}
