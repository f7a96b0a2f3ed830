using DiploTracker.Negotiations;
using DiploTracker.Projections;
using DiploTracker.Statuses;

namespace DiploTracker.AgreementRegister;

/// <summary>A stage that an agreement reached, and when (EDTF).</summary>
public sealed record StageReached(AgreementStage Stage, Kernel.Edtf Occurred);

/// <summary>An agreement as its negotiation shows it, with the stages it has reached.</summary>
public sealed record RegisteredAgreement : AgreementView, IProjectionRow
{
    internal RegisteredAgreement(AgreementView agreement) : base(agreement)
    {
    }

    public required string Negotiation { get; init; }

    public required string Title { get; init; }

    /// <summary>In the order in which they occurred.</summary>
    public required IReadOnlyList<StageReached> Stages { get; init; }

    /// <summary>The original wordings used for it, in their languages.</summary>
    public required IReadOnlyList<string> Phrases { get; init; }
}

/// <summary>The agreements, the stages they have reached and what they depend on.</summary>
public sealed class AgreementProjection : Projection<RegisteredAgreement>
{
    public override string Name => "agreements";

    public override int Revision => 5;

    public override string Meaning => "Agreements as they stand now.";

    internal override IReadOnlyList<string> Indexes => ["(stage_earliest, negotiation, id)", "(stage)", "using gin (by_parties)"];

    protected override Func<RegisteredAgreement, IEnumerable<string?>> Searched =>
        agreement => [agreement.Title, agreement.Id, agreement.Type, .. agreement.Phrases];

    protected override IReadOnlyList<Column<RegisteredAgreement>> Flat =>
    [
        Column<RegisteredAgreement>.Text("title", row => row.Title, "The title of the negotiation."),
        Column<RegisteredAgreement>.Text("type", row => row.Type, "Interim, Framework, Ceasefire, …: an open word."),
        Column<RegisteredAgreement>.Word<AgreementStage>("stage", row => row.Stage, "The stage it is at."),
        Column<RegisteredAgreement>.Text("stage_since", row => row.Stages[^1].Occurred.Text, "When it reached that (EDTF)."),
        Column<RegisteredAgreement>.Time("stage_earliest", row => row.Stages[^1].Occurred.Earliest, "The first instant of that."),
        Column<RegisteredAgreement>.Text("effective", row => row.Effective?.Text, "From when, or until when, it holds (EDTF)."),
        Column<RegisteredAgreement>.Time("effective_earliest", row => row.Effective?.Earliest, "The first instant of that."),
        Column<RegisteredAgreement>.Time("effective_latest", row => row.Effective?.Latest, "The last instant of that."),
        Column<RegisteredAgreement>.Texts("by_parties", row => row.By, "The parties to it."),
        Column<RegisteredAgreement>.Texts("contingent_on", row => row.ContingentOn, "On what it depends."),
        Column<RegisteredAgreement>.Texts("blocked_by", row => row.BlockedBy, "The standing positions that block it."),
    ];

    protected override IEnumerable<RegisteredAgreement> Project(string negotiation, FactIndex course)
    {
        var head = course.Head;
        var blocking = Blocking.In(head);
        return head.Agreements.Select(agreement => new RegisteredAgreement(AgreementView.Of(agreement, blocking.Of(agreement.Id)))
        {
            Negotiation = negotiation,
            Title = head.Title,
            Stages = [.. course.Of(agreement.Id).Select(entry => entry.Event).OfType<AgreementStageReached>().Select(stage => new StageReached(stage.Stage, stage.Occurred))],
            Phrases = [.. course.PhrasesOf(agreement.Id)],
        });
    }
}
