using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Substance;

/// <summary>
/// An agreement reaches a stage. The first names its type; on the way into force stages never go back.
/// </summary>
/// <param name="Id">Slug of the agreement.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Type">
/// An open word: Interim, Framework, Comprehensive, Ceasefire, JointStatement, …; required the first time.
/// </param>
/// <param name="Effective">From when, or until when, it holds (EDTF).</param>
/// <param name="ContingentOn">What it depends on.</param>
/// <param name="By">Parties to it.</param>
[Records<AgreementStageReached>]
[Refuses("agreement-terminated", "agreement-unknown", "stage-goes-backwards", "stage-unknown", "unknown-party")]
public sealed record RecordAgreementStage(
    string Id, Word<AgreementStage> Stage, string? Type = null, Edtf? Effective = null,
    EquatableArray<string> ContingentOn = default, EquatableArray<string> By = default) : Command
{
    internal override IEnumerable<string> PartiesNamed => By;

    public override Decision Decide(Negotiation negotiation) => negotiation.Agreements[Id] switch
    {
        _ when !Stage.IsKnown => Refusals.UnknownWord(Problems.StageUnknown, "stage", Stage),
        _ when Effective is { Error: not null } => Refusals.EdtfInvalid("effective", Effective),
        null when !Slug.IsId(Id) => Refusals.BadId("id", Id),
        null when Type is null => Problems.AgreementUnknown.Because($"No agreement '{Id}' was known at that time; the first stage of one names its `type`."),
        { Stage: AgreementStage.Terminated } => Problems.AgreementTerminated.Because($"The agreement '{Id}' is terminated; nothing follows."),
        { } agreement when Stage.Value < agreement.Furthest => Problems.StageGoesBackwards
            .Because($"The agreement '{Id}' has been {agreement.Furthest}; it does not go back to {Stage}.").With("current", agreement.Furthest.ToString()),
        _ => new AgreementStageReached(Id, Stage.Value!.Value, Type, Effective, ContingentOn, By),
    };
}

[StoredAs("agreement-stage-reached.v1")]
public sealed record AgreementStageReached(
    string Id, AgreementStage Stage, string? Type, Edtf? Effective, EquatableArray<string> ContingentOn, EquatableArray<string> By) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation)
    {
        if ((negotiation.Agreements[Id] ?? First()) is not { } agreement)
            return negotiation;

        return negotiation with
        {
            Agreements = negotiation.Agreements.With(agreement with
            {
                Stage = Stage,
                Furthest = Stage is > AgreementStage.InForce || Stage < agreement.Furthest ? agreement.Furthest : Stage,
                Effective = Effective ?? agreement.Effective,
                ContingentOn = ContingentOn.IsEmpty ? agreement.ContingentOn : ContingentOn,
                By = agreement.By.Union(Negotiation.PartiesOf(By)),
            }),
        };
    }

    private Agreement? First() => Type is null ? null : new Agreement(Id, Type, Stage, Effective);

    internal override string? Gives => Id;

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => Dealing.Agreement;

    public override Command ToCommand() => new RecordAgreementStage(Id, Stage, Type, Effective, ContingentOn, By);

    public override string Describe() =>
        $"The agreement {Id} reaches the stage {Stage}{(Effective is null ? "" : $", effective {Effective}")}"
        + $"{(ContingentOn.IsEmpty ? "" : $", contingent on {ContingentOn.Names()}")}.";
}
