using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Substance;

/// <summary>A deadline is set, or extended to a later date. A missed deadline that is extended runs again.</summary>
/// <param name="Id">Slug of the deadline.</param>
/// <param name="When">EDTF: the deadline.</param>
/// <param name="Subject">What is due.</param>
[Records<DeadlineSet>]
[Refuses("deadline-met", "deadline-not-extended")]
public sealed record SetDeadline(string Id, Edtf When, string? Subject = null) : Command
{
    public override Decision Decide(Negotiation negotiation) => negotiation.Deadlines[Id] switch
    {
        _ when When.Error is not null => Refusals.EdtfInvalid("when", When),
        null when !Slug.IsId(Id) => Refusals.BadId("id", Id),
        { Status: DeadlineStatus.Met } => Problems.DeadlineMet.Because($"The deadline '{Id}' was met; set another one."),
        { } deadline when When.Latest <= deadline.When.Latest => Problems.DeadlineNotExtended
            .Because($"'{When}' is not later than {deadline.When}, the deadline '{Id}' as it stands.").With("current", deadline.When.Text),
        _ => new DeadlineSet(Id, When, Subject),
    };
}

[StoredAs("deadline-set.v1")]
public sealed record DeadlineSet(string Id, Edtf When, string? Subject) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation with
    {
        Deadlines = negotiation.Deadlines.With(negotiation.Deadlines[Id] is { } deadline
            ? deadline with
            {
                When = When,
                Subject = Subject ?? deadline.Subject,
                Status = DeadlineStatus.Running,
                Extensions = deadline.Extensions + 1,
            }
            : new Deadline(Id, When, Subject)),
    };

    internal override string? Gives => Id;

    internal override string? Thing => Id;

    internal override Dealing? CountsAs => null;

    public override Command ToCommand() => new SetDeadline(Id, When, Subject);

    public override string Describe() => $"The deadline {Id}{(Subject is null ? "" : $" for {Subject}")} is set to {When}.";
}
