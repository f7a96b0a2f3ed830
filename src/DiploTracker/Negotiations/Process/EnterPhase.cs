using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Process;

/// <summary>The negotiation enters another phase; it may go back, but not once it is concluded.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Reason">Why.</param>
[Records<PhaseEntered>]
[Refuses("already-in-phase", "negotiation-concluded", "phase-unknown")]
public sealed record EnterPhase(Word<Phase> Phase, string? Reason = null) : Command
{
    public override Decision Decide(Negotiation negotiation) =>
        !Phase.IsKnown ? Refusals.UnknownWord(Problems.PhaseUnknown, "phase", Phase)
        : negotiation.Phase == Phase.Value ? Problems.AlreadyInPhase.Because($"The negotiation is in phase {Phase} already.")
        : negotiation.Phase == Negotiations.Phase.Concluded ? Problems.NegotiationConcluded.Because("The negotiation has been concluded and enters no other phase.")
        : new PhaseEntered(Phase.Value!.Value, Reason);
}

[StoredAs("phase-entered.v1")]
public sealed record PhaseEntered(Phase Phase, string? Reason) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation with { Phase = Phase };

    internal override Dealing? CountsAs => null;

    public override Command ToCommand() => new EnterPhase(Phase, Reason);

    public override string Describe() => $"The negotiation enters the phase {Phase}{Reason.Because()}.";
}
