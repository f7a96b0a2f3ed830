using System.Text.Json.Serialization;
using DiploTracker.Negotiations;
using DiploTracker.Projections;
using DiploTracker.Statuses;

namespace DiploTracker.AgreementRegister;

/// <summary>A stage that an agreement reached, and when (EDTF).</summary>
/// <param name="By">The parties that reached it, where they are named.</param>
public sealed record StageReached(AgreementStage Stage, Kernel.Edtf Occurred, Kernel.EquatableArray<string> By);

/// <summary>An agreement as its negotiation shows it, with the stages it has reached.</summary>
public sealed record RegisteredAgreement : AgreementView, IProjectionRow
{
    internal RegisteredAgreement(AgreementView agreement) : base(agreement)
    {
    }

    // Read back from the view: all members come from the row.
    [JsonConstructor]
    private RegisteredAgreement() : base(
        "", "", default, null, [], [], [], new Dictionary<string, AgreementStage>(), false, [], 0, [], null, [])
    {
    }

    public required string Negotiation { get; init; }

    /// <summary>The title of the negotiation.</summary>
    public new required string Title { get; init; }

    /// <summary>The name that the agreement goes by; null if it has none.</summary>
    public string? AgreementTitle { get; init; }

    /// <summary>In the order in which they occurred, signatures after entry into force included.</summary>
    public required IReadOnlyList<StageReached> Stages { get; init; }

    /// <summary>
    /// Its effective date (EDTF) as long as nobody has recorded what became of it: that it came into force or, where it
    /// was extended until then, that it was extended again or ended. Else null.
    /// </summary>
    public Kernel.Edtf? Due { get; init; }

    /// <summary>That date has passed, by the clock of the database.</summary>
    public bool? Overdue { get; init; }

    /// <summary>The original wordings used for it, in their languages.</summary>
    public required IReadOnlyList<string> Phrases { get; init; }
}

/// <summary>The agreements, the stages they have reached and what they depend on.</summary>
public sealed class AgreementProjection : Projection<RegisteredAgreement>
{
    public override string Name => "agreements";

    public override int Revision => 8;

    public override string Meaning => "Agreements as they stand now.";

    internal override IReadOnlyList<DashboardColumn> Shown =>
    [
        .. AsStored,
        new("overdue", "coalesce(t.due_passed_at < now(), false)", "Nobody has recorded what became of what was due."),
    ];

    internal override IReadOnlyList<string> Indexes => [$"({ProjectionQuery.InOrder("stage_")}, negotiation, id)", "(stage)", "using gin (by_parties)"];

    protected override Func<RegisteredAgreement, IEnumerable<string?>> Searched =>
        agreement => [agreement.Title, agreement.AgreementTitle, agreement.Id, agreement.Type, .. agreement.Phrases];

    protected override IReadOnlyList<Column<RegisteredAgreement>> Flat =>
    [
        Column<RegisteredAgreement>.Text("title", row => row.Title, "The title of the negotiation."),
        Column<RegisteredAgreement>.Text(
            "agreement_title", row => row.AgreementTitle, "The name that the agreement goes by."),
        Column<RegisteredAgreement>.Text("type", row => row.Type, "Interim, Framework, Ceasefire, …: an open word."),
        Column<RegisteredAgreement>.Compared("type", row => row.Type),
        Column<RegisteredAgreement>.Word<AgreementStage>("stage", row => row.Stage, "The stage it is at."),
        Column<RegisteredAgreement>.Text("stage_since", row => Since(row)?.Text, "When it reached that (EDTF)."),
        .. Column<RegisteredAgreement>.Days("stage_", Since, "that"),
        Column<RegisteredAgreement>.Text("effective", row => row.Effective?.Text, "From when, or until when, it holds (EDTF)."),
        .. Column<RegisteredAgreement>.Days("effective_", row => row.Effective, "that"),
        Column<RegisteredAgreement>.Passed("due_passed_at", row => row.Due, "what is due"),
        Column<RegisteredAgreement>.Flag("in_force", row => row.InForce, "It came into force and has not ended."),
        Column<RegisteredAgreement>.Texts("suspended_by", row => row.SuspendedBy, "The parties that suspended it."),
        Column<RegisteredAgreement>.Integer("extensions", row => row.Extensions, "How often it was extended."),
        Column<RegisteredAgreement>.Integer("breaches", row => row.Breaches.Count, "How many breaches are recorded."),
        Column<RegisteredAgreement>.Word<AgreementStage>("ended", row => row.Ended?.How, "How it ended."),
        Column<RegisteredAgreement>.Texts("by_parties", row => row.By, "The parties to it."),
        Column<RegisteredAgreement>.Texts("contingent_on", row => row.ContingentOn, "On what it depends."),
        Column<RegisteredAgreement>.Texts("conditions_met", row => row.ConditionsMet, "Those of them that are met."),
        Column<RegisteredAgreement>.Texts("blocked_by", row => row.BlockedBy, "The standing positions that block it."),
        Column<RegisteredAgreement>.Texts("contested_by", row => row.ContestedBy, "The parties that deny it."),
        Column<RegisteredAgreement>.Texts(
            "concerns", row => row.Concerns.Select(link => link.Id), "What it ratifies, ends, implements or is part of."),
    ];

    internal override IReadOnlyCollection<string>? Things(FactIndex course) => course.ThingsIn(course.Head.Agreements);

    protected override IEnumerable<RegisteredAgreement> Project(string negotiation, FactIndex course)
    {
        var head = course.Head;
        var blocking = Blocking.In(head);
        return course.InScope(head.Agreements).Select(agreement => new RegisteredAgreement(
            AgreementView.Of(agreement, head, blocking))
        {
            Due = agreement.Due,
            Negotiation = negotiation,
            Title = head.Title,
            AgreementTitle = agreement.Title,
            Stages =
            [
                .. course.Of(agreement.Id).Select(entry => entry.Event).OfType<AgreementStageReached>().Select(Reached),
            ],
            Phrases = [.. course.PhrasesOf(agreement.Id)],
        });
    }

    // A signature after entry into force is a stage of the party alone.
    private static Kernel.Edtf? Since(RegisteredAgreement row) =>
        row.Stages.LastOrDefault(stage => stage.Stage == row.Stage)?.Occurred;

    private static StageReached Reached(AgreementStageReached stage) =>
        new(stage.Stage, stage.Occurred, Negotiations.Negotiation.PartiesOf(stage.By));
}
