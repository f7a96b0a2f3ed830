using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Substance;

/// <summary>
/// A position is softened, hardened, restated, met or dropped. A met or dropped one can only be restated or hardened.
/// Only its owner changes it; anybody can have met it.
/// </summary>
/// <param name="Id">Slug of the position.</param>
/// <param name="Change">What became of it.</param>
/// <param name="By">Code of a party; the owner when left out.</param>
/// <param name="Text">The position in words, as it is from now on.</param>
[Records<PositionChanged>]
[Refuses("change-unknown", "not-the-owner", "position-closed", "position-unknown", "unknown-party")]
public sealed record ChangePosition(string Id, Word<PositionChange> Change, string? By = null, string? Text = null)
    : Command
{
    internal override IEnumerable<string> PartiesNamed => By is null ? [] : [By];

    public override Decision Decide(Negotiation negotiation) => negotiation.Positions[Id] switch
    {
        _ when !Change.IsKnown => Refusals.UnknownWord(Problems.ChangeUnknown, "change", Change),
        null => Problems.PositionUnknown.Because($"No position '{Id}' was known in this negotiation at that time."),
        { IsStanding: false } position when Change.Value is not (PositionChange.Restated or PositionChange.Hardened) =>
            Problems.PositionClosed.Because($"The position '{Id}' is {position.Status} and no longer stands.").With("current", position.Status.ToString()),
        { } position when By is not null && Change.Value != PositionChange.Met && !position.IsOf(By) => Problems.NotTheOwner
            .Because($"The position '{Id}' is that of {position.By}; {By} cannot change it.").With("current", position.By),
        _ => new PositionChanged(Id, Change.Value!.Value, By) { Text = Text },
    };
}

[StoredAs("position-changed.v1")]
public sealed record PositionChanged(string Id, PositionChange Change, string? By) : DomainEvent
{
    public string? Text { get; init; }

    public override Negotiation Apply(Negotiation negotiation)
    {
        if (negotiation.Positions[Id] is not { } position)
            return negotiation;

        var changed = negotiation with
        {
            Positions = negotiation.Positions.With(position with { Status = Status, Text = Text ?? position.Text }),
        };
        return Change == PositionChange.Met ? changed : changed.ActedOn(Id, By ?? position.By);
    }

    private PositionStatus Status => Change switch
    {
        PositionChange.Softened => PositionStatus.Softened,
        PositionChange.Hardened => PositionStatus.Hardened,
        PositionChange.Met => PositionStatus.Met,
        PositionChange.Dropped => PositionStatus.Dropped,
        _ => PositionStatus.Standing,
    };

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => Dealing.Position;

    public override Command ToCommand() => new ChangePosition(Id, Change, By, Text);

    public override string Describe() =>
        $"The position {Id} is {Change.ToString().ToLowerInvariant()}{(By is null ? "" : $" by {By}")}{Text.Quoting()}.";
}
