using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Record;

/// <summary>Another source for a recorded fact: the <c>basis</c> of the command.</summary>
/// <param name="Fact">The event id of the fact.</param>
[Records<FactCorroborated>]
[Refuses("already-retracted", "correction-target-unknown")]
public sealed record Corroborate(Guid Fact) : RecordCommand
{
    internal override Guid? AboutFact => Fact;

    public override Decision Decide(Timeline timeline) =>
        Basis.IsEmpty ? Refusals.Malformed("basis", "name the further source")
        : timeline.Fact(Fact) is null ? Problems.CorrectionTargetUnknown.Because($"No fact {Fact} is recorded in this negotiation.")
        : timeline.Corrections.IsRetracted(Fact) ? Problems.AlreadyRetracted.Because($"The fact {Fact} is retracted; nothing can support it.")
        : new FactCorroborated(Fact);
}

[StoredAs("fact-corroborated.v1")]
public sealed record FactCorroborated(Guid Fact) : RecordEvent
{
    internal override Guid? AboutFact => Fact;

    public override Command ToCommand() => new Corroborate(Fact);

    public override string Describe() => $"{Basis.Select(basis => basis.Speaker ?? basis.Via.FirstOrDefault() ?? "Another source").ToList().Names()} supports a recorded fact.";
}
