using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Substance;

/// <summary>
/// An agreement reaches a stage. The first names its type; on the way into force stages never go back, but a party may
/// still sign: it accedes. In force after a suspension: it resumes.
/// </summary>
/// <param name="Id">Slug of the agreement.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Type">
/// An open word: Interim, Framework, Comprehensive, Ceasefire, JointStatement, …; required the first time.
/// </param>
/// <param name="Effective">From when, or until when, it holds (EDTF).</param>
/// <param name="ContingentOn">What it depends on, in place of what it depended on before; empty: on nothing.</param>
/// <param name="By">The parties that reach the stage; they become parties to it.</param>
/// <param name="Title">The name it goes by from now on.</param>
[Records<AgreementStageReached>]
[Refuses("agreement-ended", "agreement-not-begun", "agreement-unknown", "concerns-unknown", "stage-goes-backwards",
    "stage-unknown", "unknown-party")]
public sealed record RecordAgreementStage(
    string Id, Word<AgreementStage> Stage, string? Type = null, Edtf? Effective = null,
    [property: KeptWhenEmpty] EquatableArray<string> ContingentOn = default,
    EquatableArray<string> By = default, string? Title = null) : Command
{
    /// <summary>What it ratifies, ends, implements or is part of; adds to what was named before.</summary>
    [AddedLater]
    public EquatableArray<Link> Concerns { get; init; }

    internal override IEnumerable<string> PartiesNamed => By;

    public override Decision Decide(Negotiation negotiation) => negotiation.Agreements[Id] switch
    {
        _ when !Stage.IsKnown => Refusals.UnknownWord(Problems.StageUnknown, "stage", Stage),
        _ when Effective is { Error: not null } => Refusals.EdtfInvalid("effective", Effective),
        null when !Slug.IsId(Id) => Refusals.BadId("id", Id),
        null when Type is null => Problems.AgreementUnknown.Because($"No agreement '{Id}' was known at that time; the first stage of one names its `type`."),
        { Ended: { } ended } => Problems.AgreementEnded
            .Because($"The agreement '{Id}' has ended: {ended.How}. Only a correction of that changes how.")
            .With("current", ended.How.ToString()),
        var agreement when NeedsBeginning && !HasBegun(agreement) =>
            Problems.AgreementNotBegun
                .Because($"'{Id}' was neither signed nor in force, nor had it taken effect; it cannot be {Stage}."),
        { } agreement when Stage.Value < agreement.Furthest && !IsAccessionTo(agreement) => Problems.StageGoesBackwards
            .Because($"The agreement '{Id}' has been {agreement.Furthest}; it does not go back to {Stage}.")
            .With("current", agreement.Furthest.ToString()),
        _ when Refusals.OfLinks(Concerns, negotiation) is { } unknown => unknown,
        _ => Reached with { Concerns = Concerns },
    };

    private AgreementStageReached Reached => new(Id, Stage.Value!.Value, Type, Effective, ContingentOn, By, Title);

    private bool NeedsBeginning =>
        Stage.Value is AgreementStage.Extended or AgreementStage.Suspended or AgreementStage.Breached;

    private bool IsAccessionTo(Agreement agreement) =>
        agreement.IsAcceding(Stage.Value!.Value, Negotiation.PartiesOf(By));

    private bool HasBegun(Agreement? agreement) => agreement is null
        ? Effective is { } effective && effective.HasBegunBy(Occurred!)
        : agreement.HasBegunBy(Occurred!);
}

[StoredAs("agreement-stage-reached.v1")]
public sealed record AgreementStageReached(
    string Id, AgreementStage Stage, string? Type, Edtf? Effective,
    [property: KeptWhenEmpty] EquatableArray<string> ContingentOn, EquatableArray<string> By, string? Title = null)
    : DomainEvent
{
    public EquatableArray<Link> Concerns { get; init; }

    public override Negotiation Apply(Negotiation negotiation)
    {
        if ((negotiation.Agreements[Id] ?? First()) is not { } agreement)
            return negotiation;

        var parties = Negotiation.PartiesOf(By);
        var reached = agreement.ReachedBy(parties, Stage) with
        {
            Title = Title ?? agreement.Title,
            Concerns = agreement.Concerns.Union(Concerns),
        };
        var after = negotiation with
        {
            Agreements = negotiation.Agreements.With(
                agreement.IsAcceding(Stage, parties) ? reached : After(reached, parties, negotiation)),
        };
        // Who is said to have breached an agreement, or did not ratify it, admits nothing.
        return Stage is AgreementStage.Breached or AgreementStage.Rejected ? after : after.ActedOn(Id, By);
    }

    private Agreement After(
        Agreement agreement, EquatableArray<string> parties, Negotiation negotiation) => agreement with
    {
        Stage = Stage,
        Furthest = Stage is > AgreementStage.InForce || Stage < agreement.Furthest ? agreement.Furthest : Stage,
        Effective = Effective ?? agreement.Effective,
        IsUntil = Effective is null ? agreement.IsUntil : Stage == AgreementStage.Extended,
        ContingentOn = ContingentOn.IsGiven ? ContingentOn : agreement.ContingentOn,
        HasRun = agreement.HasRun
            || Stage is AgreementStage.Extended or AgreementStage.Suspended or AgreementStage.Breached,
        Extensions = agreement.Extensions + (Stage == AgreementStage.Extended ? 1 : 0),
        Breaches = Stage == AgreementStage.Breached
            ? [.. agreement.Breaches, new Breach(parties, Occurred)]
            : agreement.Breaches,
        SuspendedBy = Stage switch
        {
            AgreementStage.Suspended => agreement.SuspendedBy
                .Union(parties.IsEmpty ? AllOf(agreement, negotiation) : parties),
            AgreementStage.InForce => parties.IsEmpty ? [] : [.. agreement.SuspendedBy.Except(parties)],
            _ => agreement.SuspendedBy,
        },
        Ended = Stage >= AgreementStage.Terminated ? new AgreementEnd(Stage, Occurred) : agreement.Ended,
    };

    // As long as nobody is named as a party to it, it is taken to be between all.
    private static EquatableArray<string> AllOf(Agreement agreement, Negotiation negotiation) =>
        agreement.By.IsEmpty
            ? [.. negotiation.Parties.Where(party => !party.Left).Select(party => party.Code)]
            : agreement.By;

    private Agreement? First() => Type is null ? null : new Agreement(Id, Type, Stage, Effective);

    internal override string? Gives => Id;

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => Dealing.Agreement;

    internal override EquatableArray<Link> Links => Concerns;

    public override Command ToCommand() =>
        new RecordAgreementStage(Id, Stage, Type, Effective, ContingentOn, By, Title) { Concerns = Concerns };

    public override string Describe() =>
        $"The agreement {Id}{(Title is null ? "" : $" (“{Title}”)")} reaches the stage {Stage}{(By.IsEmpty ? "" : $" by {By.Names()}")}"
        + $"{(Effective is null ? "" : $", effective {Effective}")}{Contingent}{Concerns.Concerning()}.";

    private string Contingent =>
        !ContingentOn.IsEmpty ? $", contingent on {ContingentOn.Names()}"
        : ContingentOn.IsGiven ? ", contingent on nothing"
        : "";
}
