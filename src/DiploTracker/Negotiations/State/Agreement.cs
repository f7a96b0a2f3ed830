using DiploTracker.Kernel;

namespace DiploTracker.Negotiations;

/// <summary>The first five are reached in this order; the rest may come at any time after the first.</summary>
public enum AgreementStage { InPrinciple, Announced, Initialled, Signed, InForce, Extended, Suspended, Breached, Terminated }

/// <summary>An agreement, and the stage it has reached.</summary>
public sealed record Agreement(string Id, string Type, AgreementStage Stage, Edtf? Effective) : IIdentified
{
    public EquatableArray<string> ContingentOn { get; init; }
    public EquatableArray<string> By { get; init; }

    /// <summary>The furthest reached of the five stages on the way into force; it never goes back.</summary>
    public AgreementStage Furthest { get; init; }
}
