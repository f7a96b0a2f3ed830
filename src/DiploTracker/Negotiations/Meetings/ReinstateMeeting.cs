using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>
/// A meeting that was cancelled, or not held, is on again: for the given date, else for the one it had.
/// </summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="By">The party that reinstates.</param>
/// <param name="When">EDTF: the date, if it differs from before.</param>
[Records<MeetingReinstated>]
[Refuses("meeting-unknown", "nothing-to-reinstate", "unknown-party")]
public sealed record ReinstateMeeting(string Meeting, string By, Edtf? When = null) : Command
{
    internal override IEnumerable<string> PartiesNamed => [By];

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Meeting] switch
    {
        null => Refusals.MeetingUnknown(Meeting),
        _ when When is { Error: not null } => Refusals.EdtfInvalid("when", When),
        { Status: not (MeetingStatus.Cancelled or MeetingStatus.NotHeld) } meeting => Refusals.NotNow(Problems.NothingToReinstate, meeting),
        _ => new MeetingReinstated(Meeting, By, When),
    };
}

[StoredAs("meeting-reinstated.v1")]
public sealed record MeetingReinstated(string Meeting, string By, Edtf? When) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) =>
        negotiation.ActedOn(Meeting, By).ChangeMeeting(Meeting, Changed);

    private Meeting Changed(Meeting meeting)
    {
        var when = When ?? meeting.When;
        return meeting.Next() with
        {
            Status = when is null ? MeetingStatus.AgreedInPrinciple : MeetingStatus.Scheduled,
            When = when,
            Tentative = when is not { IsExact: true },
            Reinstated = meeting.Reinstated + 1,
        };
    }

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Arrangement;

    public override Command ToCommand() => new ReinstateMeeting(Meeting, By, When);

    public override string Describe() => $"{By} reinstates {Meeting}{(When is null ? "" : $" for {When}")}.";
}
