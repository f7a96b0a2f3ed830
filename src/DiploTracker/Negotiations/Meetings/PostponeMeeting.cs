using DiploTracker.Kernel;

namespace DiploTracker.Negotiations.Meetings;

/// <summary>A scheduled meeting is put off without a new date.</summary>
/// <param name="Meeting">Slug of the meeting.</param>
/// <param name="By">The party that postpones.</param>
/// <param name="Reason">Why.</param>
[Records<MeetingPostponed>]
[Refuses("meeting-unknown", "nothing-to-postpone", "unknown-party")]
public sealed record PostponeMeeting(string Meeting, string By, string? Reason = null) : Command
{
    internal override IEnumerable<string> PartiesNamed => [By];

    public override Decision Decide(Negotiation negotiation) => negotiation.Meetings[Meeting] switch
    {
        null => Refusals.MeetingUnknown(Meeting),
        { Status: not MeetingStatus.Scheduled } meeting => Refusals.NotNow(Problems.NothingToPostpone, meeting),
        _ => new MeetingPostponed(Meeting, By, Reason),
    };
}

[StoredAs("meeting-postponed.v1")]
public sealed record MeetingPostponed(string Meeting, string By, string? Reason) : DomainEvent
{
    public override Negotiation Apply(Negotiation negotiation) => negotiation.ChangeMeeting(Meeting, meeting => meeting.Next() with
    {
        Status = MeetingStatus.Postponed,
        When = null,
        Tentative = true,
        ConfirmedBy = [],
    });

    internal override string? Thing => Meeting;

    internal override Dealing? CountsAs => Dealing.Arrangement;

    public override Command ToCommand() => new PostponeMeeting(Meeting, By, Reason);

    public override string Describe() => $"{By} postpones {Meeting}{Reason.Because()}.";
}
