using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Substance;

/// <summary>A deadline is met, or passes.</summary>
/// <param name="Id">Slug of the deadline.</param>
/// <param name="Met">True when met, false when missed.</param>
[Records<DeadlineClosed>]
[Refuses("deadline-closed", "deadline-unknown")]
public sealed record CloseDeadline(string Id, bool Met) : Command
{
    public override Decision Decide(Negotiation negotiation) => negotiation.Deadlines[Id] switch
    {
        null => Problems.DeadlineUnknown.Because($"No deadline '{Id}' was known in this negotiation at that time."),
        { Status: not DeadlineStatus.Running } deadline =>
            Problems.DeadlineClosed.Because($"The deadline '{Id}' was {deadline.Status.ToString().ToLowerInvariant()} already."),
        _ => new DeadlineClosed(Id, Met),
    };
}

[StoredAs("deadline-closed.v1")]
public sealed record DeadlineClosed(string Id, bool Met) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation with
    {
        Deadlines = negotiation.Deadlines.Change(Id, deadline => deadline with
        {
            Status = Met ? DeadlineStatus.Met : DeadlineStatus.Missed,
        }),
    };

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => null;

    public override Command ToCommand() => new CloseDeadline(Id, Met);

    public override string Describe() => $"The deadline {Id} is {(Met ? "met" : "missed")}.";
}
