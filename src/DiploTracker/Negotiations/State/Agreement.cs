using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>
/// The first five are reached in this order; the next three may come once it has begun; the rest end it.
/// </summary>
public enum AgreementStage
{
    InPrinciple, Announced, Initialled, Signed, InForce, Extended, Suspended, Breached,
    Terminated, Lapsed, Superseded, Rejected, Fulfilled,
}

/// <summary>How an agreement ended, and when (EDTF).</summary>
public sealed record AgreementEnd(AgreementStage How, Edtf Occurred);

/// <summary>A breach of an agreement: the parties said to have broken it, and when (EDTF).</summary>
public sealed record Breach(EquatableArray<string> By, Edtf Occurred);

/// <summary>The furthest stage that a party has reached on the way into force.</summary>
public sealed record PartyStage(string Party, AgreementStage Stage);

/// <summary>An agreement, and the stage it has reached.</summary>
public sealed record Agreement(string Id, string Type, AgreementStage Stage, Edtf? Effective) : IIdentified
{
    /// <summary>The name it goes by; null if it has none.</summary>
    public string? Title { get; init; }

    public EquatableArray<string> ContingentOn { get; init; }
    public EquatableArray<string> By { get; init; }
    public EquatableArray<PartyStage> Parties { get; init; }
    public EquatableArray<string> SuspendedBy { get; init; }
    public int Extensions { get; init; }
    public EquatableArray<Breach> Breaches { get; init; }
    public AgreementEnd? Ended { get; init; }

    /// <summary>What it ratifies, ends, implements or is part of.</summary>
    public EquatableArray<Link> Concerns { get; init; }

    /// <summary>Nothing blocks it any more.</summary>
    public bool IsOver => Ended is not null;

    /// <summary>The furthest reached of the five stages on the way into force; it never goes back.</summary>
    public AgreementStage Furthest { get; init; }

    /// <summary>Extended, suspended or breached before: then it had begun, whatever else is recorded.</summary>
    public bool HasRun { get; init; }

    /// <summary>Is the effective date its end, set by an extension?</summary>
    public bool IsUntil { get; init; }

    /// <summary>It came into force and has not ended; one that is suspended is in force.</summary>
    public bool InForce => Furthest == AgreementStage.InForce && Ended is null;

    /// <summary>
    /// The effective date, as long as nobody has recorded what became of it: the agreement is not in force, or was
    /// extended until then.
    /// </summary>
    public Edtf? Due => Ended is null && (IsUntil || Furthest < AgreementStage.InForce) ? Effective : null;

    /// <summary>Was it signed, did it come into force, or begin to take effect, by a fact of that date?</summary>
    public bool HasBegunBy(Edtf occurred) =>
        HasRun || Furthest >= AgreementStage.Signed
        || Effective is { Error: null } effective && effective.HasBegunBy(occurred);

    /// <summary>Signing after entry into force, by a party that had not signed.</summary>
    public bool IsAcceding(AgreementStage stage, EquatableArray<string> parties) => stage == AgreementStage.Signed
        && Furthest == AgreementStage.InForce
        && parties.Any(party => StageOf(party) is null or < AgreementStage.Signed);

    public AgreementStage? StageOf(string party) => Parties.FirstOrDefault(one => one.Party == party)?.Stage;

    /// <summary>The parties to it, with those that now reach a stage.</summary>
    public Agreement ReachedBy(EquatableArray<string> parties, AgreementStage stage) => this with
    {
        By = By.Union(parties),
        Parties = stage > AgreementStage.InForce ? Parties :
        [
            .. Parties.Select(one =>
                parties.Contains(one.Party) && one.Stage < stage ? one with { Stage = stage } : one),
            .. parties.Where(party => StageOf(party) is null).Select(party => new PartyStage(party, stage)),
        ],
    };
}
