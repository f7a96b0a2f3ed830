using System.Text.Json.Serialization;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using DiploTracker.Statuses;

namespace DiploTracker.PositionLedger;

/// <summary>A position as its negotiation shows it, with everything that it blocks.</summary>
public sealed record LedgerPosition : PositionView, IProjectionRow
{
    internal LedgerPosition(PositionView position) : base(position)
    {
    }

    // Read back from the view: all members come from the row.
    [JsonConstructor]
    private LedgerPosition() : base("", "", default, default, null, [], [])
    {
    }

    public required string Negotiation { get; init; }

    public required string Title { get; init; }

    /// <summary>While it stands it blocks what it names; a met or dropped one no longer stands.</summary>
    public required bool Standing { get; init; }

    /// <summary>When it was stated (EDTF).</summary>
    public Kernel.Edtf? Since { get; init; }

    /// <summary>When it last changed (EDTF); null if it never did.</summary>
    public Kernel.Edtf? Changed { get; init; }

    /// <summary>
    /// What it blocks indirectly: each chain begins with a thing it names, and each next one is an agreement that
    /// depends on the one before.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<string>> Chains { get; init; }

    /// <summary>The original wordings used for it, in their languages.</summary>
    public required IReadOnlyList<string> Phrases { get; init; }
}

/// <summary>The positions and what they block, directly and through dependencies.</summary>
public sealed class PositionProjection : Projection<LedgerPosition>
{
    public override string Name => "positions";

    public override int Revision => 7;

    public override string Meaning => "Positions of the parties as they stand now, and what they block.";

    internal override IReadOnlyList<string> Indexes => [$"({ProjectionQuery.InOrder("since_")}, negotiation, id)", "using hash (by_party)", "using gin (blocks)", "using gin (blocks_further)"];

    protected override Func<LedgerPosition, IEnumerable<string?>> Searched => position => [position.Title, position.Id, position.Text, .. position.Phrases];

    protected override IReadOnlyList<Column<LedgerPosition>> Flat =>
    [
        Column<LedgerPosition>.Text("title", row => row.Title, "The title of the negotiation."),
        Column<LedgerPosition>.Text("by_party", row => row.By, "Whose position it is."),
        Column<LedgerPosition>.Texts("to_parties", row => row.To, "Towards whom."),
        Column<LedgerPosition>.Word<PositionKind>("kind", row => row.Kind, "Demand, Precondition, RedLine, Offer, Goal or Claim."),
        Column<LedgerPosition>.Word<PositionStatus>("status", row => row.Status, "Standing, Softened, Hardened, Met or Dropped."),
        Column<LedgerPosition>.Flag("standing", row => row.Standing, "It still stands, softened and hardened ones too."),
        Column<LedgerPosition>.Text("text", row => row.Text, "What it says."),
        Column<LedgerPosition>.Texts("blocks", row => row.Blocks, "The meetings, proposals and agreements that it names; while it stands they are blocked."),
        Column<LedgerPosition>.Texts("blocks_further", Further, "The agreements that depend on these, however indirectly."),
        Column<LedgerPosition>.Texts("contested_by", row => row.ContestedBy, "The parties that deny it."),
        Column<LedgerPosition>.Texts(
            "concerns", row => row.Concerns.Select(link => link.Id), "What it is about, beside what it blocks."),
        Column<LedgerPosition>.Text("since", row => row.Since?.Text, "When it was stated (EDTF)."),
        .. Column<LedgerPosition>.Days("since_", row => row.Since, "that"),
        Column<LedgerPosition>.Text("changed", row => row.Changed?.Text, "When it last changed (EDTF)."),
    ];

    internal override IReadOnlyCollection<string>? Things(FactIndex course) => course.ThingsIn(course.Head.Positions);

    protected override IEnumerable<LedgerPosition> Project(string negotiation, FactIndex course)
    {
        var head = course.Head;
        return course.InScope(head.Positions).Select(position => new LedgerPosition(PositionView.Of(position, head))
        {
            Negotiation = negotiation,
            Title = head.Title,
            Standing = position.IsStanding,
            Since = course.Last<PositionStated>(position.Id)?.Occurred,
            Changed = course.Last<PositionChanged>(position.Id)?.Occurred,
            Chains = [.. position.Blocks.SelectMany(blocked => Chains(head, [blocked]))],
            Phrases = [.. course.PhrasesOf(position.Id)],
        });
    }

    /// <summary>
    /// Every chain that continues a given one to its end; a thing already in the chain is not visited again.
    /// </summary>
    private static IEnumerable<IReadOnlyList<string>> Chains(Negotiation negotiation, IReadOnlyList<string> chain)
    {
        var next = negotiation.Agreements
            .Where(agreement => agreement.ContingentOn.Contains(chain[^1]) && !chain.Contains(agreement.Id))
            .Select(agreement => agreement.Id).ToList();
        return next is [] ? [chain] : next.SelectMany(id => Chains(negotiation, [.. chain, id]));
    }

    private static IEnumerable<string> Further(LedgerPosition position) => position.Chains.SelectMany(chain => chain.Skip(1)).Distinct();
}
