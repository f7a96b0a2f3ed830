using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Substance;

/// <summary>
/// A deadline is set, extended to a later date, or narrowed to fewer of its days. One that was missed runs again when
/// it is extended, one that was called off when it is set again.
/// </summary>
/// <param name="Id">Slug of the deadline.</param>
/// <param name="When">EDTF: the deadline.</param>
/// <param name="Subject">What is due.</param>
/// <param name="By">The party that sets it.</param>
/// <param name="To">The parties that are to meet it.</param>
[Records<DeadlineSet>]
[Refuses("concerns-unknown", "deadline-met", "deadline-not-extended", "unknown-party")]
public sealed record SetDeadline(
    string Id, Edtf When, string? Subject = null, string? By = null,
    [property: AddedLater] EquatableArray<string> To = default) : Command
{
    /// <summary>What it is set for; adds to what was named before.</summary>
    [AddedLater]
    public EquatableArray<Link> Concerns { get; init; }

    internal override IEnumerable<string> PartiesNamed => By is null ? To : [By, .. To];

    public override Decision Decide(Negotiation negotiation) => negotiation.Deadlines[Id] switch
    {
        _ when When.Error is not null => Refusals.EdtfInvalid("when", When),
        null when !Slug.IsId(Id) => Refusals.BadId("id", Id),
        { Status: DeadlineStatus.Met } => Problems.DeadlineMet.Because($"The deadline '{Id}' was met; set another one."),
        { Status: not DeadlineStatus.CalledOff } deadline when !deadline.MovesTo(When) => Problems.DeadlineNotExtended
            .Because($"'{When}' is neither later than {deadline.When}, the deadline '{Id}' now, nor some of its days.")
            .With("current", deadline.When.Text),
        _ when Refusals.OfLinks(Concerns, negotiation) is { } unknown => unknown,
        _ => new DeadlineSet(Id, When, Subject, By, To) { Concerns = Concerns },
    };
}

[StoredAs("deadline-set.v1")]
public sealed record DeadlineSet(
    string Id, Edtf When, string? Subject, string? By = null, EquatableArray<string> To = default) : DomainEvent
{
    public EquatableArray<Link> Concerns { get; init; }

    public override Negotiation Apply(Negotiation negotiation)
    {
        var deadline = negotiation.Deadlines[Id] ?? new Deadline(Id, When, Subject);
        var isExtended = deadline.Status != DeadlineStatus.CalledOff && deadline.IsExtendedBy(When);
        var set = negotiation with
        {
            Deadlines = negotiation.Deadlines.With(deadline with
            {
                When = When,
                Subject = Subject ?? deadline.Subject,
                By = By is null ? deadline.By : Negotiation.PartyOf(By),
                To = To.IsEmpty ? deadline.To : Negotiation.PartiesOf(To),
                Status = DeadlineStatus.Running,
                Extensions = deadline.Extensions + (isExtended ? 1 : 0),
                Concerns = deadline.Concerns.Union(Concerns),
            }),
        };
        return By is null ? set : set.ActedOn(Id, By);
    }

    internal override string? Gives => Id;

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => null;

    internal override EquatableArray<Link> Links => Concerns;

    public override Command ToCommand() => new SetDeadline(Id, When, Subject, By, To) { Concerns = Concerns };

    public override string Describe() =>
        $"The deadline {Id}{(Subject is null ? "" : $" for {Subject}")} is set to {When}"
        + $"{(By is null ? "" : $" by {By}")}{(To.IsEmpty ? "" : $", for {To.Names()}")}{Concerns.Concerning()}.";
}
