using System.Text.Json.Nodes;
using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Substance;

/// <summary>A deadline is met, passes, or is called off. It is missed from its last day on.</summary>
/// <param name="Id">Slug of the deadline.</param>
/// <param name="Met">The short form of <c>how</c>: true when met, false when missed.</param>
/// <param name="How">How it closes.</param>
[Records<DeadlineClosed>]
[Refuses("close-kind-unknown", "deadline-closed", "deadline-not-passed", "deadline-unknown")]
public sealed record CloseDeadline(string Id, bool? Met = null, Word<DeadlineClosing>? How = null) : Command
{
    private DeadlineClosing? Closing => How is { } how ? how.Value : ShortForm;

    private DeadlineClosing? ShortForm =>
        Met is { } met ? met ? DeadlineClosing.Met : DeadlineClosing.Missed : null;

    internal override Command Plain => Closing is DeadlineClosing.Met or DeadlineClosing.Missed && !IsContradictory
        ? this with { Met = Closing == DeadlineClosing.Met, How = null }
        : this;

    private bool IsContradictory => ShortForm is { } met && Closing != met;

    internal override bool KeepsWhenAmended(string member, JsonObject given) => member switch
    {
        "met" => !given.ContainsKey("how"),
        "how" => !given.ContainsKey("met"),
        _ => true,
    };

    public override Decision Decide(Negotiation negotiation) => negotiation.Deadlines[Id] switch
    {
        _ when How is { IsKnown: false } how => Refusals.UnknownWord(Problems.CloseKindUnknown, "how", how),
        _ when Closing is null => Refusals.Malformed("how", "say how it closes: Met, Missed or CalledOff"),
        _ when IsContradictory => Refusals.Malformed("how", $"{How} contradicts `met`; one of the two is enough"),
        null => Problems.DeadlineUnknown.Because($"No deadline '{Id}' was known in this negotiation at that time."),
        { Status: not DeadlineStatus.Running } deadline => Problems.DeadlineClosed
            .Because($"The deadline '{Id}' is closed already: {deadline.Status}.")
            .With("current", deadline.Status.ToString()),
        var deadline when Closing == DeadlineClosing.Missed && !deadline.When.HasEndedBy(Occurred!) =>
            Problems.DeadlineNotPassed
                .Because($"The deadline '{Id}' is {deadline.When}; on {Occurred} it cannot have been missed.")
                .With("current", deadline.When.Text),
        _ => new DeadlineClosed(Id, Met, How?.Value),
    };
}

[StoredAs("deadline-closed.v1")]
public sealed record DeadlineClosed(string Id, bool? Met, DeadlineClosing? How = null) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation with
    {
        Deadlines = negotiation.Deadlines.Change(Id, deadline => deadline with { Status = Status }),
    };

    private DeadlineStatus Status => (How, Met) switch
    {
        (DeadlineClosing.CalledOff, _) => DeadlineStatus.CalledOff,
        (DeadlineClosing.Met, _) or (null, true) => DeadlineStatus.Met,
        _ => DeadlineStatus.Missed,
    };

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => null;

    public override Command ToCommand() =>
        new CloseDeadline(Id, Met, How is { } how ? (Word<DeadlineClosing>)how : null);

    public override string Describe() => Status == DeadlineStatus.CalledOff
        ? $"The deadline {Id} is called off."
        : $"The deadline {Id} is {(Status == DeadlineStatus.Met ? "met" : "missed")}.";
}
